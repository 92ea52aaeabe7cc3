"""Whether the clocks of this machine and of its database can be believed."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError, connection
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock as timekeeper
from naung.audit.queries import newest_seal
from naung.core import clock

LATELY = 12  # batches of the trace, one each five minutes: a clock that was put right is not held against for long
WEEK = 2016


def remember() -> None:
    """What was sealed lately is over: so a process knows that the clock went back while the machine was off."""
    with suppress(DatabaseError):  # that the database does not answer is said by the pages
        clock.over(_newest(LATELY))


def findings() -> Iterator[str]:
    """A clock that stands before what is stored, or two that differ."""
    now = timezone.now()
    newest = _newest(WEEK)
    if newest and newest - now > clock.TOLERANCE:
        yield (
            f"This machine's clock shows {_told(now)}, but the trace was sealed at {_told(newest)}: set the clock, and "
            "let it be kept (timedatectl set-ntp true). If it is right now and was ahead before, this ends by itself "
            "within a week."
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: datetime = cursor.fetchone()[0]
    if abs(there - timezone.now()) > clock.TOLERANCE:
        yield f"The database's clock shows {_told(there)}, this machine's {_told(now)}: let both be kept by NTP."


def _newest(among: int) -> datetime | None:
    with acting_as(timekeeper([])):
        return newest_seal(among)


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
