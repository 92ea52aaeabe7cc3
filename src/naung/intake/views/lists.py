"""The queue by time left, and the search among reports that ended without a case."""

from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.intake import forms
from naung.intake.models import Report
from naung.intake.queries import alike, drafts, lists
from naung.intake.queries.repeats import told_before
from naung.people.operations import note_search

PAGE = 25
SEARCHED = ("number", "name")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Reports that wait, the most urgent first; above them the reports that one is still writing down."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.REPORT_TRIAGE)
    return _list(request, actor, "queue", drafts=drafts.drafts_of(actor))


@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """Reports that ended without a case: they stay searchable."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.REPORT_TRIAGE)
    return _list(request, actor, "ended")


def _list(request: HttpRequest, actor: Actor, name: str, **more: object) -> HttpResponse:
    now, form = timezone.now(), forms.Filter(request.GET)
    form.is_valid()
    wanted = {key: value for key, value in form.cleaned_data.items() if value}
    if name == "ended":
        del form.fields["status"]
    page = Paginator(getattr(lists, name)(actor, wanted), PAGE).get_page(request.GET.get("page"))
    sought = {key: wanted[key] for key in SEARCHED if key in wanted}
    if sought:
        note_search(by=actor, kind=f"reports-{name}", terms=sought, found=page.paginator.count, now=now)
    fold = name == "queue" and not wanted and any(report.group_id for report in page)
    groups = alike.large_groups(actor) if fold else {}
    context = {
        "form": form, "page": page, "lines": lists.lines(actor, list(page.object_list), now, groups), "now": now,
        "query": urlencode(wanted), "filtered": bool(wanted), **more,
    }  # fmt: skip
    return render(request, f"intake/{name}.html", context)


@require_safe
def together(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The reports of one group, each to be opened by itself."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    seen = visible(actor, P.READ_D1, Report).filter(group_id=group_id).order_by("id")[:1].get()  # unseen is not found
    require(actor, P.REPORT_TRIAGE, seen)
    now, found = timezone.now(), alike.waiting_alike(actor, group_id)
    page = Paginator(found.select_related("ward").annotate(told_before=told_before()), PAGE)
    shown = page.get_page(request.GET.get("page"))
    context = {"page": shown, "lines": lists.lines(actor, list(shown.object_list), now), "now": now}
    return render(request, "intake/together.html", context)
