"""Groups of reports: each listed, taken apart, or closed because none of it is a report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.intake import forms, operations
from naung.intake.models import Report
from naung.intake.queries import lists
from naung.intake.queries.alike import group_with
from naung.intake.queries.junk import closed_by, reason_of
from naung.intake.queries.repeats import told_before

PAGE = 25


@require_safe
def together(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The reports of the group in which this one is or was, each to be opened by itself."""
    return _together(request, report_id, forms.Junk())


def _together(request: HttpRequest, report_id: UUID, form: forms.Junk, status: int = 200) -> HttpResponse:
    actor = _actor(request)
    report = visible(actor, P.READ_D1, Report).get(pk=report_id)
    require(actor, P.REPORT_TRIAGE, report)
    group = group_with(actor, report)
    found = visible(actor, P.REPORT_TRIAGE, Report).filter(pk__in=group.ids if group else ())
    context = {"report": report, "group": group, "form": form, "at_once": operations.AT_ONCE}
    context |= _page(request, actor, found.order_by("received_at", "id"))
    return render(request, "intake/together.html", context, status=status)


def _page(request: HttpRequest, actor: Actor, found: QuerySet[Report]) -> dict[str, Any]:
    now, all_of_it = timezone.now(), found.select_related("ward").annotate(told_before=told_before())
    page = Paginator(all_of_it, PAGE).get_page(request.GET.get("page"))
    return {"page": page, "lines": lists.lines(actor, list(page.object_list), now), "now": now}


@require_POST
def set_apart(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take one report out of its group."""
    report = operations.set_apart(by=_actor(request), report_id=report_id, now=timezone.now())
    messages.success(request, _("Laporan %(number)s sekarang berdiri sendiri.") % {"number": report.number})
    return redirect("intake:together", report_id)


@require_POST
def take_apart(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take the whole group apart."""
    count = operations.take_apart(by=_actor(request), report_id=report_id, now=timezone.now())
    messages.success(request, _("%(count)s laporan sekarang berdiri sendiri-sendiri.") % {"count": count})
    return redirect("intake:queue")


@require_POST
def close(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Close what was on the page as no report."""
    form = forms.Junk(request.POST)
    if not form.is_valid():
        return _together(request, report_id, form, status=422)
    told = {name: form.cleaned_data[name] for name in ("last_id", "reason")}
    junk_id = operations.close_as_junk(by=_actor(request), report_id=report_id, now=timezone.now(), **told)
    messages.success(request, _("Kelompok ditutup. Bila ternyata keliru, kembalikan di sini."))
    return redirect("intake:junk", junk_id)


@require_safe
def closed(request: HttpRequest, junk_id: UUID) -> HttpResponse:
    """What one decision closed, why, and the way back."""
    actor = _actor(request)
    found = closed_by(actor, junk_id)
    first = found[:1].get()  # unseen is not found
    require(actor, P.REPORT_TRIAGE, first)
    context = {"junk_id": junk_id, "first": first, "reason": reason_of(actor, first)} | _page(request, actor, found)
    return render(request, "intake/junk.html", context)


@require_POST
def undo(request: HttpRequest, junk_id: UUID) -> HttpResponse:
    """Take the decision back."""
    count = operations.undo_junk(by=_actor(request), junk_id=junk_id, now=timezone.now())
    messages.success(request, _("%(count)s laporan menunggu lagi.") % {"count": count})
    return redirect("intake:queue")


@require_POST
def take_back(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Take one of the closed reports back."""
    report = operations.take_back(by=_actor(request), report_id=report_id, now=timezone.now())
    messages.success(request, _("Laporan %(number)s menunggu lagi.") % {"number": report.number})
    return redirect("intake:triage", report_id)


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor
