"""The receipt's five words: the list keeps its rules, and words and digits are one secret."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from naung.core.errors import Refused
from naung.intake.rules.receipts import tidy
from naung.intake.rules.words import EACH, digits_in, slips, word_list, words_for

NEVER = {
    "anjing", "babi", "bodoh", "bunuh", "cium", "dada", "darah", "kafir", "luka", "mati", "pukul", "senjata", "susu",
    "tembak", "tangan", "kepala", "perut", "racun", "telanjang", "setan", "takut", "tidur", "ibu", "nikah",
}  # fmt: skip

receipts = st.integers(0, 10**16 - 1).map(lambda number: f"{number:016d}")


def test_the_list_has_2048_short_plain_words_in_order() -> None:
    words = word_list()

    assert len(words) == len(set(words)) == EACH
    assert list(words) == sorted(words)
    assert all(re.fullmatch(r"[a-z]{3,8}", word) and len(word) <= 7 for word in words)


def test_no_word_of_the_list_hurts() -> None:
    assert NEVER.isdisjoint(word_list())


def test_no_two_words_are_one_slip_apart() -> None:
    words = set(word_list())

    assert [(word, near) for word in words for near in slips(word) if near in words and near != word] == []


@given(receipts)
def test_words_and_digits_are_the_same_receipt(digits: str) -> None:
    assert digits_in(" ".join(words_for(digits))) == digits


@given(receipts, st.sampled_from([" ", ", ", "-", "\n", " - ", "."]), st.booleans())
def test_capitals_and_what_stands_between_do_not_matter(digits: str, between: str, loud: bool) -> None:
    typed = between.join(words_for(digits))
    assert tidy(f"  {typed.upper() if loud else typed.title()} ") == digits


@given(receipts, st.integers(0, 4), st.data())
def test_a_slip_is_mended_or_said_but_never_another_receipt(digits: str, at: int, data: st.DataObject) -> None:
    words = list(words_for(digits))
    words[at] = data.draw(st.sampled_from(sorted(set(slips(words[at])))))
    assume(words[at])
    assert read(" ".join(words)) in {digits, None}


def read(text: str) -> str | None:
    try:
        return digits_in(text)
    except Refused:
        return None


def test_of_two_neighbours_in_the_wrong_order_two_of_three_pairs_are_told_apart() -> None:
    told = 0
    for number in range(300):
        words = list(words_for(f"{number * 33_333_333_333_331:016d}"))
        words[1], words[2] = words[2], words[1]
        told += read(" ".join(words)) is None
    assert 170 < told < 230


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abadi abjad", "16 angka atau lima kata"),
        ("abadi abjad zzzzz zona zebra", "Kata nomor 3"),
        ("zoologi zoologi zoologi zoologi zoologi", "tertukar atau salah"),
    ],
)
def test_what_is_no_receipt_is_refused_in_words_that_help(typed: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        tidy(typed)
