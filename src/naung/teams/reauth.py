"""Who does something grave shows once more who she is: her password or second factor, within the last five minutes.

`@fresh` goes on the view that does it. What was typed is kept, sealed, and offered again after the password.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from naung.core import carrying

View = Callable[..., HttpResponse]
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def fresh(view: View) -> View:
    """Let a view change something only within five minutes of a password or second factor; else ask for it first.

    Put it under `require_POST`: `@require_POST`, `@fresh`. Reading is not asked, so what gives data out is a POST.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READING:
            return view(request, *args, **kwargs)
        if not is_fresh(request):
            return ask(request)
        carrying.forget(request)
        return view(request, *args, **kwargs)

    asking.asks_again = True  # type: ignore[attr-defined]
    return asking


def is_fresh(request: HttpRequest) -> bool:
    """Whether this person showed within the last minutes who she is; signing in counts."""
    shown = get_authentication_records(request, request.user)
    return bool(shown) and time.time() - shown[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT


def ask(request: HttpRequest) -> HttpResponse:
    """To the password or second factor, then to the form as it was. A part of a page goes back to its page."""
    if "HX-Request" in request.headers:
        current = urlsplit(request.headers.get("HX-Current-URL", ""))
        return HttpResponseClientRedirect(way(request, f"{current.path}?{current.query}"))
    carrying.keep(request)
    return redirect(way(request, reverse("teams:resume")))


def way(request: HttpRequest, afterwards: str) -> str:
    """Where she shows it. Whoever has neither password nor second factor here signs in anew, where she always does."""
    methods = get_adapter().get_reauthentication_methods(request.user)
    if not methods:
        logout(request)
    place = methods[0]["url"] if methods else resolve_url("account_login")
    return f"{place}?{urlencode({REDIRECT_FIELD_NAME: afterwards})}"
