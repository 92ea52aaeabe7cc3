"""What a session leads to: how many told afterwards, in bands, never a report."""

import hmac
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from naung.core.formats import local
from naung.core.keys import derived_secret
from naung.prevention.models import AwarenessSession, Outreach, SessionStatus
from naung.prevention.queries.codes import LENGTH
from naung.prevention.queries.quiz import session_by_code
from naung.prevention.rules.reach import WINDOWS, Window, over_on


def told_hash(bundle_id: UUID) -> str:
    """What is kept of a report: enough not to count it twice."""
    return hmac.new(derived_secret("session contacts"), bundle_id.bytes, "sha256").hexdigest()


def session_told_of(typed: str, now: datetime) -> AwarenessSession | None:
    """The session after which somebody tells: by its own code, or the last one held where this kit hangs."""
    own = session_by_code(typed)
    place = None if own else kit_of(typed)
    if place is None:
        return own
    held = AwarenessSession.objects.filter(status=SessionStatus.HELD, from_at__lte=now)
    here = Q(school=place.school_id) if place.school_id else Q(ward=place.ward_id, school=None)
    return held.filter(here).order_by("-from_at").first()


def kit_of(typed: str) -> Outreach | None:
    """The place whose posters and slips have this code."""
    code = typed.strip().upper()
    return Outreach.objects.filter(code=code).first() if len(code) == LENGTH else None


def contacts_of(session: AwarenessSession, today: date) -> list[Window]:
    """The contacts within 30, 60 and 90 days from a session on, as far as those days are over."""
    with connection.cursor() as cursor:
        asked: list[Any] = [[session.pk], list(WINDOWS), settings.CITY.time_zone, today]
        cursor.execute("SELECT days, at_least FROM prevention_contacts(%s, %s, %s, %s)", asked)
        found = dict(cursor.fetchall())
    held = local(session.from_at).date()
    return [Window(days, over_on(held, days), found.get(days)) for days in WINDOWS]


def contacts_of_school(school_id: UUID, today: date, days: int) -> int:
    """The least number of contacts after all sessions of a school whose days are over; 0 where it stays hidden."""
    sessions = AwarenessSession.objects.filter(school_id=school_id).exclude(status=SessionStatus.CANCELLED)
    with connection.cursor() as cursor:
        asked: list[Any] = [[one.pk for one in sessions], [days], settings.CITY.time_zone, today]
        cursor.execute("SELECT prevention_contacts_together(%s, %s, %s, %s)", asked)
        (least,) = cursor.fetchone()
    return int(least)
