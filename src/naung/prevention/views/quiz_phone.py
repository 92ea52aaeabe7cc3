"""The quiz on a pupil's own phone, without an account; and always the way to tell what happened."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.core.errors import NotAllowedNow
from naung.core.forms import typed
from naung.core.languages import asked_language, keep_language
from naung.prevention.forms.quiz import Answers
from naung.prevention.models import AwarenessSession
from naung.prevention.operations import quiz as operations
from naung.prevention.queries import quiz as queries
from naung.prevention.queries.quiz import State
from naung.prevention.queries.reach import kit_of
from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import Phase, QuizSet
from naung.teams.queries import office_ids

COOKIE = "naung_kuis"  # the session's code and the pupil's own, on this phone only
KEPT_FOR = 6 * 3600


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """What a slip or the projector leads to. A code that is none leads to the ordinary form."""
    session = queries.session_by_code(code)
    if session is None:
        told = f"?{urlencode({'kegiatan': code})}" if kit_of(code) else ""
        return redirect(reverse("publicsite:tell") + told)
    language = asked_language(request)
    return keep_language(request, _answer(request, session, timezone.now()), language)


def _answer(request: HttpRequest, session: AwarenessSession, now: datetime) -> HttpResponse:
    state = queries.state_of(session, now)
    phase = state.open_phase
    if request.method == "POST" and "send" in request.POST and request.POST.get("phase") != phase:
        return _page(request, session, "closed", status=409, sent=True, phase=request.POST.get("phase"))
    if not phase:
        return _page(request, session, "closed", state=state)
    asked = _asked(state, request.POST.get("untuk") or request.GET.get("untuk", ""))
    if asked is None:
        return _page(request, session, "choose", sets=state.sets)
    if request.method == "POST":
        return _posted(request, session, asked, phase, now)
    held = None if "baru" in request.GET else _held(request, session)
    if held and queries.has_answered(session, phase, held):
        return _page(request, session, "done", pair=held, phase=phase)
    return _questions(request, session, Answers(asked, phase, initial={"pair": held or ""}), rules.new_pair())


def _asked(state: State, code: str) -> QuizSet | None:
    """The set that fits whoever answers: the only one, or the one she chose."""
    if len(state.sets) == 1:
        return state.sets[0]
    return next((one for one in state.sets if one.code == code), None)


def _posted(request: HttpRequest, session: AwarenessSession, asked: QuizSet, phase: str, now: datetime) -> HttpResponse:
    made = rules.tidy_pair(request.POST.get("made", "")) or rules.new_pair()
    form = Answers(asked, phase, request.POST)
    if "send" not in request.POST:  # only the language was changed
        unasked = Answers(asked, phase, initial=typed(form, request.POST))
        return _questions(request, session, unasked, made)
    if not form.is_valid():
        return _questions(request, session, form, made, status=422)
    pair = form.cleaned_data.get("pair") or made
    if phase == Phase.AFTER and not _is_paired(request, session, pair, form):
        return _questions(request, session, form, made, status=422, sure=pair)
    return _send(request, session, form, pair, now)


def _is_paired(request: HttpRequest, session: AwarenessSession, pair: str, form: Answers) -> bool:
    """Whether the code was used before the session, or whoever types it said twice that this is right."""
    typed_in = bool(form.cleaned_data.get("pair"))
    return not typed_in or request.POST.get("sure") == pair or queries.has_answered(session, Phase.BEFORE, pair)


def _send(request: HttpRequest, session: AwarenessSession, form: Answers, pair: str, now: datetime) -> HttpResponse:
    told: dict[str, Any] = {"set_code": form.asked.code, "pair": pair, "choices": form.choices}
    try:
        with acting_as(public(office_ids=office_ids())) as somebody:  # also when a colleague tries it herself
            counts = operations.answer(by=somebody, session=session, phase=form.phase, now=now, **told)
    except NotAllowedNow as refusal:
        return _page(request, session, "closed", status=409, sent=True, why=refusal.message)
    answer = _page(request, session, "done" if counts else "again", pair=pair, phase=form.phase)
    if counts:
        answer.set_cookie(
            COOKIE, f"{session.code}.{pair}", max_age=KEPT_FOR, path="/k/", httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
    return answer


def _held(request: HttpRequest, session: AwarenessSession) -> str | None:
    """The code that this phone kept from the same session."""
    code, _, pair = request.COOKIES.get(COOKIE, "").partition(".")
    return rules.tidy_pair(pair) if code == session.code else None


def _questions(
    request: HttpRequest, session: AwarenessSession, form: Answers, made: str, status: int = 200, sure: str = ""
) -> HttpResponse:
    told = {"form": form, "phase": form.phase, "asked": form.asked, "made": made, "sure": sure}
    return _page(request, session, "questions", status=status, **told)


def _page(request: HttpRequest, session: AwarenessSession, kind: str, status: int = 200, **told: Any) -> HttpResponse:
    context: dict[str, Any] = {"session": session, "sent": False, "why": "", "sure": "", "phase": "", **told}
    return render(request, f"prevention/quiz_phone_{kind}.html", context, status=status)
