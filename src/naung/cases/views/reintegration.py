"""Pages of the return: the plan, the supervisor's decision, the return itself, the visits after it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from naung.cases.forms import reintegration as forms
from naung.cases.models import Case, Draft, ReintegrationPlan
from naung.cases.operations import assessment as assessing
from naung.cases.operations import reintegration as operations
from naung.cases.operations import steps
from naung.cases.queries import assessment as assessments
from naung.cases.queries import drafts, facts
from naung.cases.queries import reintegration as queries
from naung.cases.rules import gates
from naung.cases.rules.drafts import RETURN_PLAN, of_visit
from naung.cases.rules.steps import Stage, stage_step
from naung.cases.views.page import attempt, begun, status_of, who
from naung.cases.views.work import file_of, frame
from naung.core import formats, reference
from naung.core.ids import new_id


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Where the child returns to and what already stands, with the gate, the decision and the return."""
    case = file_of(request, case_id, "reintegration")
    held = queries.plan_of(case)
    unsent = drafts.of(who(request), case, RETURN_PLAN)
    form = forms.Plan(request.POST or None, initial=begun(_initial(held), unsent))
    if form.is_valid() and attempt(
        form,
        lambda: operations.save_reintegration_plan(
            by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data
        ),
    ):
        messages.success(request, gettext("Rencana reintegrasi tersimpan."))
        return redirect("cases:reintegration", case_id)
    return _page(request, case, held, form, unsent=unsent, status=status_of(form))


def _initial(held: ReintegrationPlan | None) -> dict[str, Any]:
    if held is None:
        return {"version": 0}  # whoever makes the plan meanwhile is not written over
    named = (*operations.ANSWERS, *operations.NOTES)
    return {**{name: getattr(held, name) for name in named}, "version": held.version}


def _page(
    request: HttpRequest,
    case: Case,
    held: ReintegrationPlan | None,
    form: forms.Plan,
    *,
    decision: forms.Decision | None = None,
    returning: forms.Return | None = None,
    unsent: Draft | None = None,
    status: int = 200,
) -> HttpResponse:
    version = held.version if held else None
    shut = _shut(case) if case.stage == Stage.REHABILITATION else []
    today = formats.local(timezone.now()).date()
    context = {
        "held": held,
        "form": form,
        "decision_form": decision or forms.Decision(),
        "return_form": returning or forms.Return(initial={"version": version, "returned_date": today}),
        "gate": stage_step(Stage.REHABILITATION, Stage.REINTEGRATION).gates,
        "shut": shut,
        "series": queries.series(case, held),
        "awaits_return": queries.awaits_return(case, held),
        "unsent": unsent,
    }
    return render(request, "cases/reintegration.html", frame(request, case) | context, status=status)


def _shut(case: Case) -> list[gates.CaseGate]:
    return gates.missing(stage_step(Stage.REHABILITATION, Stage.REINTEGRATION).gates, facts.facts_of(case))


@require_POST
def decide(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The supervisor's recorded decision that the child may return."""
    case = file_of(request, case_id, "reintegration")
    form = forms.Decision(request.POST)
    if not form.is_valid() or not attempt(
        form,
        lambda: steps.move_stage(
            by=who(request), case_id=case_id, target=Stage.REINTEGRATION, reason=form.cleaned_data["reason"],
            now=timezone.now(),
        ),
    ):  # fmt: skip
        held = queries.plan_of(case)
        return _page(request, case, held, forms.Plan(initial=_initial(held)), decision=form, status=422)
    messages.success(request, gettext("Keputusan tercatat. Kasus masuk tahap reintegrasi."))
    return redirect("cases:reintegration", case_id)


@require_POST
def record_return(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The return itself; the visits of the coming year become duties."""
    case = file_of(request, case_id, "reintegration")
    form = forms.Return(request.POST)
    if not form.is_valid() or not attempt(
        form,
        lambda: operations.record_return(by=who(request), case_id=case_id, now=timezone.now(), **form.cleaned_data),
    ):
        held = queries.plan_of(case)
        plan_form = forms.Plan(initial=_initial(held))
        return _page(request, case, held, plan_form, returning=form, status=status_of(form))
    messages.success(request, gettext("Kepulangan tercatat. Kunjungan pemantauan sudah dijadwalkan."))
    return redirect("cases:reintegration", case_id)


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, case_id: UUID, number: int) -> HttpResponse:
    """One visit of the series: seen alone, safe, school, carer, the factors again, the child's words, danger."""
    case = file_of(request, case_id, "return-visit")
    planned = next((v.planned for v in queries.series(case, queries.plan_of(case)) if v.number == number), None)
    if planned is None:
        raise ReintegrationPlan.DoesNotExist
    last = assessments.latest(assessments.of_case(who(request), case))
    previous = {rating.factor: rating for rating in last.ratings.all()} if last else {}
    initial = {
        "visit_id": new_id(),
        "kind": "TELEPON" if planned.by_phone else "RUMAH",
        "at": formats.local(timezone.now()),
    }
    unsent = drafts.of(who(request), case, of_visit(number))
    form = forms.Visit(request.POST or None, initial=begun(initial, unsent))
    rated = forms.RatedAgain(request.POST or None, previous=previous, initial=begun({}, unsent))
    if form.is_valid() and rated.is_valid() and attempt(
        form,
        lambda: operations.record_return_visit(
            by=who(request), case_id=case_id, visit=form.facts(number), now=timezone.now(),
            visit_id=form.cleaned_data["visit_id"],
            entries=[assessing.Entry(**entry) for entry in rated.entries()],
        ),
    ):  # fmt: skip
        messages.success(request, gettext("Kunjungan pemantauan tersimpan."))
        return redirect("cases:reintegration", case_id)
    context = {
        "form": form, "rated": rated, "planned": planned, "previous": previous,
        "dangers": reference.codes("bahaya"), "unsent": unsent,
    }  # fmt: skip
    return render(
        request, "cases/return_visit.html", frame(request, case) | context, status=422 if form.is_bound else 200
    )
