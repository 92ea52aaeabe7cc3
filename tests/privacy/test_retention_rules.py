"""The day on which a record falls due: the later of both terms, and never while something waits."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from naung.privacy.rules.retention import (
    GUESSED_BY,
    Birth,
    Lying,
    Terms,
    child_due,
    erasable_from,
    report_due,
    years_after,
    youngest,
)

DAYS = st.dates(date(1990, 1, 1), date(2080, 12, 31))
BIRTHS = st.builds(
    Birth, day=st.none() | DAYS, thought=st.none() | st.integers(0, 25), thought_on=st.none() | DAYS
)  # fmt: skip
KEPT = st.builds(Terms, st.integers(0, 30), st.integers(0, 40), st.integers(0, 30), st.integers(0, 10))
LYING = st.builds(Lying, DAYS, DAYS, st.lists(BIRTHS, max_size=3).map(tuple))


@given(LYING, KEPT)
def test_a_child_s_record_is_kept_through_both_terms_and_to_the_day_of_one(lying: Lying, kept: Terms) -> None:
    due = child_due(lying, kept)
    terms = {years_after(lying.last, kept.years), years_after(youngest(lying.births, lying.first), kept.age)}
    assert due == max(terms)
    waits = Lying(lying.first, lying.last, lying.births, waits=True)
    assert child_due(waits, kept) is report_due(waits, kept) is None


@given(LYING, KEPT, BIRTHS, st.integers(0, 4000))
def test_what_is_told_later_never_lets_a_record_go_earlier(lying: Lying, kept: Terms, other: Birth, days: int) -> None:
    due = child_due(lying, kept)
    assert due is not None
    for later in (
        Lying(lying.first, lying.last + timedelta(days=days), lying.births),
        Lying(lying.first, lying.last, (*lying.births, other)),
    ):
        found = child_due(later, kept)
        assert found is not None
        assert found >= due or (later.births and not lying.births)


@given(st.integers(0, 20), st.integers(-GUESSED_BY, 5), DAYS)
def test_a_guessed_age_keeps_the_record_at_least_as_long_as_the_true_one(truly: int, wrong_by: int, seen: date) -> None:
    born = years_after(seen, -truly)
    thought = max(0, truly - wrong_by)
    kept = Lying(seen, seen, (Birth(None, thought, seen),))
    assert child_due(kept, Terms()) >= child_due(Lying(seen, seen, (Birth(born),)), Terms())  # type: ignore[operator]


def test_the_proposed_terms() -> None:
    told = Lying(date(2026, 11, 23), date(2027, 3, 1), (Birth(date(2010, 5, 4)),))
    assert child_due(told, Terms()) == date(2035, 5, 4)
    grown = Lying(date(2026, 11, 23), date(2027, 3, 1), (Birth(date(2004, 2, 29)),))
    assert child_due(grown, Terms()) == date(2032, 3, 1)
    assert child_due(Lying(told.first, told.last, (Birth(date(2004, 2, 29)),)), Terms(years=0)) == date(2029, 3, 1)
    assert report_due(told, Terms()) == date(2029, 3, 1)
    assert erasable_from(date(2028, 2, 29), Terms()) == date(2029, 3, 1)
    assert youngest((), date(2026, 11, 23)) == date(2026, 11, 23)
