"""Levels, the visits after a return, and when an assessment is complete."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.access.policy import P
from naung.cases.rules import assessment, levels
from naung.cases.rules.assessment import Rating
from naung.cases.rules.reintegration import after_danger_flag, visit_series
from naung.cases.rules.steps import CaseStatus, Stage
from naung.core.errors import Refused
from naung.core.levels import Level


@given(st.sampled_from(list(Level)), st.sampled_from(list(Level)))
def test_raising_is_free_and_lowering_needs_a_supervisor_and_a_reason(old: Level, new: Level) -> None:
    if new >= old:
        assert levels.needed_for(old, new) is P.CASE_WORK
        levels.check_reason(old, new, "")
    else:
        assert levels.needed_for(old, new) is P.LEVEL_LOWER
        levels.check_reason(old, new, "AMAN")
        with pytest.raises(Refused):
            levels.check_reason(old, new, "  ")


def test_an_open_danger_flag_is_an_emergency() -> None:
    assert max(Level) is levels.WITH_DANGER_FLAG


def test_the_visits_after_a_return_begin_with_a_call() -> None:
    visits = visit_series(date(2026, 1, 31))
    assert [visit.due_date.isoformat() for visit in visits] == [
        "2026-02-03", "2026-02-07", "2026-02-14", "2026-02-28", "2026-03-31",
        "2026-04-30", "2026-07-31", "2026-10-31", "2027-01-31",
    ]  # fmt: skip
    assert [visit.by_phone for visit in visits] == [True] + [False] * 8
    assert [visit.number for visit in visits] == list(range(1, 10))


@given(st.dates(date(2026, 1, 1), date(2030, 12, 31)))
def test_each_visit_begins_where_the_last_one_was_due(returned: date) -> None:
    visits = visit_series(returned)
    assert visits[0].from_date == returned
    assert all(b.from_date == a.due_date for a, b in itertools.pairwise(visits))
    assert all(v.due_date - v.from_date >= timedelta(days=3) for v in visits)


def test_a_danger_flag_puts_the_case_back_to_intervention() -> None:
    assert after_danger_flag(CaseStatus.MONITORING) == (CaseStatus.IMPLEMENTATION, Stage.INTERVENTION)
    assert after_danger_flag(CaseStatus.PLANNING) == (CaseStatus.PLANNING, Stage.INTERVENTION)


def rated(**given_scores: int) -> dict[str, Rating]:
    return {factor: Rating(given_scores.get(f"f{factor}", 4)) for factor in assessment.factors()}


def test_an_assessment_is_complete_when_all_twelve_factors_count_as_rated() -> None:
    assert len(assessment.factors()) == 12
    assert assessment.unrated({}) == assessment.factors()
    ratings = rated() | {"6A": Rating(not_applicable=True, reason="bayi 3 bulan"), "6B": Rating()}
    assert assessment.unrated(ratings) == ("6B",)
    assert "6A" not in assessment.scores(ratings)


@pytest.mark.parametrize(
    "rating", [Rating(0), Rating(5), Rating(3, not_applicable=True), Rating(not_applicable=True, reason=" ")]
)
def test_a_rating_that_cannot_be_is_refused_by_its_factor(rating: Rating) -> None:
    with pytest.raises(Refused, match="2B"):
        rating.check("2B")


def test_not_applicable_without_a_reason_does_not_count() -> None:
    assert not Rating(not_applicable=True).done
    assert [Rating(score).done for score in (1, 2, 3, 4)] == [False, False, True, True]
    assert Rating(2, reason="Sering tidak makan.").done
    Rating(not_applicable=True, reason="bayi").check("6A")
    Rating().check("6A")


def test_factors_rated_one_or_two_need_a_goal() -> None:
    ratings = rated(f2A=2, f5A=1, f1A=3)
    assert assessment.needing_goal(ratings) == ("2A", "5A")
    assert assessment.without_goal(ratings, {"5A"}) == ("2A",)
