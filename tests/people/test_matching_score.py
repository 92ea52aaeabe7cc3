"""How sure it is that two accounts are of one child: stories and laws."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naung.people.matching.facts import Known, number_tokens
from naung.people.matching.scoring import Score, score

KEY = b"k" * 32
NAMES = ["", "Muhammad Rizki", "Moh. Riski", "Siti", "Siti Nurhaliza", "Sitinurhaliza", "Budi S.", "Rafa Aulia",
         "Rafi Aulia", "Ahmad Fauzan Lubis", "Ahmad Rizki Lubis", "By. Ny. Siti"]  # fmt: skip
DAYS = [None, date(2015, 3, 4), date(2015, 4, 3), date(2016, 3, 4), date(2015, 1, 1), date(2011, 12, 30)]
NIKS = ["", "6471990403150001", "6471990403150002", "6471991212120009"]

RIZKI = Known(
    name="Muhammad Rizki Hidayat", sex="L", birth_date=date(2015, 3, 4), mother="Siti Aminah", phone="+6281211112222",
    kelurahan="6471991001", kecamatan="647199", nik_tokens=number_tokens(NIKS[1], KEY),
)  # fmt: skip

accounts = st.builds(
    Known,
    name=st.sampled_from(NAMES),
    nickname=st.sampled_from(["", "Iki", "Rafa"]),
    mother=st.sampled_from(["", "Siti Aminah", "Sitti Aminah", "Rohani"]),
    sex=st.sampled_from(["", "L", "P"]),
    birth_date=st.sampled_from(DAYS),
    age_estimate=st.sampled_from([None, 5, 10]),
    age_estimated_date=st.sampled_from([None, date(2026, 1, 5)]),
    phone=st.sampled_from(["", "+6281", "+6282"]),
    kelurahan=st.sampled_from(["", "1", "2"]),
    kecamatan=st.sampled_from(["", "1", "2"]),
    school=st.sampled_from(["", "SDN 1", "sdn 1"]),
    address=st.sampled_from(["", "Jl. Mawar 3", "Gang Damai"]),
    nik_tokens=st.sampled_from(NIKS).map(lambda nik: number_tokens(nik, KEY)),
)
FACTS = {
    "name": "Muhammad Rizki", "mother": "Siti Aminah", "sex": "L", "birth_date": date(2015, 3, 4), "phone": "+6281",
    "school": "SDN 1", "address": "Jl. Mawar 3", "kk_token": "k", "nik_tokens": number_tokens(NIKS[1], KEY),
}  # fmt: skip
EMPTY: dict[str, object] = {"sex": "", "birth_date": None, "nik_tokens": ()}


def code(found: Score, field: str) -> str:
    return next(one.code for one in found.fields if one.field == field)


@settings(max_examples=150)
@given(accounts, accounts)
def test_it_is_the_same_both_ways_round(a: Known, b: Known) -> None:
    assert score(a, b).weight == pytest.approx(score(b, a).weight)
    assert [one.code for one in score(a, b).fields] == [one.code for one in score(b, a).fields]


@settings(max_examples=150)
@given(accounts, accounts)
def test_order_and_case_of_names_make_no_difference(a: Known, b: Known) -> None:
    turned = b if b.name.startswith("By.") else replace(b, name=" ".join(reversed(b.name.split())).upper())
    assert score(a, turned).weight == pytest.approx(score(a, b).weight)


@settings(max_examples=200)
@given(accounts, accounts, st.sampled_from(sorted(FACTS)))
def test_more_that_agrees_never_lowers_it(a: Known, b: Known, fact: str) -> None:
    if fact == "name" and (a.nickname or b.nickname):
        a, b = replace(a, nickname=""), replace(b, nickname="")
    if fact == "mother" or fact == "birth_date":  # a label's mother, an estimate would be replaced, not added
        a, b = (replace(one, name="Budi", age_estimate=None) for one in (a, b))
    without = {fact: EMPTY.get(fact, "")}
    more = {fact: FACTS[fact]}
    before = score(replace(a, **without), replace(b, **without)).weight
    assert score(replace(a, **more), replace(b, **more)).weight >= before - 1e-9


def test_the_same_child_written_by_somebody_else() -> None:
    found = score(
        RIZKI, Known(name="M. Riski H", sex="L", birth_date=date(2015, 4, 3), mother="Sitti Aminah", kecamatan="647199")
    )
    assert found.probability > 0.9
    assert code(found, "birth") == "BIRTH_SWAPPED"
    assert code(found, "phone") == "PHONE_MISSING"
    assert "tertukar" in next(one.text.id for one in found.fields if one.field == "birth")


@pytest.mark.parametrize("name", ["Muhammad Fauzan Hidayat", "Aisyah Hidayat", "Rafi"])
def test_a_brother_or_sister_is_not_the_same_child(name: str) -> None:
    sibling = replace(RIZKI, name=name, birth_date=date(2012, 7, 9), nik_tokens=())
    assert score(RIZKI, sibling).probability < 0.1


@pytest.mark.parametrize(("name", "sex"), [("Rizka Amelia", "P"), ("Muhammad Rafli Hidayat", "L"), ("Fauzan", "L")])
def test_a_twin_is_not_the_same_child(name: str, sex: str) -> None:
    twin = replace(RIZKI, name=name, sex=sex, nik_tokens=number_tokens(NIKS[2], KEY))
    assert score(RIZKI, twin).probability < 0.9
    assert any(one.field == "family" for one in score(RIZKI, twin).fields)


def test_the_same_number_with_another_name_asks_for_a_look() -> None:
    found = score(RIZKI, Known(name="Budi Santoso", nik_tokens=RIZKI.nik_tokens))
    assert found.review is not None
    assert score(RIZKI, RIZKI).review is None


def test_an_estimate_is_read_with_its_day() -> None:
    said = Known(name="Rizki Hidayat", age_estimate=8, age_estimated_date=date(2023, 6, 1))
    later = replace(said, age_estimated_date=date(2026, 6, 1))
    assert code(score(RIZKI, said), "age") == "AGE_FITS"
    assert code(score(RIZKI, later), "age") != "AGE_FITS"


def test_a_rare_name_says_more_than_a_common_one() -> None:
    common, rare = Known(name="Muhammad"), Known(name="Lijau")
    assert score(rare, rare).weight > score(common, common).weight + 3


def test_a_whole_name_of_one_word_says_more_than_the_same_word_of_a_longer_name() -> None:
    alone, longer = Known(name="Lijau"), Known(name="Lijau Wahyu Santoso")
    said = {one.field: one.bits for one in score(alone, alone).fields}
    assert said["name"] > {one.field: one.bits for one in score(alone, longer).fields}["name"] + 3


@pytest.mark.parametrize("name", ["Siti Nurhaliza", "Nurhaliza Siti"])
def test_words_written_together_are_known_in_whatever_order(name: str) -> None:
    assert code(score(Known(name="Sitinurhaliza"), Known(name=name)), "name") == "NAME_NEAR"
