"""What falls due, what lies sealed, what may be erased; opening a sealed record again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.cases.queries import staff
from naung.core.errors import NotAllowedNow, Refused
from naung.core.forms import said
from naung.privacy import forms, operations
from naung.privacy.queries import retention
from naung.privacy.queries.erasing import asked_for
from naung.teams.reauth import fresh

LINES = 20
SOON, SEALED, OVER = "jatuh-tempo", "tersegel", "boleh-dihapus"
PARTS = {
    SOON: gettext_lazy("Jatuh tempo dalam 90 hari"), SEALED: gettext_lazy("Tersegel"),
    OVER: gettext_lazy("Boleh dihapus"),
}  # fmt: skip


def _who(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.ERASE)
    return actor


@never_cache
@require_safe
@fresh
def terms(request: HttpRequest) -> HttpResponse:
    """The records whose term ends soon, those that lie sealed, those that may be erased."""
    actor, now = _who(request), timezone.now()
    lists, chosen = _lists(actor), request.GET.get("daftar", SOON)
    part = chosen if chosen in lists else SOON
    page = Paginator(lists[part], LINES).get_page(request.GET.get("page"))
    context = {
        "page": page, "part": part, "parts": [(key, PARTS[key], rows.count()) for key, rows in lists.items()],
        "today": timezone.localdate(now), "now": now, "terms": retention.terms(),
        "names": staff.names({one.opened_by_id for one in page.object_list if one.opened_by_id}),
        "asked": asked_for([one.pk for one in page.object_list]),
    }  # fmt: skip
    return render(request, "privacy/terms.html", context)


@require_POST
@fresh
def open_again(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """Give a sealed record back to its team for a while."""
    actor, form = _who(request), forms.Opening(request.POST)
    given = form.cleaned_data if form.is_valid() else None
    if given is None:
        messages.error(request, gettext("Belum dibuka. Isi alasan dan sampai kapan."))
        return redirect("privacy:terms")
    return _done(
        request, gettext("Catatan dibuka untuk tim yang memegangnya."),
        lambda: operations.open_record(by=actor, term_id=term_id, now=timezone.now(), **given),
    )  # fmt: skip


@require_POST
@fresh
def propose(request: HttpRequest, term_id: UUID) -> HttpResponse:
    """Ask that a record is erased whose term is over."""
    actor, reason = _who(request), request.POST.get("reason", "")
    return _done(
        request, gettext("Permohonan tersimpan. Orang lain memutuskan."),
        lambda: operations.propose_erasing(by=actor, term_id=term_id, reason=reason, now=timezone.now()),
    )  # fmt: skip


def _lists(actor: Actor) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        SOON: retention.soon(actor, today), SEALED: retention.sealed(actor), OVER: retention.erasable(actor, today)
    }  # fmt: skip


def _done(request: HttpRequest, done: str, work: Any) -> HttpResponse:
    try:
        work()
        messages.success(request, done)
    except (Refused, NotAllowedNow) as error:
        messages.error(request, said(error.message))
    return redirect("privacy:terms")
