"""What a session leads to: how many told afterwards, in bands, never a report."""

import hmac
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from naung.core.formats import local
from naung.core.keys import derived_secret
from naung.prevention.models import AwarenessSession, SessionStatus
from naung.prevention.rules.reach import WINDOWS, Window, over_on


def told_hash(bundle_id: UUID) -> str:
    """What is kept of a report: enough not to count it twice."""
    return hmac.new(derived_secret("session contacts"), bundle_id.bytes, "sha256").hexdigest()


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
