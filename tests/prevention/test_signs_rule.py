"""Early signs: when the advice is to tell the office, and that more signs never make it lighter."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.reference import codes
from naung.prevention.rules.sign_words import PARENTS, PEERS
from naung.prevention.rules.signs import (
    GRAVE_REASON,
    REPEATED_REASON,
    SUM_REASON,
    Advice,
    Seen,
    advise,
    observed,
)

DAY = date(2026, 11, 23)
WEIGHTS = {code: known.weight or 0 for code, known in codes("tanda_dini").items()}
DAYS = st.dates(date(2026, 8, 1), date(2026, 11, 30))
SIGNS = st.lists(st.builds(Seen, st.sampled_from(sorted(WEIGHTS)), DAYS), max_size=12)


def on(*signs: tuple[str, int]) -> list[Seen]:
    return [Seen(code, DAY + timedelta(days=day)) for code, day in signs]


def test_the_weights_are_those_of_the_list() -> None:
    assert {code for code, weight in WEIGHTS.items() if weight == 3} == {"T01", "T02", "T03", "T04", "T05", "T18"}
    assert set(WEIGHTS.values()) == {1, 2, 3}


@pytest.mark.parametrize("code", [code for code, weight in WEIGHTS.items() if weight == 3])
def test_one_grave_sign_is_enough(code: str) -> None:
    assert advise(on((code, 0)), WEIGHTS).reasons == (GRAVE_REASON,)


@pytest.mark.parametrize(
    ("signs", "reasons"),
    [
        ([], ()),
        ([("T06", 0)], ()),
        ([("T06", 0), ("T11", 0)], ()),
        ([("T06", 0), ("T06", 1), ("T06", 9)], ()),
        ([("T06", 0), ("T07", 0)], (SUM_REASON,)),
        ([("T11", 0), ("T12", 0), ("T16", 0), ("T17", 0)], (SUM_REASON,)),
        ([("T11", 0), ("T11", 14), ("T12", 2), ("T12", 3)], (REPEATED_REASON,)),
        ([("T11", 0), ("T11", 15), ("T12", 2), ("T12", 3)], ()),
        ([("T11", 0), ("T11", 0), ("T12", 0), ("T12", 0)], ()),
        ([("T01", 0), ("T02", 0)], (GRAVE_REASON, SUM_REASON)),
    ],
)
def test_the_rule_to_the_letter(signs: list[tuple[str, int]], reasons: tuple[object, ...]) -> None:
    found = advise(on(*signs), WEIGHTS)

    assert found.reasons == reasons
    assert found.advice == (Advice.REPORT if reasons else Advice.WATCH)


@given(SIGNS, SIGNS)
def test_more_signs_never_make_the_advice_lighter(some: list[Seen], more: list[Seen]) -> None:
    assert set(advise(some, WEIGHTS).reasons) <= set(advise([*some, *more], WEIGHTS).reasons)


@given(SIGNS, st.randoms())
def test_neither_order_nor_saying_it_twice_matters(signs: list[Seen], draw: object) -> None:
    mixed = [*signs, *signs]
    draw.shuffle(mixed)  # type: ignore[attr-defined]
    assert advise(mixed, WEIGHTS) == advise(signs, WEIGHTS)


def test_what_is_ticked_without_days_counts_as_of_today() -> None:
    light = ("T11", "T12")
    assert advise(observed(light, DAY, again=False), WEIGHTS).advice == Advice.WATCH
    assert advise(observed(light, DAY, again=True), WEIGHTS).reasons == (REPEATED_REASON,)


def test_parents_and_friends_read_every_grave_sign_in_their_own_words() -> None:
    assert PARENTS.keys() == WEIGHTS.keys()
    assert {code for code, weight in WEIGHTS.items() if weight >= 2} <= PEERS.keys()
    for words in (PARENTS, PEERS):
        said = [text.id for text in words.values()] + [text.en for text in words.values()]
        assert len(set(said)) == len(said)
        assert not any("!" in line or "korban" in line for line in said)
