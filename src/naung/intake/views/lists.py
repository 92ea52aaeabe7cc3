"""The queue by time left, and the search among reports that ended without a case."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.intake import forms
from naung.intake.queries import drafts, lists
from naung.intake.queries.alike import groups
from naung.intake.queries.junk import decisions
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
    return _list(request, actor, "ended", decisions=decisions(actor))


def _list(request: HttpRequest, actor: Actor, name: str, **more: object) -> HttpResponse:
    now, form = timezone.now(), forms.Filter(request.GET)
    form.is_valid()
    wanted = {key: value for key, value in form.cleaned_data.items() if value}
    if name == "ended":
        del form.fields["status"]
    shown = groups(actor) if name == "queue" and not wanted else []
    found = lists.queue(actor, wanted, shown) if name == "queue" else lists.ended(actor, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    sought = {key: wanted[key] for key in SEARCHED if key in wanted}
    if sought:
        note_search(by=actor, kind=f"reports-{name}", terms=sought, found=page.paginator.count, now=now)
    context = {
        "form": form, "page": page, "lines": lists.lines(actor, list(page.object_list), now, shown), "now": now,
        "query": urlencode(wanted), "filtered": bool(wanted), **more,
    }  # fmt: skip
    return render(request, f"intake/{name}.html", context)
