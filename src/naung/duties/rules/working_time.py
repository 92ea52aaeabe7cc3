"""Time as the office counts it: hours and days by the calendar, working hours and days by its opening hours.

Every clock has time of its own: for a calendar limit each minute counts, for working hours each minute in
which the office is open, and a working day is spread evenly over the hours of that day. Warnings, pauses and
escalations are all measured in it.
"""

import calendar as months
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from zoneinfo import ZoneInfo

MICROSECOND = timedelta(microseconds=1)
LONGEST_CLOSURE = 400  # days without any opening: then the calendar is wrong

Opening = tuple[time, time]
Week = tuple[tuple[Opening, ...], ...]


class Unit(StrEnum):
    """What a limit is counted in."""

    MINUTE = "MINUTE"
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
    WORKING_HOUR = "WORKING_HOUR"
    WORKING_DAY = "WORKING_DAY"


WORKING = frozenset({Unit.WORKING_HOUR, Unit.WORKING_DAY})


@dataclass(frozen=True, slots=True)
class Limit:
    """How long a duty may take."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a limit is at least one")


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which a clock stood still, with the code of the reason; `until` is empty while it lasts."""

    since: datetime
    until: datetime | None
    reason: str

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a clock is never paused without a reason")
        if self.until is not None and self.until < self.since:
            raise ValueError("a pause cannot end before it begins")


@dataclass(frozen=True)
class OfficeCalendar:
    """When the office is open: its zone, the openings of each weekday (Monday first) and the closed days."""

    zone: ZoneInfo
    week: Week
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if len(self.week) != 7 or not any(self.week):
            raise ValueError("the office must be open on some day of the week")
        for openings in self.week:
            flat = [moment for opening in openings for moment in opening]
            if flat != sorted(set(flat)):
                raise ValueError("opening hours must follow each other and must not overlap")

    @classmethod
    def of(
        cls, zone: ZoneInfo, days: Collection[int], opens: time, closes: time, holidays: Iterable[date] = ()
    ) -> "OfficeCalendar":
        """The same hours on each of these days; days by ISO number, Monday is 1."""
        week = tuple(((opens, closes),) if day in days else () for day in range(1, 8))
        return cls(zone, week, frozenset(holidays))

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens on that day."""
        return bool(self.week[day.weekday()]) and day not in self.holidays

    def is_open(self, moment: datetime) -> bool:
        """Whether the office is open at that moment."""
        local = moment.astimezone(self.zone)
        return any(since <= moment < until for since, until in self.openings(local.date()))

    def openings(self, day: date) -> list[tuple[datetime, datetime]]:
        """The openings of one day, as moments in UTC."""
        if not self.is_working_day(day):
            return []
        return [(self._moment(day, opens), self._moment(day, closes)) for opens, closes in self.week[day.weekday()]]

    def next_opening(self, moment: datetime) -> datetime:
        """The moment itself when the office is open, else when it opens next."""
        openings = (opening for day in self.working_days_from(moment) for opening in day)
        return next(max(since, moment) for since, until in openings if moment < until)

    def local_midnight(self, day: date) -> datetime:
        """The beginning of a day in the office's zone."""
        return self._moment(day, time())

    def end_of_day(self, day: date) -> datetime:
        """The end of a day in the office's zone: what is due on a day may be done until then."""
        return self._moment(day + timedelta(days=1), time())

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def working_days_from(self, moment: datetime) -> Iterator[list[tuple[datetime, datetime]]]:
        """The openings of each working day, from the day of this moment on, without end."""
        day, closed = moment.astimezone(self.zone).date(), 0
        while closed < LONGEST_CLOSURE:
            found = self.openings(day)
            closed = 0 if found else closed + 1
            if found:
                yield found
            day += timedelta(days=1)
        raise ValueError(f"the office is closed for {LONGEST_CLOSURE} days")


# A clock's own time is an exact number: microseconds, or days of the office for WORKING_DAY.


def own_length(start: datetime, limit: Limit, calendar: OfficeCalendar) -> Fraction:
    """How much own time a limit has."""
    if limit.unit is Unit.WORKING_DAY:
        return Fraction(limit.amount)
    if limit.unit is Unit.WORKING_HOUR:
        return Fraction(timedelta(hours=limit.amount) // MICROSECOND)
    return Fraction((_calendar_end(_utc(start), limit, calendar.zone) - _utc(start)) // MICROSECOND)


def own_elapsed(since: datetime, until: datetime, unit: Unit, calendar: OfficeCalendar) -> Fraction:
    """How much own time passes between two moments; nothing when `until` is not later."""
    since, until = _utc(since), _utc(until)
    if until <= since:
        return Fraction(0)
    if unit not in WORKING:
        return Fraction((until - since) // MICROSECOND)
    total = Fraction(0)
    for opens, closes, worth in _rated_openings(since, unit, calendar):
        if opens >= until:
            break
        inside = min(closes, until) - max(opens, since)
        total += max(inside, timedelta()) // MICROSECOND * worth
    return total


def own_advance(start: datetime, own: Fraction, unit: Unit, calendar: OfficeCalendar) -> datetime:
    """The first moment at which this much own time has passed since `start`."""
    start = _utc(start)
    if own <= 0:
        return start
    if unit not in WORKING:
        return start + _ceil(own) * MICROSECOND
    left = own
    for opens, closes, worth in _rated_openings(start, unit, calendar):
        begins = max(opens, start)
        here = max(closes - begins, timedelta()) // MICROSECOND * worth
        if here >= left:
            return begins + _ceil(left / worth) * MICROSECOND
        left -= here
    raise AssertionError("the working days never end")


def add(start: datetime, limit: Limit, calendar: OfficeCalendar, pauses: Iterable[Pause] = ()) -> datetime | None:
    """When a limit that began at `start` ends; nothing while an open pause keeps it from being known."""
    return moment_at(start, limit, Fraction(1), calendar, pauses)


def moment_at(
    start: datetime, limit: Limit, share: Fraction, calendar: OfficeCalendar, pauses: Iterable[Pause] = ()
) -> datetime | None:
    """When this share of the limit has passed in the clock's own time, the pauses left out."""
    left = share * own_length(start, limit, calendar)
    cursor = start
    for pause in _in_order(pauses):
        before = own_elapsed(cursor, pause.since, limit.unit, calendar)
        if before >= left:
            break
        if pause.until is None:
            return None
        left -= before
        cursor = max(cursor, pause.until)
    return own_advance(cursor, left, limit.unit, calendar)


def own_used(
    start: datetime, now: datetime, limit: Limit, calendar: OfficeCalendar, pauses: Iterable[Pause] = ()
) -> Fraction:
    """How much of the limit has passed at `now`, as a share of it: 1 is due, more is late."""
    used, cursor = Fraction(0), start
    for pause in _in_order(pauses):
        used += own_elapsed(cursor, min(pause.since, now), limit.unit, calendar)
        cursor = max(cursor, now if pause.until is None else pause.until)
    used += own_elapsed(cursor, now, limit.unit, calendar)
    return used / own_length(start, limit, calendar)


def _rated_openings(
    start: datetime, unit: Unit, calendar: OfficeCalendar
) -> Iterator[tuple[datetime, datetime, Fraction]]:
    """The openings from the day of `start` on, each with what one microsecond of it is worth."""
    for openings in calendar.working_days_from(start):
        length = sum((closes - opens) // MICROSECOND for opens, closes in openings)
        worth = Fraction(1, length) if unit is Unit.WORKING_DAY else Fraction(1)
        yield from ((opens, closes, worth) for opens, closes in openings)


def _calendar_end(start: datetime, limit: Limit, zone: ZoneInfo) -> datetime:
    """Minutes and hours run on; days, weeks and months end at the same time of the office's clock."""
    if limit.unit is Unit.MINUTE:
        return start + timedelta(minutes=limit.amount)
    if limit.unit is Unit.HOUR:
        return start + timedelta(hours=limit.amount)
    local = start.astimezone(zone)
    return datetime.combine(add_days(local.date(), limit), local.timetz()).astimezone(UTC)


def add_days(day: date, limit: Limit) -> date:
    """The day that lies a limit of days, weeks or months later; the 31st becomes a short month's last."""
    if limit.unit is Unit.DAY:
        return day + timedelta(days=limit.amount)
    if limit.unit is Unit.WEEK:
        return day + timedelta(weeks=limit.amount)
    if limit.unit is not Unit.MONTH:
        raise ValueError(f"{limit.unit} is not counted in days of the calendar")
    year, month = divmod(day.year * 12 + day.month - 1 + limit.amount, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def _in_order(pauses: Iterable[Pause]) -> list[Pause]:
    return sorted(pauses, key=lambda pause: pause.since)


def _utc(moment: datetime) -> datetime:
    """Reckoning is done in UTC: two moments of one zone would be compared by the clock on the wall."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone is not a moment")
    return moment.astimezone(UTC)


def _ceil(number: Fraction) -> int:
    return -(-number.numerator // number.denominator)
