"""Asking that a child is erased, deciding about what somebody else asked, and legal holds."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.cases.queries import staff
from naung.core.errors import NotAllowedNow, Refused
from naung.core.forms import Form, said
from naung.privacy import forms, operations
from naung.privacy.queries.erasing import erasures, holds
from naung.teams.reauth import fresh

LINES = 20


def _who(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, P.ERASE)
    return actor


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def erasing(request: HttpRequest) -> HttpResponse:
    """What was asked to be erased and what became of it; asking for another child."""
    saved = gettext("Permohonan tersimpan. Orang lain memutuskan.")
    return _listed(request, "erasing", erasures(), forms.Erasing, operations.ask_erasure, saved)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@fresh
def held(request: HttpRequest) -> HttpResponse:
    """Which records are kept for a court or an inquiry; keeping another."""
    saved = gettext("Penahanan tersimpan.")
    return _listed(request, "holds", holds(), forms.Holding, operations.place_hold, saved)


@require_POST
@fresh
def erase(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Erase what somebody else asked for."""
    actor = _who(request)
    return _decided(
        request, "privacy:erasing", gettext("Data anak sudah dihapus."),
        lambda: operations.confirm_erasure(by=actor, erasure_id=erasure_id, now=timezone.now()),
    )  # fmt: skip


@require_POST
@fresh
def leave(request: HttpRequest, erasure_id: UUID) -> HttpResponse:
    """Leave the record as it is."""
    actor, reason = _who(request), request.POST.get("reason", "")
    return _decided(
        request, "privacy:erasing", gettext("Permohonan ditolak. Tidak ada yang dihapus."),
        lambda: operations.refuse_erasure(by=actor, erasure_id=erasure_id, reason=reason, now=timezone.now()),
    )  # fmt: skip


@require_POST
@fresh
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    """Lift a hold."""
    actor, reason = _who(request), request.POST.get("reason", "")
    return _decided(
        request, "privacy:holds", gettext("Penahanan dicabut."),
        lambda: operations.lift_hold(by=actor, hold_id=hold_id, reason=reason, now=timezone.now()),
    )  # fmt: skip


def _listed(request: HttpRequest, page: str, rows: Any, form_class: type[Form], ask: Any, saved: str) -> HttpResponse:
    """A list with the form that adds to it."""
    actor, form = _who(request), form_class(request.POST or None)
    if form.is_bound and form.is_valid() and _done(form, ask, by=actor):
        messages.success(request, saved)
        return redirect(f"privacy:{page}")
    shown = Paginator(rows, LINES).get_page(request.GET.get("page"))
    names = staff.names({one for row in shown.object_list for one in row.people})
    context = {"form": form, "page": shown, "names": names, "actor": actor, "now": timezone.now()}
    return render(request, f"privacy/{page}.html", context, status=422 if form.is_bound else 200)


def _done(form: Form, operation: Any, *, by: Actor) -> bool:
    try:
        operation(by=by, now=timezone.now(), **form.cleaned_data)
    except (Refused, NotAllowedNow) as error:
        form.add_error(cast("str | None", error.about.get("field")), said(error.message))
        return False
    return True


def _decided(request: HttpRequest, page: str, done: str, decide: Any) -> HttpResponse:
    try:
        decide()
        messages.success(request, done)
    except (Refused, NotAllowedNow) as error:
        messages.error(request, said(error.message))
    return redirect(page)
