"""The quiz of a session for whoever holds it: opening and closing, codes to show and print, and what was learned."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.core.errors import Refused
from naung.core.formats import local
from naung.core.forms import said
from naung.core.qr import squares as squares_of
from naung.prevention.forms import quiz as quiz_forms
from naung.prevention.models import AwarenessSession
from naung.prevention.operations import quiz as operations
from naung.prevention.queries import quiz as queries
from naung.prevention.queries import reach
from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import Phase
from naung.prevention.rules.reach import WINDOWS

SLIPS = 8


def _actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


@require_safe
def overview(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """How the quiz stands, what was learned, and what followed."""
    return _overview(request, queries.session_of(_actor(request), session_id))


def _overview(request: HttpRequest, session: AwarenessSession, status: int = 200, **more: Any) -> HttpResponse:
    actor, now = _actor(request), timezone.now()
    state = queries.state_of(session, now)
    context = {
        "session": session,
        "state": state,
        "gain": queries.gain_of(session),
        "topics": rules.topics(),
        "spoken": said,
        "labels": {one.code: one.label for one in rules.choices_for(session.audiences)},
        "may_plan": P.SESSION_PLAN in actor.may,
        "on_its_day": queries.is_held_today(session, now),
        "address": _address(request, session),
        "contacts": reach.contacts_of(session, local(now).date()),
        "of_school": _of_school(session, local(now).date()),
        "choose": quiz_forms.Sets(
            rules.choices_for(session.audiences), initial={"sets": [one.code for one in state.sets]}
        ),
    }
    return render(request, "prevention/quiz_overview.html", context | more, status=status)


def _of_school(session: AwarenessSession, today: date) -> int | None:
    """The contacts after all sessions of the same school, within the longest time."""
    return reach.contacts_of_school(session.school_id, today, WINDOWS[-1]) if session.school_id else None


def _address(request: HttpRequest, session: AwarenessSession) -> str:
    return request.build_absolute_uri(reverse("quiz:phone", args=[session.code]))


@require_POST
def choose(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Choose which questions are asked."""
    session = queries.session_of(_actor(request), session_id)
    form = quiz_forms.Sets(rules.choices_for(session.audiences), request.POST)
    if not form.is_valid():
        require(_actor(request), P.SESSION_PLAN, session)
        return _overview(request, session, status=422, choose=form)
    now = timezone.now()
    operations.choose_sets(by=_actor(request), session_id=session_id, sets=form.cleaned_data["sets"], now=now)
    return redirect("prevention:quiz", session_id)


@require_POST
def open_phase(request: HttpRequest, session_id: UUID, phase: Phase) -> HttpResponse:
    """Let everybody in the room answer."""
    operations.open_phase(by=_actor(request), session_id=session_id, phase=phase, now=timezone.now())
    return redirect("prevention:quiz", session_id)


@require_POST
def close_phase(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Take no more answers."""
    operations.close_phase(by=_actor(request), session_id=session_id, now=timezone.now())
    return redirect("prevention:quiz", session_id)


@require_safe
def screen(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """The code on the whole screen, for the projector."""
    return _codes(request, session_id, "prevention/quiz_screen.html")


@require_safe
def slips(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Slips to print and cut, eight on a page."""
    return _codes(request, session_id, "prevention/quiz_slips.html")


def _codes(request: HttpRequest, session_id: UUID, template: str) -> HttpResponse:
    session = queries.session_of(_actor(request), session_id)
    address = _address(request, session)
    squares, size = squares_of(address)
    context = {"session": session, "address": address, "squares": squares, "size": size, "slips": SLIPS}
    return render(request, template, context | {"state": queries.state_of(session, timezone.now())})


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, session_id: UUID, set_code: str) -> HttpResponse:
    """Type in what was counted on paper."""
    actor = _actor(request)
    session = queries.session_of(actor, session_id)
    require(actor, P.SESSION_PLAN, session)
    asked = next((one for one in rules.choices_for(session.audiences) if one.code == set_code), None)
    if asked is None:
        return redirect("prevention:quiz", session_id)
    form = quiz_forms.Paper(asked, request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"phase": form.cleaned_data["phase"], "people": form.cleaned_data["people"], "right": form.right}
        try:
            operations.count_paper(by=actor, session_id=session_id, set_code=set_code, now=timezone.now(), **told)
        except Refused as refusal:
            form.add_error("people", said(refusal.message))
        else:
            return redirect("prevention:quiz", session_id)
    context = {"session": session, "asked": asked, "form": form}
    return render(request, "prevention/quiz_paper.html", context, status=422 if form.errors else 200)
