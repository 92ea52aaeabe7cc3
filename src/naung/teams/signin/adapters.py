"""What allauth asks of an office."""

import base64
import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from naung.core import keys
from naung.teams.models import User
from naung.teams.signin import factors

SECRETS = "second factors"


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are opened by the administrator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:  # noqa: ARG002
        """Whoever signed in a moment ago is not asked for her password once more."""
        shown = get_authentication_records(context.request, context.request.user)
        return not shown or time.time() - shown[-1]["at"] >= app_settings.REAUTHENTICATION_TIMEOUT


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
