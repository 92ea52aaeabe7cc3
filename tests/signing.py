"""Signing in as people do it: a password on the page, a code of the telephone, a code of the paper."""

import time
from typing import Any

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.test import Client

from naung.teams.models import User
from naung.teams.signin.devices import USED
from naung.teams.signin.locking import ACTIVE, BEGAN
from tests.scene import PASSWORD, Scene

SIGN_IN, SECOND_STEP = "/akun/login/", "/akun/keamanan/periksa/"


def shown(user: Any, *, minutes_ago: float = 0) -> dict[str, Any]:
    """What a session keeps of a sign-in with both factors so many minutes ago."""
    at = time.time() - minutes_ago * 60
    return {
        USED: int(time.time()),
        BEGAN: time.time(),
        ACTIVE: time.time(),
        login._AUTHENTICATION_METHODS_USER_SESSION_KEY: str(user.pk),
        login.AUTHENTICATION_METHODS_SESSION_KEY: [
            {"method": "password", "at": at, "username": user.username},
            {"method": "mfa", "type": "totp", "at": at},
        ],
    }


def signed_in(scene: Scene, name: str, *, minutes_ago: float = 0) -> Client:
    """A person of the cast who showed both factors so many minutes ago."""
    client, user = Client(), scene.users[name]
    client.force_login(user)
    session = client.session
    session.update(shown(user, minutes_ago=minutes_ago))
    session.save()
    return client


def with_app(user: User) -> str:
    """Give somebody an application that shows codes, and recovery codes; returns its secret."""
    RecoveryCodes.activate(user)
    if has := Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first():
        return str(decrypt(has.data["secret"]))
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(user, secret)
    return str(secret)


def code(secret: str) -> str:
    """What the application shows now."""
    return totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))


def paper(user: User) -> str:
    """The next recovery code that nobody used yet."""
    return str(RecoveryCodes.activate(user).get_unused_codes()[0])


def enter(name: str, password: str = PASSWORD, client: Client | None = None, **more: Any) -> tuple[Client, Any]:
    """Type name and password on the sign-in page."""
    client = client or Client()
    return client, client.post(SIGN_IN, {"login": name, "password": password}, **more)
