"""Where a person is signed in now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef

from naung.teams.models import User
from naung.teams.rules.devices import OTHER


@dataclass(frozen=True)
class Device:
    """One session: browser and system in words where known, since when, last used, and whether it is this one."""

    pk: int
    browser: str
    system: str
    since: datetime
    used: datetime
    here: bool


def devices(user: User, session_key: str | None, now: datetime) -> list[Device]:
    """This one first, then the last used."""
    running = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=now)
    found: Iterable[UserSession] = UserSession.objects.filter(Exists(running), user=user).order_by("-last_seen_at")
    return sorted((_device(one, session_key) for one in found), key=lambda device: not device.here)


def _device(one: UserSession, session_key: str | None) -> Device:
    browser, _, system = one.user_agent.partition("/")
    return Device(
        pk=one.pk,
        browser="" if browser == OTHER else browser,
        system="" if system == OTHER else system,
        since=one.created_at,
        used=one.last_seen_at,
        here=one.session_key == session_key,
    )
