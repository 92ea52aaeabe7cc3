"""The duty table and the state of a clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.levels import Level
from naung.duties.rules import (
    TABLE,
    Cause,
    Clock,
    ClockState,
    DutyRule,
    Limit,
    Moments,
    OfficeCalendar,
    Source,
    Unit,
    add,
    by_code,
    limit_after_level_change,
    limit_for,
    next_moment,
    rule_for,
    series_for,
    state_of,
    was_in_time,
)

LOW, MEDIUM, HIGH, EMERGENCY = Level
WITA = ZoneInfo("Asia/Makassar")
OFFICE = OfficeCalendar.of(WITA, {1, 2, 3, 4, 5}, time(8), time(16))
TODAY = date(2026, 11, 23)
MONDAY = datetime(2026, 11, 23, 8, tzinfo=WITA)


@pytest.mark.parametrize(
    ("code", "emergency", "high", "medium", "low"),
    [
        ("CHILD_SEEN", (4, "HOUR"), (24, "HOUR"), (72, "HOUR"), (7, "DAY")),
        ("POLICE_REPORT", (72, "HOUR"), (72, "HOUR"), (72, "HOUR"), (72, "HOUR")),
        ("SOCIAL_REPORT", (72, "HOUR"), (72, "HOUR"), (72, "HOUR"), (72, "HOUR")),
        ("SAFETY_PLAN", (4, "HOUR"), (24, "HOUR"), (72, "HOUR"), None),
        ("ASSESSMENT", (7, "DAY"), (7, "DAY"), (14, "DAY"), (30, "DAY")),
        ("PLAN", (14, "DAY"), (14, "DAY"), (21, "DAY"), (30, "DAY")),
        ("REFERRAL_ACKNOWLEDGED", (24, "HOUR"), (24, "HOUR"), (3, "WORKING_DAY"), (5, "WORKING_DAY")),
        ("REFERRAL_FEEDBACK", (7, "DAY"), (7, "DAY"), (14, "DAY"), (30, "DAY")),
        ("CONTACT", (1, "WEEK"), (1, "WEEK"), (2, "WEEK"), (1, "MONTH")),
        ("REVIEW", (1, "MONTH"), (1, "MONTH"), (2, "MONTH"), (3, "MONTH")),
        ("SHELTER_REVIEW", *[(7, "DAY")] * 4),
        ("COMPLAINT_ANSWERED", *[(3, "WORKING_DAY")] * 4),
        ("TRIAGE_URGENT", *[(1, "HOUR")] * 4),
        ("TRIAGE_NORMAL", *[(1, "WORKING_DAY")] * 4),
        ("ACKNOWLEDGE", *[(24, "HOUR")] * 4),
        ("DANGER_OPENED", *[(15, "MINUTE")] * 4),
        ("SUSPENSION_REVIEW", *[(30, "DAY")] * 4),
        ("BREACH_NOTICE", *[(72, "HOUR")] * 4),
    ],
)
def test_the_table_says_what_the_procedure_says(
    code: str,
    emergency: tuple[int, str],
    high: tuple[int, str],
    medium: tuple[int, str],
    low: tuple[int, str] | None,
) -> None:
    given_limits = dict(zip((EMERGENCY, HIGH, MEDIUM, LOW), (emergency, high, medium, low), strict=True))
    for level, limit in given_limits.items():
        wanted = Limit(limit[0], Unit(limit[1])) if limit else None
        assert limit_for(code, level, TODAY) == wanted


def test_every_rule_names_its_basis_and_law_is_told_from_proposal() -> None:
    laws = {row.code for row in TABLE if row.source is Source.LAW}
    assert laws == {"POLICE_REPORT", "SOCIAL_REPORT", "BREACH_NOTICE", "DATA_REQUEST"}
    for row in TABLE:
        assert row.basis
        assert row.text.id != row.text.en
        assert row.limits or row.series
    assert rule_for("POLICE_REPORT", TODAY).cause is Cause.RECEIPT  # type: ignore[union-attr]


def test_a_higher_level_never_has_more_time() -> None:
    for row in TABLE:
        ends = [add(MONDAY, row.limits[level], OFFICE) for level in Level if level in row.limits]
        assert ends == sorted(ends, reverse=True)


def test_before_triage_the_strictest_limit_holds() -> None:
    assert limit_for("CHILD_SEEN", None, TODAY) == Limit(4, Unit.HOUR)


def test_the_visits_after_a_return() -> None:
    dates = [add(MONDAY, limit, OFFICE) for limit in series_for("RETURN_VISIT", TODAY)]
    assert [d.astimezone(WITA).date().isoformat() for d in dates if d] == [
        "2026-11-26", "2026-11-30", "2026-12-07", "2026-12-21", "2027-01-23",
        "2027-02-23", "2027-05-23", "2027-08-23", "2027-11-23",
    ]  # fmt: skip
    assert limit_for("RETURN_VISIT", HIGH, TODAY) is None


def row(days: int, since: date, until: date | None = None) -> DutyRule:
    limits = dict.fromkeys(Level, Limit(days, Unit.DAY))
    return DutyRule("PLAN", TABLE[0].text, Cause.RECEIPT, limits, Source.LAW, "x", since, until)


def test_a_case_is_held_to_the_rule_of_its_day() -> None:
    rules = by_code((row(30, date(2026, 1, 1), date(2026, 6, 30)), row(20, date(2026, 7, 1), date(2026, 12, 31))))
    for day, days in [(date(2025, 5, 5), 30), (date(2026, 6, 30), 30), (date(2026, 7, 1), 20)]:
        assert limit_for("PLAN", LOW, day, rules) == Limit(days, Unit.DAY)
    assert limit_for("PLAN", LOW, date(2027, 1, 1), rules) is None
    assert series_for("PLAN", date(2027, 1, 1), rules) == ()


def test_a_duty_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(LookupError):
        rule_for("NO_SUCH_DUTY", TODAY)


# The clock


def test_a_clock_warns_is_late_and_goes_to_the_head_of_division() -> None:
    clock = Clock(MONDAY, Limit(4, Unit.HOUR))
    hours = {0: "RUNNING", 2.99: "RUNNING", 3: "WARNED", 4: "LATE", 5.99: "LATE", 6: "ESCALATED", 99: "ESCALATED"}
    for hour, state in hours.items():
        assert clock.state(MONDAY + timedelta(hours=hour), OFFICE) == state


def test_a_clock_in_working_days_warns_in_its_own_minutes() -> None:
    moments = Clock(MONDAY.replace(hour=12), Limit(1, Unit.WORKING_DAY)).moments(OFFICE)
    assert moments == Moments(
        datetime(2026, 11, 24, 10, tzinfo=WITA),
        datetime(2026, 11, 24, 12, tzinfo=WITA),
        datetime(2026, 11, 24, 16, tzinfo=WITA),
    )


def test_a_met_duty_stays_met_and_remembers_whether_it_was_in_time() -> None:
    met_at = MONDAY + timedelta(hours=5)
    clock = Clock(MONDAY, Limit(4, Unit.HOUR), met_at=met_at)
    assert clock.state(MONDAY + timedelta(hours=4.5), OFFICE) is ClockState.LATE
    assert clock.state(MONDAY + timedelta(days=9), OFFICE) is ClockState.MET
    assert not was_in_time(met_at, MONDAY + timedelta(hours=4))


def test_a_paused_clock_stands_still_and_goes_on_where_it_was() -> None:
    clock = Clock(MONDAY, Limit(4, Unit.HOUR)).pause(MONDAY + timedelta(hours=1), "NOT_FOUND")
    assert clock.state(MONDAY + timedelta(days=5), OFFICE) is ClockState.PAUSED
    assert clock.moments(OFFICE) is None
    with pytest.raises(ValueError, match="already"):
        clock.pause(MONDAY + timedelta(hours=2), "NOT_FOUND")
    clock = clock.resume(MONDAY + timedelta(hours=11))
    assert clock.state(MONDAY + timedelta(hours=12), OFFICE) is ClockState.RUNNING
    assert clock.moments(OFFICE).due_at == MONDAY + timedelta(hours=14)  # type: ignore[union-attr]


def test_what_comes_next() -> None:
    moments = Clock(MONDAY, Limit(4, Unit.HOUR)).moments(OFFICE)
    assert moments is not None
    assert next_moment(moments, MONDAY) == (moments.warn_at, ClockState.WARNED)
    assert next_moment(moments, moments.warn_at) == (moments.due_at, ClockState.LATE)
    assert next_moment(moments, moments.due_at) == (moments.division_at, ClockState.ESCALATED)
    assert next_moment(moments, moments.division_at) is None


def test_a_shorter_limit_holds_at_once_a_longer_one_only_for_new_duties() -> None:
    day, week = Limit(24, Unit.HOUR), Limit(7, Unit.DAY)
    assert limit_after_level_change(MONDAY, week, day, OFFICE) == day
    assert limit_after_level_change(MONDAY, day, week, OFFICE) == day
    assert limit_after_level_change(MONDAY, day, None, OFFICE) == day
    assert limit_after_level_change(MONDAY, Limit(1, Unit.WORKING_DAY), Limit(4, Unit.HOUR), OFFICE).amount == 4


clocks = st.builds(
    Clock,
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.builds(Limit, st.integers(1, 9), st.sampled_from(list(Unit))),
)
ORDER = [ClockState.RUNNING, ClockState.WARNED, ClockState.LATE, ClockState.ESCALATED]


@given(clocks, st.lists(st.timedeltas(timedelta(), timedelta(days=90)), min_size=2, max_size=5))
def test_a_running_clock_never_goes_back(clock: Clock, after: list[timedelta]) -> None:
    states = [clock.state(clock.started_at + gap, OFFICE) for gap in sorted(after)]
    assert all(ORDER.index(a) <= ORDER.index(b) for a, b in pairwise(states))


@given(clocks, st.timedeltas(timedelta(), timedelta(days=90)))
def test_the_stored_moments_tell_the_same_state_as_the_clock(clock: Clock, after: timedelta) -> None:
    moments = clock.moments(OFFICE)
    assert moments is not None
    for now in (clock.started_at + after, moments.warn_at, moments.due_at, moments.division_at):
        assert state_of(moments, now) is clock.state(now, OFFICE)
    assert state_of(moments, moments.due_at, met=True, paused=True) is ClockState.MET
    assert state_of(moments, moments.due_at, paused=True) is ClockState.PAUSED
