"""What is written down of signing in and out. Ids only: of a name that nobody has, nothing."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.audit import operations as audit
from naung.core.atomic import atomic


@atomic
def signed_in(*, by: Actor, shown: Iterable[str], now: datetime) -> None:
    """Write down that somebody signed in, and with what."""
    audit.record(by=by, event="account.signed-in", about_id=by.id, at=now, shown=sorted(set(shown)))


@atomic
def sign_in_failed(*, by: Actor, user_id: UUID | None, step: str, now: datetime) -> None:
    """Write down that a sign-in failed, and at which step; nothing of a name that nobody has."""
    audit.record(by=by, event="account.sign-in-failed", about_id=user_id, at=now, step=step)


@atomic
def signed_out(*, by: Actor, now: datetime) -> None:
    """Write down that somebody signed out."""
    audit.record(by=by, event="account.signed-out", about_id=by.id, at=now)


@atomic
def session_unlocked(*, by: Actor, now: datetime) -> None:
    """Write down that somebody showed once more who she is, and a locked session went on."""
    audit.record(by=by, event="account.session-unlocked", about_id=by.id, at=now)


@atomic
def session_over(*, by: Actor, now: datetime) -> None:
    """Write down that a session reached the length of a day's work and ended by itself."""
    audit.record(by=by, event="account.session-over", about_id=by.id, at=now)
