"""Who must sign in with a second factor, whether she did, and where she is led when not."""

from typing import cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from naung.access.actors import Actor
from naung.access.policy import GUARDED
from naung.teams.models import User

APP, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN
# Addresses of made-up people: this ending belongs to nobody.
MADE_UP = ".invalid"
SETTING_UP = frozenset({"mfa_index", "mfa_activate_totp", "mfa_add_webauthn"})
SHOWING = frozenset({"mfa_reauthenticate", "mfa_reauthenticate_webauthn"})
ALWAYS = frozenset({"account_logout", "account_reauthenticate"})


def demanded(user: User, actor: Actor) -> bool:
    """Whether what this person may do needs a second factor."""
    return bool(GUARDED & actor.may) and not _excused(user)


def _excused(user: User) -> bool:
    return settings.TRAINING_DATA and settings.SECOND_FACTOR_OPTIONAL and user.email.endswith(MADE_UP)


def missing(request: HttpRequest, actor: Actor) -> bool:
    """Whether this session still owes the second factor that its person needs."""
    return actor.id is not None and demanded(cast("User", request.user), actor) and not shown(request)


def shown(request: HttpRequest) -> bool:
    """Whether a second factor was shown in this session."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def show(request: HttpRequest, kind: str) -> None:
    """Take note that one was shown: whoever has just set one up has it in her hand."""
    record_authentication(request, request.user, "mfa", type=kind)


def held(user: User) -> "QuerySet[Authenticator]":
    """The factors of a person, without the recovery codes, which only stand in for them."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=(APP, PASSKEY))  # type: ignore[no-any-return]


def lead(request: HttpRequest) -> HttpResponse | None:
    """The way to setting one up, or to showing the one she has; nothing where she is already on it.

    Who has one must show that one: a session with the password alone never adds another.
    """
    kinds = set(held(cast("User", request.user)).values_list("type", flat=True))
    page = "mfa_index" if not kinds else "mfa_reauthenticate" if APP in kinds else "mfa_reauthenticate_webauthn"
    here = request.resolver_match.url_name if request.resolver_match else None
    if here in ALWAYS | (SHOWING if kinds else SETTING_UP):
        return None
    asked = f"?{urlencode({'next': request.get_full_path()})}" if kinds and request.method == "GET" else ""
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(reverse(page))
    return HttpResponseRedirect(f"{reverse(page)}{asked}")
