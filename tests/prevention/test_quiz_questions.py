"""The questions themselves: few, in both languages, one right answer, and none about a child's own life."""

import re
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from naung.prevention.rules import quiz as rules
from naung.prevention.rules.quiz import QuizSet

ALL = list(rules.sets().values())
# How somebody would be asked about herself: whether it ever happened to her.
ABOUT_ONESELF = re.compile(r"\b(pernah(kah)?|apakah kamu|apakah anda|have you|did (he|she|anyone))\b", re.IGNORECASE)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_a_set_is_short_and_each_question_has_one_right_answer(one: QuizSet) -> None:
    assert 5 <= len(one.questions) <= 8
    assert len({question.code for question in one.questions}) == len(one.questions)
    for question in one.questions:
        assert question.topic in rules.topics()
        assert 0 <= question.right < len(question.options) == 3
        assert len({option.id for option in question.options}) == 3


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.code)
def test_everything_is_said_in_both_languages_and_nobody_is_asked_about_herself(one: QuizSet) -> None:
    for text in [one.label, *(q.text for q in one.questions), *(o for q in one.questions for o in q.options)]:
        assert text.id.strip()
        assert text.en.strip()
        assert not ABOUT_ONESELF.search(f"{text.id} {text.en}")
        assert "!" not in text.id + text.en


def test_the_right_answer_is_not_always_at_the_same_place() -> None:
    for one in ALL:
        assert len({question.right for question in one.questions}) == 3


@pytest.mark.parametrize(
    ("audiences", "form", "codes"),
    [
        (["PUPILS"], "SD", ["MURID_SD"]), (["PUPILS"], "SMK", ["MURID_SM"]), (["PUPILS"], "", ["MURID_SD"]),
        (["TEACHERS", "PARENTS"], "SMP", ["GURU", "ORTU"]), (["COMMUNITY"], "", ["ORTU"]),
    ],
)  # fmt: skip
def test_a_session_begins_with_the_sets_of_its_audiences(audiences: list[str], form: str, codes: list[str]) -> None:
    assert rules.suggested(audiences, form) == codes


def test_a_code_is_read_however_it_is_typed() -> None:
    pair = rules.new_pair()

    assert rules.tidy_pair(f"  {pair.replace('-', ' ').upper()} ") == pair
    assert rules.tidy_pair(pair.replace("-", "")) in (pair, None)


@given(st.text(max_size=80))
def test_nothing_else_is_taken_for_a_code(typed: str) -> None:
    pair = rules.tidy_pair(typed)

    assert pair is None or rules.tidy_pair(pair) == pair


def test_the_sessions_page_leads_to_the_quiz(db: None) -> None:
    session = SimpleNamespace(pk=uuid4(), code="BCDFGH")
    part = render_to_string("prevention/_quiz.html", {"session": session})

    assert f"/pencegahan/sesi/{session.pk}/kuis/" in part
    assert "<strong>BCDFGH</strong>" in part
