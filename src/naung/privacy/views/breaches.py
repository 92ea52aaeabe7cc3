"""The register of breaches: the list with its clock, writing one down, its page, and the notices."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.cases.queries import staff
from naung.core.clashes import attempt, status_of, stored_of
from naung.core.errors import NotAllowedNow
from naung.core.forms import Answering, said
from naung.core.paper import pdf
from naung.privacy import forms, operations
from naung.privacy.models import Breach, BreachPerson
from naung.privacy.queries import breach_papers, breaches
from naung.privacy.rules import breaches as rules
from naung.privacy.rules.classes import KINDS

SHOWN = 20
FORM = ("GET", "HEAD", "POST")
TEXTS: dict[str, Any] = {"states": rules.STATES, "whoms": rules.PEOPLE, "ways": rules.WAYS}


def _who(request: HttpRequest, permission: P) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, permission)
    return actor


def _context(actor: Actor, **more: Any) -> dict[str, Any]:
    return TEXTS | {"now": timezone.now(), "tells": P.BREACH_TELL in actor.may} | more


@never_cache
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """All breaches with state and clock, those to be told of first."""
    actor = _who(request, P.READ_BREACHES)
    page = Paginator(breaches.breaches(actor), SHOWN).get_page(request.GET.get("page"))
    return render(request, "privacy/breaches.html", _context(actor, page=page, officer=P.AUDIT_READ in actor.may))


@never_cache
@require_http_methods(FORM)
def record(request: HttpRequest) -> HttpResponse:
    """Write down a breach; the clock runs since it was known."""
    actor, now = _who(request, P.BREACH_RECORD), timezone.now()
    form = forms.Breach(request.POST or None, initial={"known_at": now})
    made: list[Breach] = []
    if request.method == "POST" and _done(
        form, lambda: made.append(operations.record_breach(by=actor, told=form.told, now=now))
    ):
        messages.success(request, gettext("Pelanggaran data tercatat. Batas pemberitahuan berjalan."))
        return redirect("privacy:breach", made[0].pk)
    context = _context(actor, form=form, back=None)
    return render(request, "privacy/breach_form.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_http_methods(FORM)
def change(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    """Correct what is written, before the agency is told."""
    actor, now = _who(request, P.BREACH_RECORD), timezone.now()
    breach = visible(actor, P.READ_BREACHES, Breach).get(pk=breach_id)
    initial = {name: getattr(breach, name) for name in (*forms.Breach.base_fields,)}
    form = forms.Breach(request.POST or None, initial=initial)
    if request.method == "POST" and _done(
        form,
        lambda: operations.change_breach(
            by=actor, breach_id=breach_id, told=form.told, version=form.cleaned_data["version"], now=now
        ),
    ):
        messages.success(request, gettext("Perubahan tersimpan."))
        return redirect("privacy:breach", breach_id)
    context = _context(actor, form=form, back=breach)
    return render(request, "privacy/breach_form.html", context, status=status_of(form))


@never_cache
@require_http_methods(FORM)
def one(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    """One breach: what is known, who was told, what is still to do."""
    actor, now = _who(request, P.READ_BREACHES), timezone.now()
    breach = visible(actor, P.READ_BREACHES, Breach).get(pk=breach_id)
    act = request.POST.get("act", "")
    shown = {name: make(request.POST if act == name else None) for name, make in forms.BREACH_FORMS.items()}
    sent = shown.get(act)
    if sent is not None and _done(sent, lambda: ACTS[act](by=actor, breach_id=breach_id, now=now, **sent.cleaned_data)):
        messages.success(request, gettext("Tersimpan."))
        return redirect("privacy:breach", breach_id)
    persons = breaches.persons(actor, breach)
    added = breaches.additions(actor, breach)
    who = [breach.recorded_by_id, breach.agency_by_id, breach.closed_by_id, *(row.by_id for row in added)]
    context = _context(
        actor, breach=breach, kind_words=[said(KINDS[kind]) for kind in breach.kinds], forms=shown,
        persons=persons, additions=added, names=staff.names([*who, *(row.decided_by_id for row in persons)]),
    )  # fmt: skip
    return render(request, "privacy/breach.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(FORM)
def person(request: HttpRequest, breach_id: UUID, person_id: UUID) -> HttpResponse:
    """A person was told, or is not told for a reason."""
    actor, now = _who(request, P.BREACH_TELL), timezone.now()
    found = visible(actor, P.READ_BREACH_PEOPLE, BreachPerson).select_related("breach")
    listed = found.get(pk=person_id, breach=breach_id)
    untold = "untold" in request.POST
    told_form = forms.NoticeSent(request.POST if request.method == "POST" and not untold else None)
    untold_form = forms.Untold(request.POST if untold else None)
    sent, decide = (
        (untold_form, operations.leave_untold) if untold else (told_form, operations.tell_person)
    )  # fmt: skip
    if sent.is_bound and _done(sent, lambda: decide(by=actor, person_id=person_id, now=now, **sent.cleaned_data)):
        messages.success(request, gettext("Tersimpan."))
        return redirect("privacy:breach", breach_id)
    context = _context(actor, person=listed, breach=listed.breach, form=told_form, untold=untold_form)
    return render(request, "privacy/breach_person.html", context, status=422 if sent.is_bound else 200)


@never_cache
@require_safe
def paper(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    """The notice to the agency."""
    actor, now = _who(request, P.BREACH_TELL), timezone.now()
    breach = visible(actor, P.READ_BREACHES, Breach).get(pk=breach_id)
    operations.note_breach_paper(by=actor, breach=breach, paper="agency", now=now)
    added = breaches.additions(actor, breach)
    return _printed(actor, lambda: breach_papers.to_agency(breach, added, now), f"pemberitahuan-{breach.number}")


@never_cache
@require_safe
def letter(request: HttpRequest, breach_id: UUID, person_id: UUID) -> HttpResponse:
    """The notice to a person."""
    actor, now = _who(request, P.BREACH_TELL), timezone.now()
    listed = visible(actor, P.READ_BREACH_PEOPLE, BreachPerson).get(pk=person_id, breach=breach_id)
    breach = visible(actor, P.READ_BREACHES, Breach).get(pk=breach_id)
    listed.breach = breach
    operations.note_breach_paper(by=actor, breach=breach, paper="person", person_id=listed.pk, now=now)
    added = breaches.additions(actor, breach)
    return _printed(actor, lambda: breach_papers.to_person(breach, listed, added, now), f"surat-{breach.number}")


def _printed(actor: Actor, tell: Callable[[], dict[str, object]], name: str) -> HttpResponse:
    with translation.override("id"):
        told = tell()
    made = HttpResponse(
        pdf(breach_papers.TEMPLATE, told, timezone.now(), by=actor.name), content_type="application/pdf"
    )
    made["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return made


ACTS: dict[str, Callable[..., object]] = {
    "addition": operations.add_to_breach, "agency": operations.tell_agency, "person": operations.list_person,
    "close": operations.close_breach,
}  # fmt: skip


def _done(form: Answering, act: Callable[[], object]) -> bool:
    try:
        return form.is_valid() and attempt(form, act, partial(stored_of, form), lambda _record: "")
    except NotAllowedNow as refused:
        form.add_error(None, said(refused.message))
        return False
