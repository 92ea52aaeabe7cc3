"""Two records side by side: the verdict does not ask which stands left, and what nobody said is no difference."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.people.rules import ChildFacts
from naung.people.rules.comparing import Side, Verdict, compare

TODAY = date(2026, 11, 23)
V = Verdict
NIK = "6471995504170001"

names = st.sampled_from(["", "Siti Aminah", "Aminah Siti", "Siti", "Moh. Rizki", "Muhammad Rizki", "Bulan"])
facts = st.builds(
    ChildFacts,
    name=names,
    nickname=names,
    sex=st.sampled_from(["", "L", "P"]),
    birth_date=st.none() | st.dates(date(2010, 1, 1), date(2020, 12, 31)),
    nik=st.sampled_from(["", NIK, NIK[:-1] + "2", "6471995504170010", "6471991212120001"]),
    address=st.sampled_from(["", "Jl. Pattimura 9", "jl. pattimura 9", "Gang Mawar"]),
    school_name=st.sampled_from(["", "SDN 900 Latihan", "SMPN 7"]),
)
sides = st.builds(
    Side, facts, st.lists(names.filter(bool), max_size=2).map(tuple), st.lists(st.just("+62811"), max_size=1).map(tuple)
)


@given(sides, sides)
def test_it_does_not_matter_which_stands_left(left: Side, right: Side) -> None:
    assert compare(left, right, TODAY) == compare(right, left, TODAY)


@given(sides)
def test_a_record_is_the_same_as_itself(side: Side) -> None:
    assert {question.verdict for question in compare(side, side, TODAY)} <= {V.SAME, V.NEITHER}


@given(sides, sides, st.sampled_from(["name", "nickname", "sex", "nik", "address", "school_name"]))
def test_what_one_record_does_not_say_is_never_a_difference(left: Side, right: Side, silent: str) -> None:
    left = replace(left, facts=replace(left.facts, **{silent: ""}))
    name = {"school_name": "school"}.get(silent, silent)
    (verdict,) = [question.verdict for question in compare(left, right, TODAY) if question.name == name]
    assert verdict in (V.ONE_SIDE, V.NEITHER)


@pytest.mark.parametrize(
    ("field", "left", "right", "verdict"),
    [
        ("name", "Moh. Rizki", "Muhammad Rizki", V.ALIKE),
        ("name", "Aminah Siti", "Siti Aminah", V.ALIKE),
        ("name", "Siti", "Siti Aminah", V.ALIKE),
        ("name", "Aminah S.", "Siti Aminah", V.ALIKE),
        ("name", "S. A.", "Siti Aminah", V.DIFFERENT),
        ("name", "Siti Aminah", "Siti Zubaidah", V.DIFFERENT),
        ("birth_date", date(2016, 3, 4), date(2016, 4, 3), V.ALIKE),
        ("birth_date", date(2016, 3, 4), date(2017, 3, 4), V.ALIKE),
        ("birth_date", date(2016, 3, 4), date(2016, 1, 1), V.ALIKE),
        ("birth_date", date(2016, 3, 4), date(2012, 3, 4), V.DIFFERENT),
        ("birth_date", date(2016, 3, 4), date(2017, 5, 9), V.DIFFERENT),
        ("nik", NIK, NIK[:-1] + "7", V.ALIKE),
        ("nik", NIK, "6471995504170010", V.ALIKE),
        ("nik", NIK, "6471995504179910", V.DIFFERENT),
        ("address", "Jl. Mawar 3", "jl. mawar 3", V.ALIKE),
        ("sex", "L", "P", V.DIFFERENT),
    ],
)
def test_the_verdict_on_one_question(field: str, left: object, right: object, verdict: Verdict) -> None:
    a, b = (Side(ChildFacts(**{field: value})) for value in (left, right))  # type: ignore[arg-type]
    (found,) = [question.verdict for question in compare(a, b, TODAY) if question.name == field]
    assert found is verdict


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        (("Nurhayati", "Kardi"), ("Kardi",), V.SAME),
        (("Siti Nurhayati",), ("Nurhayati",), V.ALIKE),
        (("Kardi",), ("Burhan",), V.DIFFERENT),
        ((), ("Burhan",), V.ONE_SIDE),
    ],
)
def test_caregivers_that_stand_in_both(left: tuple[str, ...], right: tuple[str, ...], verdict: Verdict) -> None:
    questions = compare(Side(ChildFacts(), left), Side(ChildFacts(), right), TODAY)
    assert {question.name: question.verdict for question in questions}["caregivers"] is verdict
