"""Signed-in clients, and the password that somebody just entered."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SHOWN
from django.test import Client

from tests.scene import Scene


def signed_in(scene: Scene, name: str, *, minutes_ago: float = 0) -> Client:
    """A person of the cast who entered her password so many minutes ago."""
    client, user = Client(), scene.users[name]
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SHOWN] = [{"method": "password", "at": time.time() - minutes_ago * 60, "username": user.username}]
    session[WHOSE] = str(user.pk)
    session.save()
    return client
