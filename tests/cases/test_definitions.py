"""Every factor says what each of its levels means, in both languages."""

import json
from copy import deepcopy

import pytest

from naung.cases.rules.definitions import FILE, LEVELS, definitions, read
from naung.core import reference


def test_all_twelve_factors_define_four_levels_in_both_languages():
    factors = definitions().factors

    assert list(factors) == list(reference.codes("domain_asesmen"))
    for factor in factors.values():
        assert tuple(factor.levels) == LEVELS
        texts = [*factor.levels.values(), *(hint.text for hint in factor.hints)]
        assert all(words.id.endswith(".") and words.en.endswith(".") for words in texts), factor.code
        assert len({words.id for words in texts}) == len(texts), factor.code


def test_the_words_are_a_draft_until_a_social_worker_has_read_them():
    assert definitions().draft is True


def test_hints_follow_the_childs_age():
    care = definitions().factors["2B"]

    assert [hint.from_age for hint in care.hints_at(3)] == [0]
    assert [hint.from_age for hint in care.hints_at(15)] == [12]
    assert care.hints_at(8) == ()
    assert care.hints_at(None) == care.hints


def _forget_a_factor(content):
    del content["factors"]["6B"]


def _forget_a_level(content):
    del content["factors"]["1A"]["levels"]["1"]


def _forget_a_language(content):
    content["factors"]["1A"]["levels"]["1"]["en"] = ""


def _impossible_age(content):
    content["factors"]["1A"]["hints"][0]["until_age"] = 40


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_forget_a_factor, "missing or unknown: 6B"),
        (_forget_a_level, "1A must define the levels"),
        (_forget_a_language, "1A lacks a text"),
        (_impossible_age, "1A has a hint for impossible ages"),
    ],
)
def test_a_broken_file_is_refused(spoil, said):
    content = deepcopy(json.loads(FILE.read_text()))
    spoil(content)

    with pytest.raises(reference.ReferenceDataError, match=said):
        read(content)
