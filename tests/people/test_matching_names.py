"""One name in many spellings is one name; names that only look alike stay two."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naung.people.matching.facts import TOKEN_LENGTH, Known, number_tokens
from naung.people.matching.keys import MOST, keys
from naung.people.matching.levels import Birth, Name, birth, words
from naung.people.matching.names import label_mother, tokens
from naung.people.matching.prepared import prepare
from naung.people.matching.scoring import score

KEY = b"k" * 32
NIK = "6471990405150001"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Rizki", "Moh. Riski"),
        ("Muhammad Rizki", "M. Rizqy"),
        ("H. Ahmad Fauzi, S.Pd.", "Achmad Pauji"),
        ("Djoko Soesilo", "Joko Susilo"),
        ("Tjahjo", "Cahyo"),
        ("Siti Noer Hajati", "Sitti Nur Hayati"),
        ("Jusuf", "Yusup"),
        ("Chairunnisa", "Khoirunnisa"),
        ("Dzulkifli", "Zulkipli"),
        ("Aisyah binti Umar", "Aisya Oemar"),
        ("Johannes Kefin", "Yohanes Kevin"),
        ("I Njoman Ktut", "I Nyoman Ketut"),
        ("Liem Goenawan", "Lim Gunawan"),
        ("Pandjaitan", "Panjaitan"),
        ("Goesti Roesdi", "Gusti Rusdi"),
        ("Dg. Baso", "Daeng Baso"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert words(tokens(one), tokens(other))[0] == Name.ALL


@pytest.mark.parametrize(
    ("one", "other"), [("Dwi", "Dewi"), ("Cahyo", "Cahyono"), ("Rafa", "Rafi"), ("Hasan", "Husin"), ("Eka", "Eko")]
)
def test_two_names_that_look_alike(one: str, other: str) -> None:
    assert words(tokens(one), tokens(other))[0] == Name.NONE


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("Siti Nurhaliza", "Sitinurhaliza", Name.NEAR),
        ("Rizki Hidayat", "Hidayat Rizki", Name.ALL),
        ("Rizki Hidayat", "Rizki H.", Name.NEAR),
        ("Salsabila Putri", "Salsabila", Name.PART),
        ("Kartika", "Kartkia", Name.TYPO),
        ("Ahmad Fauzan Lubis", "Ahmad Rizki Lubis", Name.SOME),
    ],
)
def test_how_far_names_agree(one: str, other: str, level: Name) -> None:
    assert words(tokens(one), tokens(other))[0] == level


def test_a_newborns_label_is_the_mothers_name() -> None:
    assert tokens("By. Ny. Siti Aminah") == ()
    assert label_mother("By. Ny. Siti Aminah") == "siti aminah"
    assert prepare(Known(name="By. Ny. Siti Aminah")).mother == tokens("Siti Aminah")


def test_a_name_of_ten_thousand_letters_is_only_cut() -> None:
    long = Known(name="x" * 10_000 + " Budi", birth_date=date(2015, 1, 2))
    assert len(keys(long)) <= MOST
    assert max(map(len, keys(long))) < 100
    assert score(long, long).probability <= 1


@pytest.mark.parametrize(
    ("other", "level"),
    [
        (date(2015, 4, 3), Birth.SWAPPED),
        (date(2016, 3, 4), Birth.YEAR_OFF),
        (date(2015, 1, 1), Birth.YEAR_ONLY),
        (date(2015, 3, 14), Birth.CLOSE),
        (date(2012, 9, 9), Birth.DIFFERENT),
    ],
)
def test_how_far_birth_dates_agree(other: date, level: Birth) -> None:
    one = prepare(Known(birth_date=date(2015, 3, 4)))
    assert birth(one, prepare(Known(birth_date=other))) == birth(prepare(Known(birth_date=other)), one) == level


@given(st.integers(0, 15), st.integers(1, 9))
def test_a_nik_with_one_wrong_digit_shares_exactly_one_token(at: int, more: int) -> None:
    wrong = NIK[:at] + str((int(NIK[at]) + more) % 10) + NIK[at + 1 :]
    right, other = number_tokens(NIK, KEY), number_tokens(wrong, KEY)
    assert len(set(right) & set(other)) == 1
    assert len(right) == 17
    assert all(len(token) == TOKEN_LENGTH for token in right)


def test_no_number_stands_in_the_keys() -> None:
    known = Known(name="Budi", nik_tokens=number_tokens(NIK, KEY), kk_token="abc")
    assert not any(NIK[:8] in key for key in keys(known))
    assert set(number_tokens(NIK, KEY)).isdisjoint(number_tokens(NIK, b"other" * 8))


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Siti", "Muhammad", "Rizki", "Hidayat", "Putri", "Aulia", "Nur", "Baso", "Lim"]),
        max_size=5,
        unique=True,
    )
)
def test_order_and_case_make_no_difference_to_keys(parts: list[str]) -> None:
    shuffled = random.Random(1).sample(parts, len(parts))
    one, other = (Known(name=" ".join(p), birth_date=date(2015, 3, 4), kecamatan="1") for p in (parts, shuffled))
    assert keys(one) == keys(other) == keys(replace(one, name=one.name.upper()))
