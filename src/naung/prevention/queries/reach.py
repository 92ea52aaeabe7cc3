"""What a session leads to: how many told afterwards, in bands, never a report."""

import hmac
from collections.abc import Sequence
from datetime import date
from uuid import UUID

from naung.core.formats import local
from naung.core.keys import derived_secret
from naung.prevention.models import AwarenessSession, SessionContact, SessionStatus
from naung.prevention.rules.reach import WINDOWS, Window, together, window


def told_hash(bundle_id: UUID) -> str:
    """What is kept of a report: enough not to count it twice."""
    return hmac.new(derived_secret("session contacts"), bundle_id.bytes, "sha256").hexdigest()


def held_on(session: AwarenessSession) -> date:
    """The day of a session on the office's clock."""
    return local(session.from_at).date()


def contacts_of(session: AwarenessSession, today: date) -> list[Window]:
    """The contacts within 30, 60 and 90 days after a session."""
    received = _received([session])[session.pk]
    return [window(held_on(session), days, received, today) for days in WINDOWS]


def contacts_of_school(school_id: UUID, today: date, days: int) -> int:
    """The least number of contacts after all sessions of a school whose days are over; 0 where it stays hidden."""
    sessions = list(AwarenessSession.objects.filter(school_id=school_id).exclude(status=SessionStatus.CANCELLED))
    received = _received(sessions)
    over = [one for one in sessions if window(held_on(one), days, (), today).at_least is not None]
    return together([_within(held_on(one), received[one.pk], days) for one in over])


def _within(held: date, received: Sequence[date], days: int) -> int:
    return sum(0 <= (day - held).days < days for day in received)


def _received(sessions: Sequence[AwarenessSession]) -> dict[UUID, list[date]]:
    found: dict[UUID, list[date]] = {session.pk: [] for session in sessions}
    rows = SessionContact.objects.filter(session__in=sessions).values_list("session_id", "received_date")
    for session_id, day in rows:
        found[session_id].append(day)
    return found
