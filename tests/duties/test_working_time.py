"""Time as the office counts it: a Balikpapan office, a city with summer time, and any office at all."""

from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naung.duties.rules.working_time import (
    MICROSECOND,
    Limit,
    OfficeCalendar,
    Pause,
    Unit,
    add,
    add_days,
    moment_at,
    own_elapsed,
    own_used,
)

WITA = ZoneInfo("Asia/Makassar")
OFFICE = OfficeCalendar.of(WITA, {1, 2, 3, 4, 5}, time(8), time(16), [date(2026, 3, 19), date(2026, 3, 20)])
SHORT_FRIDAY = OfficeCalendar(
    WITA, (*[((time(7, 30), time(12)), (time(13), time(16)))] * 4, ((time(7, 30), time(11, 30)),), (), ())
)


def wita(day: int, hour: int = 0, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026; 23 November is a Monday."""
    return datetime(2026, month, day, hour, minute, tzinfo=WITA)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (wita(23, 10), Limit(1, Unit.WORKING_DAY), wita(24, 10)),
        (wita(23, 8), Limit(1, Unit.WORKING_DAY), wita(23, 16)),
        (wita(21, 11), Limit(1, Unit.WORKING_DAY), wita(23, 16)),
        (wita(23, 20), Limit(1, Unit.WORKING_DAY), wita(24, 16)),
        (wita(27, 15), Limit(1, Unit.WORKING_DAY), wita(30, 15)),
        (wita(25, 9), Limit(3, Unit.WORKING_DAY), wita(30, 9)),
        (wita(18, 12, month=3), Limit(1, Unit.WORKING_DAY), wita(23, 12, month=3)),
        (wita(23, 15), Limit(2, Unit.WORKING_HOUR), wita(24, 9)),
        (wita(27, 15, 30), Limit(1, Unit.WORKING_HOUR), wita(30, 8, 30)),
        (wita(22, 23), Limit(1, Unit.WORKING_HOUR), wita(23, 9)),
        (wita(21, 23, 30), Limit(1, Unit.HOUR), wita(22, 0, 30)),
        (wita(21, 23, 30), Limit(72, Unit.HOUR), wita(24, 23, 30)),
        (wita(21, 23, 50), Limit(15, Unit.MINUTE), wita(22, 0, 5)),
        (wita(21, 9), Limit(7, Unit.DAY), wita(28, 9)),
        (wita(2, 9), Limit(2, Unit.WEEK), wita(16, 9)),
        (wita(31, 9, month=1), Limit(1, Unit.MONTH), wita(28, 9, month=2)),
        (wita(31, 9, month=8), Limit(3, Unit.MONTH), wita(30, 9)),
    ],
)
def test_a_limit_ends_when_the_office_would_say_so(start: datetime, limit: Limit, due: datetime) -> None:
    assert add(start, limit, OFFICE) == due


def test_a_limit_runs_over_the_end_of_the_year() -> None:
    start = datetime(2026, 12, 31, 15, tzinfo=WITA)
    newyear = OfficeCalendar.of(WITA, {1, 2, 3, 4, 5}, time(8), time(16), [date(2027, 1, 1)])
    assert add(start, Limit(2, Unit.WORKING_HOUR), newyear) == datetime(2027, 1, 4, 9, tzinfo=WITA)
    assert add(start, Limit(2, Unit.MONTH), newyear) == datetime(2027, 2, 28, 15, tzinfo=WITA)


def test_a_short_day_is_a_working_day_like_any_other() -> None:
    assert add(wita(26, 7, 30), Limit(2, Unit.WORKING_DAY), SHORT_FRIDAY) == wita(27, 11, 30)
    assert add(wita(27, 7, 30), Limit(1, Unit.WORKING_DAY), SHORT_FRIDAY) == wita(27, 11, 30)
    assert add(wita(27, 9, 30), Limit(1, Unit.WORKING_DAY), SHORT_FRIDAY) == wita(30, 11, 15)


def test_the_lunch_break_is_not_working_time() -> None:
    assert add(wita(23, 11), Limit(2, Unit.WORKING_HOUR), SHORT_FRIDAY) == wita(23, 14)
    assert SHORT_FRIDAY.is_open(wita(23, 11, 59))
    assert not SHORT_FRIDAY.is_open(wita(23, 12, 30))
    assert SHORT_FRIDAY.next_opening(wita(23, 12, 30)) == wita(23, 13)


def test_next_opening_skips_nights_weekends_and_holidays() -> None:
    assert OFFICE.next_opening(wita(23, 9)) == wita(23, 9)
    assert OFFICE.next_opening(wita(27, 16)) == wita(30, 8)
    assert OFFICE.next_opening(wita(18, 17, month=3)) == wita(23, 8, month=3)
    assert not OFFICE.is_working_day(date(2026, 3, 19))


def test_three_times_24_hours_and_three_days_differ_where_clocks_are_set_forward() -> None:
    """Not here, but the second city may lie where summer time begins on 29 March 2026."""
    berlin = OfficeCalendar.of(ZoneInfo("Europe/Berlin"), {1, 2, 3, 4, 5}, time(8), time(16))
    start = datetime(2026, 3, 28, 12, tzinfo=berlin.zone)
    assert add(start, Limit(72, Unit.HOUR), berlin) == datetime(2026, 3, 31, 13, tzinfo=berlin.zone)
    assert add(start, Limit(3, Unit.DAY), berlin) == datetime(2026, 3, 31, 12, tzinfo=berlin.zone)
    assert (
        own_elapsed(start, datetime(2026, 3, 29, 12, tzinfo=berlin.zone), Unit.HOUR, berlin)
        == timedelta(hours=23) / MICROSECOND
    )


def test_an_end_of_a_day_is_midnight_in_the_offices_zone() -> None:
    assert OFFICE.end_of_day(date(2026, 11, 23)) == wita(24) == OFFICE.local_midnight(date(2026, 11, 24))


def test_a_pause_needs_a_reason_and_an_order() -> None:
    with pytest.raises(ValueError, match="reason"):
        Pause(wita(23), None, "")
    with pytest.raises(ValueError, match="before"):
        Pause(wita(23), wita(22), "HLD")


@pytest.mark.parametrize(
    "week", [(), ((),) * 7, ((((time(9), time(8))),),) + ((),) * 6, (((time(8), time(12)), (time(11), time(16))),) * 7]
)
def test_an_impossible_calendar_is_refused(week: tuple[()]) -> None:
    with pytest.raises(ValueError, match="open"):
        OfficeCalendar(WITA, week)


def test_an_office_that_never_opens_again_does_not_hang() -> None:
    closed = OfficeCalendar.of(WITA, {1}, time(8), time(9), [date(2026, 1, 5) + timedelta(weeks=w) for w in range(120)])
    with pytest.raises(ValueError, match="closed for"):
        add(wita(1), Limit(1, Unit.WORKING_HOUR), closed)


def test_a_moment_without_a_zone_and_a_limit_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        add(datetime(2026, 1, 1), Limit(1, Unit.HOUR), OFFICE)  # noqa: DTZ001
    with pytest.raises(ValueError, match="at least one"):
        Limit(0, Unit.HOUR)
    with pytest.raises(ValueError, match="not counted"):
        add_days(date(2026, 1, 1), Limit(1, Unit.WORKING_DAY))


# Properties

moments = st.datetimes(datetime(2025, 12, 1), datetime(2027, 2, 1), timezones=st.just(UTC))  # noqa: DTZ001
limits = st.builds(Limit, st.integers(1, 20), st.sampled_from(list(Unit)))
holidays = st.lists(st.dates(date(2025, 12, 1), date(2027, 6, 1)), max_size=12)
zones = st.sampled_from([WITA, ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")])
hours = st.integers(0, 10).flatmap(lambda start: st.integers(start + 1, 23).map(lambda end: (start, end)))
one_day = st.one_of(st.just(()), hours.map(lambda h: ((time(h[0]), time(h[1])),)))


@st.composite
def offices(draw: st.DrawFn) -> OfficeCalendar:
    week = [draw(one_day) for _ in range(7)]
    if not any(week):
        week[draw(st.integers(0, 6))] = ((time(8), time(16)),)
    return OfficeCalendar(draw(zones), tuple(week), frozenset(draw(holidays)))


def due_of(start: datetime, limit: Limit, office: OfficeCalendar, pauses: tuple[Pause, ...] = ()) -> datetime:
    due = add(start, limit, office, pauses)
    assert due is not None
    return due


@given(moments, limits, offices())
@settings(max_examples=200)
def test_due_lies_after_start_and_is_exactly_the_limit_away(
    start: datetime, limit: Limit, office: OfficeCalendar
) -> None:
    due = due_of(start, limit, office)
    assert due > start
    assert own_used(start, due, limit, office) >= 1
    assert own_used(start, due - MICROSECOND, limit, office) < 1


@given(moments, st.timedeltas(timedelta(), timedelta(days=20)), limits, offices())
@settings(max_examples=200)
def test_who_begins_later_is_never_due_earlier(
    start: datetime, later: timedelta, limit: Limit, office: OfficeCalendar
) -> None:
    """By the day for months: from 29, 30 and 31 January a month ends on the same 28 February."""
    first, second = due_of(start, limit, office), due_of(start + later, limit, office)
    if limit.unit is Unit.MONTH:
        assert first.astimezone(office.zone).date() <= second.astimezone(office.zone).date()
    else:
        assert first <= second


@given(moments, limits, offices())
def test_a_longer_limit_is_due_later(start: datetime, limit: Limit, office: OfficeCalendar) -> None:
    assert due_of(start, limit, office) < due_of(start, Limit(limit.amount + 1, limit.unit), office)


@given(moments, limits, offices())
def test_shares_come_in_order(start: datetime, limit: Limit, office: OfficeCalendar) -> None:
    at = [moment_at(start, limit, Fraction(n, 4), office) for n in (3, 4, 6)]
    assert start <= at[0] < at[1] < at[2]  # type: ignore[operator]
    assert at[1] == add(start, limit, office)


@given(moments, limits, offices(), st.fractions(0, 1), st.timedeltas(timedelta(), timedelta(days=30)))
@settings(max_examples=200)
def test_a_pause_shifts_the_due_moment_by_exactly_the_own_time_paused(
    start: datetime, limit: Limit, office: OfficeCalendar, when: Fraction, length: timedelta
) -> None:
    """Up to the microsecond to which each of the two moments can be told (longer on a day of few hours)."""
    due = due_of(start, limit, office)
    since = start + (due - start) * float(when) * 0.999
    pause = Pause(since, since + length, "WAIT")
    shifted = due_of(start, limit, office, (pause,))
    paused = own_elapsed(pause.since, since + length, limit.unit, office)
    moved = own_elapsed(due, shifted, limit.unit, office)
    finest = sum(own_elapsed(at - MICROSECOND, at, limit.unit, office) for at in (due, shifted))
    assert abs(moved - paused) <= finest
    assert own_used(start, shifted, limit, office, (pause,)) >= 1


@given(moments, limits, offices(), st.timedeltas(timedelta(), timedelta(days=3)))
def test_an_open_pause_hides_the_due_moment_unless_it_had_passed(
    start: datetime, limit: Limit, office: OfficeCalendar, after: timedelta
) -> None:
    due = due_of(start, limit, office)
    assert add(start, limit, office, (Pause(start + (due - start) / 2, None, "WAIT"),)) in {None, due}
    assert add(start, limit, office, (Pause(due + after, None, "WAIT"),)) == due


@given(moments, st.timedeltas(timedelta(), timedelta(days=9)), st.timedeltas(timedelta(), timedelta(days=9)), offices())
def test_own_time_adds_up(start: datetime, first: timedelta, second: timedelta, office: OfficeCalendar) -> None:
    middle, end = start + first, start + first + second
    for unit in Unit:
        parts = own_elapsed(start, middle, unit, office) + own_elapsed(middle, end, unit, office)
        assert parts == own_elapsed(start, end, unit, office)
    assert own_elapsed(end, start, Unit.HOUR, office) == 0
