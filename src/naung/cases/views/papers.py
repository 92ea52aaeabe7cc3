"""Papers made of what is recorded already: the agreed services, how the work goes, the visits after the return."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from naung.access.actors import Actor
from naung.cases.models import Case
from naung.cases.queries import plan as plans
from naung.cases.queries import reintegration as returns
from naung.cases.queries import staff, story
from naung.cases.views.page import who
from naung.cases.views.work import file_of, frame


@require_GET
def paper(request: HttpRequest, case_id: UUID, paper: str) -> HttpResponse:
    """One paper, to read and print."""
    if paper not in PAPERS:
        raise Http404
    case = file_of(request, case_id, paper, paper=True)
    context = PAPERS[paper](who(request), case) | {"who_texts": plans.WHO_TEXTS}
    return render(request, f"cases/paper_{paper}.html", frame(request, case) | context)


def _agreed(actor: Actor, case: Case) -> dict[str, Any]:
    plan = plans.in_force(plans.of_case(actor, case))
    sheet = plans.sheet(plan) if plan else None
    people = [action.responsible_id for action in sheet.all_actions] if sheet else []
    people += [line.by_id for line in sheet.told if line.by_id] if sheet else []
    return {"sheet": sheet, "people": staff.names(people)}


def _progress(actor: Actor, case: Case) -> dict[str, Any]:
    delivered = plans.deliveries(actor, case)
    shown = _agreed(actor, case)
    return shown | {"deliveries": delivered, "people": shown["people"] | staff.names(row.by_id for row in delivered)}


def _monitored(actor: Actor, case: Case) -> dict[str, Any]:
    visits = [visit for visit in reversed(story.visits_of(actor, case)) if visit.series_no]
    names = staff.names(visit.by_id for visit in visits)
    return {"held": returns.plan_of(case), "visits": visits, "people": names}


PAPERS: dict[str, Callable[[Actor, Case], dict[str, Any]]] = {"ktr": _agreed, "lpk": _progress, "lpm": _monitored}
