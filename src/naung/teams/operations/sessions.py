"""Ending sessions, and tidying up after those that ended by themselves."""

from datetime import datetime
from typing import cast
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.caching import Shared


@atomic
def end_session(*, by: Actor, session_id: int, now: datetime) -> None:
    """Sign oneself out on one other device. Nobody else's."""
    _end(by, [UserSession.objects.get(pk=session_id, user_id=by.id)], now)


@atomic
def end_other_sessions(*, by: Actor, keep: str, now: datetime) -> int:
    """Sign oneself out everywhere but here. Nobody else."""
    others = UserSession.objects.filter(user_id=by.id).exclude(session_key=keep)
    return _end(by, list(others), now)


def _end(by: Actor, sessions: list[UserSession], now: datetime) -> int:
    for session in sessions:
        session.end()
    audit.record(by=by, event="account.sessions-ended", about_id=by.id, at=now, count=len(sessions))
    return len(sessions)


@atomic
def password_changed(*, by: Actor, user_id: UUID, now: datetime) -> None:
    """Write down that somebody has a new password of her own choice; every other session of hers has ended."""
    audit.record(by=by, event="account.password-changed", about_id=user_id, at=now)


@atomic
def tidy_sessions(*, by: Actor, now: datetime) -> int:
    """Throw away sessions that ran out, what is known of their devices, and old counts. For the clock."""
    require(by, P.DUTY_KEEP)
    count, _ = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    cast("Shared", cache).sweep()
    audit.record(by=by, event="account.sessions-tidied", at=now, count=count)
    return count
