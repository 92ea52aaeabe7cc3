"""The secret address of one's own calendar."""

import secrets
from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied
from naung.prevention.models import CalendarKey
from naung.prevention.queries.sessions_feed import digest_of


@atomic
def new_calendar_key(*, by: Actor, now: datetime) -> str:
    """Make a secret address for one's own calendar of sessions; an older one ends at once."""
    require(by, P.SESSION_PLAN)
    if by.id is None:
        raise AccessDenied(P.SESSION_PLAN)
    token = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(user_id=by.id, defaults={"digest": digest_of(token), "made_at": now})
    audit.record(by=by, event="session.calendar-key-made", at=now)
    return token


@atomic
def end_calendar_key(*, by: Actor, now: datetime) -> None:
    """End the secret address of one's own calendar."""
    require(by, P.SESSION_PLAN)
    CalendarKey.objects.filter(user=by.id).delete()
    audit.record(by=by, event="session.calendar-key-ended", at=now)
