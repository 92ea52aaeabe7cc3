"""What allauth asks of an office."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from naung.core import keys
from naung.teams import operations, queries
from naung.teams.models import User
from naung.teams.queries.limits import STRANGERS
from naung.teams.reauth import is_fresh
from naung.teams.signin import attempts, factors

SECRETS = "second factors"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administrator, never by signing up; every try leaves its entry."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "Terlalu banyak percobaan yang salah di sini. Tunggu lima menit, lalu coba lagi. "
            "Lupa kata sandi? Pengelola akun di kantor Anda dapat membuat yang baru."
        ),
        "too_many_strangers": _(
            "Nama ini terlalu sering dicoba dari perangkat yang belum dikenal. Masuklah dari perangkat yang biasa "
            "Anda pakai atau dengan kunci sandi, atau tunggu satu jam. Pengelola akun di kantor Anda dapat membantu."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002
        """Whoever signed in a moment ago is not asked for her password once more."""
        return not is_fresh(context.request)

    def get_login_stages(self) -> list[str]:
        own = {"allauth.mfa.stages.AuthenticateStage": "naung.teams.signin.office.SecondStep"}
        return [own.get(stage, stage) for stage in super().get_login_stages()]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            self.attempt = attempts.Attempt(request, credentials.get("username", ""))
        except attempts.TooMany as error:
            strangers = error.limit == STRANGERS
            raise self.validation_error("too_many_strangers" if strangers else "too_many_login_attempts") from None

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            self.attempt.was_right()
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tried = User.objects.filter(username=credentials.get("username", "").lower())
        user_id = tried.values_list("pk", flat=True).first()
        operations.sign_in_failed(by=request.actor, user_id=user_id, step="password", now=timezone.now())  # type: ignore[attr-defined]

    def post_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **how)
        now = timezone.now()
        shown = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
        operations.signed_in(by=queries.actor_of(user, now), shown=shown, now=now)
        attempts.remember_device(request, response, user.username)
        return response

    def set_password(self, user: User, password: str) -> None:
        super().set_password(user, password)
        by = context.request.actor
        operations.password_changed(by=by, user_id=user.pk, now=timezone.now())

    def logout(self, request: HttpRequest) -> None:
        operations.signed_out(by=request.actor, now=timezone.now())  # type: ignore[attr-defined]
        super().logout(request)


def note_wrong_code(request: HttpRequest, user: User, authenticator: Authenticator, **_kwargs: Any) -> None:
    """A code that was not taken: allauth says so by a signal only."""
    operations.sign_in_failed(by=request.actor, user_id=user.pk, step=authenticator.type, now=timezone.now())  # type: ignore[attr-defined]


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors: sealed where they lie, and never taken off by whoever needs one."""

    def get_totp_label(self, user: User) -> str:
        """On the telephone the user name, not the address of her mail."""
        return user.username

    def encrypt(self, text: str) -> str:
        sealed = keys.encrypt(keys.derived_secret(SECRETS), text.encode(), SECRETS.encode())
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        sealed = base64.b64decode(encrypted_text)
        return keys.decrypt(keys.derived_secret(SECRETS), sealed, SECRETS.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays while it is needed: nobody locks herself out."""
        request = context.request
        if not factors.demanded(request.user, request.actor):
            return True
        User.objects.select_for_update().get(pk=authenticator.user_id)  # or two at once take off the last two
        return factors.held(request.user).exclude(pk=authenticator.pk).exists()


def display(user: User) -> str:
    """How a signed-in person is greeted."""
    return user.name
