"""A session that nobody uses locks itself, and no session lasts longer than a day's work.

A locked session keeps everything: with the password or a second factor it goes on where it was, and a form that was
sent meanwhile is offered again. What pages do by themselves in the background keeps nobody's session awake.
"""

import time
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.core import carrying, clock
from naung.teams import operations, queries, reauth
from naung.teams.models import User
from naung.teams.signin.factors import ALWAYS, SHOWING

Handler = Callable[[HttpRequest], HttpResponse]

BEGAN, ACTIVE, LOCKED = "naung_began", "naung_active", "naung_locked"
EVERY = 30  # seconds: how finely activity is kept
BY_SCRIPT = ("HX-Request", "X-Autosave", "X-Still-Here")
BACKGROUND = BY_SCRIPT[:2]  # the last one says that somebody really moved or typed
OPEN_WHILE_LOCKED = ALWAYS | SHOWING


class LockMiddleware:
    """Before anybody acts: has this session lasted too long, or has nobody used it for a while?"""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        match = _match(request)
        if match is None or not request.user.is_authenticated or not getattr(match.func, "login_required", True):
            return self.get_response(request)
        now = time.time()
        if now - request.session.setdefault(BEGAN, now) >= settings.SESSION_COOKIE_AGE:
            return _ended(request)
        if is_locked(request, now) and match.url_name not in OPEN_WHILE_LOCKED:
            return _locked(request)
        _note(request, now)
        return self.get_response(request)


def is_locked(request: HttpRequest, now: float) -> bool:
    """Whether this session waits for its person; she opens it by showing once more who she is.

    How long nobody used it cannot be told when the clock went back: then it waits too.
    """
    session = request.session
    active = session.setdefault(ACTIVE, now)
    if LOCKED not in session and (now - active >= settings.IDLE_MINUTES * 60 or clock.lies_ahead(active)):
        session[LOCKED], session[BEGAN] = now, min(now, session[BEGAN])
    if LOCKED in session and _shown_since(request, session[LOCKED]):
        del session[LOCKED]
        session[ACTIVE] = now
        _write_down(request, operations.session_unlocked)
    return LOCKED in session


def _shown_since(request: HttpRequest, moment: float) -> bool:
    shown = get_authentication_records(request, request.user)
    return bool(shown) and bool(shown[-1]["at"] > moment) and not clock.lies_ahead(shown[-1]["at"])


def _note(request: HttpRequest, now: float) -> None:
    if not _sent_by(request, BACKGROUND) and LOCKED not in request.session and now - request.session[ACTIVE] >= EVERY:
        request.session[ACTIVE] = now


def _sent_by(request: HttpRequest, headers: tuple[str, ...]) -> bool:
    return any(name in request.headers for name in headers)


def _locked(request: HttpRequest) -> HttpResponse:
    """What works in the background is told so; a page leads to the password, a form is kept for afterwards."""
    if _sent_by(request, BY_SCRIPT):
        return HttpResponse(status=423)
    return redirect(reauth.way(request, _afterwards(request)))


def _ended(request: HttpRequest) -> HttpResponse:
    """The day is over: she signs in anew, and then gets her form back."""
    afterwards = _afterwards(request)
    kept = request.session.get(carrying.PLACE)
    _write_down(request, operations.session_over)
    logout(request)
    if kept:
        request.session[carrying.PLACE] = kept
    if _sent_by(request, BY_SCRIPT):
        return HttpResponse(status=423)
    return redirect(f"{resolve_url('account_login')}?{urlencode({REDIRECT_FIELD_NAME: afterwards})}")


def _write_down(request: HttpRequest, what: Callable[..., None]) -> None:
    """One line of the trace; nobody acts yet where sessions are looked at."""
    now = timezone.now()
    assert isinstance(request.user, User)  # noqa: S101 - only whoever is signed in has a session to end
    with acting_as(queries.actor_of(request.user, now)) as by:
        what(by=by, now=now)


def _afterwards(request: HttpRequest) -> str:
    if request.method != "POST":
        return request.get_full_path()
    carrying.keep(request)
    return reverse("teams:resume")


def _match(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
