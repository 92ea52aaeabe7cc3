"""When the office is open: the city's hours, less the closed days of the table."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from naung.duties.models import Holiday
from naung.duties.rules import Limit, OfficeCalendar
from naung.duties.rules.working_time import WORKING


def closed_days() -> list[date]:
    """The days on which the office is closed; a day that the office itself keeps open is none of them."""
    return list(Holiday.objects.filter(open=False).values_list("date", flat=True))


def office_calendar(limits: Iterable[Limit] | None = None) -> OfficeCalendar:
    """The office's calendar. Limits that run by day and night need no closed days: then nothing is read."""
    city = settings.CITY
    needed = limits is None or any(limit.unit in WORKING for limit in limits)
    return OfficeCalendar.of(
        city.zone, city.hours.days, city.hours.opens, city.hours.closes, closed_days() if needed else ()
    )
