"""Signing in by the office's own OpenID provider: for accounts that are here, each bound once to a subject there."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.stages import AuthenticateStage
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from naung.teams import operations, queries
from naung.teams.models import User
from naung.teams.reauth import is_fresh

OFFICE = "office"  # how a second factor that was shown there is called here
CONNECT = "connect"
NOT_BOUND = gettext_noop(
    "Akun kantor ini belum terhubung dengan akun di sini. Masuklah dengan kata sandi, lalu hubungkan di Akun saya, "
    "atau hubungi pengelola akun."
)


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """What the provider says is checked by its signature, used for this one sign-in, and not kept."""

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> SocialLogin:
        login = super().complete_login(request, app, token, **kwargs)
        request.told_there = login.account.extra_data.get("id_token", {})  # type: ignore[attr-defined]
        login.account.extra_data = {}
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        self.did_fetch_access_token = False  # or allauth trusts the connection and reads the token unchecked
        told: dict[str, Any] = super()._decode_id_token(app, id_token)
        return told


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """allauth's own, not asked of whoever has just shown a second factor to the provider."""

    def _should_handle(self, request: HttpRequest) -> bool:
        return bool(super()._should_handle(request)) and not shown_there(request)


def shown_there(request: HttpRequest) -> bool:
    """Whether the provider says, in a way that the office trusts, that a second factor was shown to it."""
    told = getattr(request, "told_there", {})
    ways = told.get("amr") or []
    said = {told.get("acr"), *(ways if isinstance(ways, list) else [ways])}
    return bool(settings.OFFICE_SECOND_FACTOR & said)


class OfficeAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Whom a subject of the provider stands for. It never opens an account."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == CONNECT:
            raise ImmediateHttpResponse(_bind_ones_own(request, sociallogin))
        if not sociallogin.is_existing:
            _bind_by_mail(request, sociallogin)
        if shown_there(request):
            record_authentication(request, sociallogin.user, "mfa", type=OFFICE)

    def on_authentication_error(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> None:
        messages.error(request, _("Masuk dengan akun kantor tidak berhasil. Coba lagi, atau pakai kata sandi Anda."))
        raise ImmediateHttpResponse(redirect("account_login"))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """Not in allauth's way, which would wipe her password: see `_bind_by_mail`."""


def _bind_ones_own(request: HttpRequest, sociallogin: SocialLogin) -> Any:
    """Somebody who is wholly signed in here, just now, binds the subject to herself."""
    whole = request.user.is_authenticated and not getattr(request, "factor_missing", False)
    if not whole or not is_fresh(request):
        return redirect("teams:own")
    if sociallogin.is_existing or bound(request.user):  # type: ignore[arg-type]
        messages.error(request, _("Akun kantor ini sudah terhubung."))
        return redirect("teams:own")
    _bind(sociallogin, request.user)  # type: ignore[arg-type]
    messages.success(request, _("Akun kantor terhubung. Lain kali Anda dapat masuk dengannya."))
    return redirect("teams:own")


def _bind_by_mail(request: HttpRequest, sociallogin: SocialLogin) -> None:
    """The one account with a mail that the provider verified, if the office wants that and it is not bound yet."""
    user = _of_mail(request.told_there) if settings.OFFICE_BY_MAIL else None  # type: ignore[attr-defined]
    if user is None or bound(user):
        messages.error(request, _(NOT_BOUND))
        raise ImmediateHttpResponse(redirect("account_login"))
    _bind(sociallogin, user)


def _of_mail(told: dict[str, Any]) -> User | None:
    if told.get("email_verified") is not True or not told.get("email"):
        return None
    found = list(User.objects.filter(email__iexact=told["email"], is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def _bind(sociallogin: SocialLogin, user: User) -> None:
    now = timezone.now()
    there = {"provider": sociallogin.account.provider, "subject": sociallogin.account.uid}
    sociallogin.account = operations.bind_office_account(by=queries.actor_of(user, now), now=now, **there)
    sociallogin.user = user


def bound(user: User) -> bool:
    """Whether somebody's account is bound to a subject of the provider."""
    return bool(SocialAccount.objects.filter(user_id=user.pk).exists())
