"""One person's sessions as a calendar that her telephone subscribes to: title, place, times, code; nothing else."""

import hmac
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from naung.access.policy import Permission as P
from naung.core.keys import derived_secret
from naung.prevention.models import AwarenessSession, CalendarKey, SessionStatus
from naung.prevention.queries.sessions import of_person
from naung.teams.models import User
from naung.teams.queries import actor_of

if TYPE_CHECKING:
    from icalendar import Event

BEHIND = timedelta(days=90)


def digest_of(token: str) -> str:
    """What is kept of a secret address."""
    return hmac.new(derived_secret("calendar"), token.encode(), "sha256").hexdigest()


def owner_of(token: str, now: datetime) -> User | None:
    """Whose calendar this secret address shows; nobody once the account or the role has ended."""
    held = CalendarKey.objects.filter(digest=digest_of(token), user__is_active=True).select_related("user").first()
    if held is None or P.SESSION_PLAN not in actor_of(held.user, now).may:
        return None
    return held.user


def calendar_of(user: User, now: datetime) -> bytes:
    """Her sessions from three months back."""
    from icalendar import Calendar  # nine megabytes, for the few telephones that ask

    calendar = Calendar()
    calendar.add("prodid", "-//Naung//Kegiatan pencegahan//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{settings.CITY.programme}: kegiatan")
    found = of_person(user.pk).filter(from_at__gte=now - BEHIND).select_related("school", "ward")
    for session in found.order_by("from_at", "pk"):
        calendar.add_component(_event(session, now))
    written: bytes = calendar.to_ical()
    return written


def _event(session: AwarenessSession, now: datetime) -> "Event":
    """A session keeps its UID when it is put off; SEQUENCE counts what was changed."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{session.pk}@naung")
    event.add("sequence", session.version - 1)
    event.add("dtstamp", session.changed_at or now)
    event.add("dtstart", session.from_at.astimezone(UTC))  # needs no description of a time zone
    event.add("dtend", session.until_at.astimezone(UTC))
    event.add("summary", session.title)
    event.add("location", place_of(session))
    event.add("description", f"Kode: {session.code}")
    event.add("status", "CANCELLED" if session.status == SessionStatus.CANCELLED else "CONFIRMED")
    return event


def place_of(session: AwarenessSession) -> str:
    """Where it is, in one line."""
    parts = (session.place, session.school.name if session.school else "", session.ward.name if session.ward else "")
    return ", ".join(part for part in parts if part)
