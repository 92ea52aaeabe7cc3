"""Where somebody is signed in: the device in two words and when it was last used, never an address."""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from naung.teams.rules.devices import device_of

NO_ADDRESS = "0.0.0.0"  # noqa: S104  # nosec B104 - the column wants one
EVERY = 300  # seconds: how finely last use is kept
USED = "naung_used"


def keep_little(instance: UserSession, **_kwargs: Any) -> None:
    """Before a row is saved: allauth would keep the address and all that the browser says of itself."""
    instance.ip = NO_ADDRESS
    instance.user_agent = device_of(instance.user_agent)


def note_use(request: HttpRequest, now: datetime) -> None:
    """Keep when this session was last used, every few minutes."""
    if request.session.get(USED, 0) + EVERY <= now.timestamp():
        request.session[USED] = int(now.timestamp())
        UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=now)
