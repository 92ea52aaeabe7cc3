"""Names as written and the key that finds them, ages known and estimated, phone numbers in every spelling."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.people.rules import (
    age_now,
    age_on,
    birth_window,
    check_birth_date,
    check_estimate,
    check_name,
    check_phone,
    read_phone,
    search_key,
)
from naung.people.rules.phones import last_digits

TODAY = date(2026, 11, 23)

# Names


@pytest.mark.parametrize("name", ["Siti", "M. Rizky", "Nur'aini", "Ahmad bin Abdul", "Álvaro", "A", "An Nisa"])
def test_a_name_is_kept_as_written_even_a_single_word(name: str) -> None:
    checked = check_name(name)
    assert (checked.value, checked.errors, checked.warnings) == (name, (), ())


def test_spaces_and_unseen_signs_are_tidied_and_nothing_else() -> None:
    assert check_name("  Siti \t Nur\u200bAini\n").value == "Siti Nur Aini"
    assert check_name("   ").value == ""
    assert check_name("").ok


@pytest.mark.parametrize(
    ("name", "errors", "warnings"),
    [
        ("a" * 60, [], []),
        ("a" * 61, ["TOO_LONG"], []),
        ("12345", ["NO_LETTER"], ["HAS_DIGITS"]),
        ("Budi 2", [], ["HAS_DIGITS"]),
        ("H. Budi", [], ["HAS_TITLE"]),
        ("Siti Aminah, S.Pd.", [], ["HAS_TITLE"]),
        ("a.n. Budi", [], ["HAS_TITLE"]),
        ("By. Ny. Siti", [], ["NEWBORN_LABEL"]),
        ("...", ["NO_LETTER"], []),
    ],
)
def test_hard_errors_and_warnings_stand_apart(name: str, errors: list[str], warnings: list[str]) -> None:
    checked = check_name(name)
    assert (checked.error_codes(), checked.warning_codes()) == (errors, warnings)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Yusuf", "Moh. Joesoef"),
        ("Muhammad Yusuf", "H. M. Yusup, S.Pd.I"),
        ("Ahmad", "Achmad"),
        ("Siti Aisyah", "ST. AISYAH"),
        ("Suharto", "Soeharto"),
        ("Cahyo", "Tjahjo"),
        ("Joko", "Djoko"),
        ("Fitri", "Vitri"),
        ("Andi", "Andy"),
        ("Salsabila", "Salsabilla"),
        ("Nur Aini", "Noer  Aini"),
        ("Hidayat", "Hidajad"),
        ("Álvaro", "alvaro"),
        ("Dzulkifli", "Zulkipli"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Dwi", "Dewi"), ("Cahyo", "Cahyono"), ("Siti", "Sari"), ("Putri", "Putra")]
)
def test_different_names_have_different_keys(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)


def test_a_name_that_is_only_a_title_can_still_be_found() -> None:
    assert search_key("Haji") == "hayi"
    assert search_key("Bayi Ny. Siti Aminah") == search_key("Siti Aminah")


@given(st.text(st.characters(max_codepoint=0x24F), max_size=80))
def test_any_text_has_a_key_that_is_its_own_key(text: str) -> None:
    key = search_key(text)
    assert len(key) <= 80
    assert key == " ".join(key.split())
    assert search_key(text.upper()) == search_key(text.upper().lower())


@given(st.text(max_size=80))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    value = check_name(text).value
    assert check_name(value).value == value


# Ages


def test_an_estimate_grows_older_with_its_child() -> None:
    made = date(2024, 6, 1)
    assert age_now(date(2026, 5, 31), estimate=7, estimated=made) == 8
    assert age_now(date(2026, 6, 1), estimate=7, estimated=made) == 9
    assert age_now(date(2023, 1, 1), estimate=7, estimated=made) == 7


def test_a_birth_date_goes_before_an_estimate() -> None:
    assert age_now(TODAY, birth_date=date(2016, 1, 1), estimate=3, estimated=TODAY) == 10
    assert age_now(TODAY) is None


@pytest.mark.parametrize(
    ("birth", "codes"),
    [
        (TODAY, []),
        (date(2008, 11, 24), []),
        (date(2008, 11, 23), ["NOT_A_CHILD"]),
        (date(1986, 1, 1), ["NOT_A_CHILD"]),
        (TODAY + timedelta(days=1), ["IN_FUTURE"]),
    ],
)
def test_a_child_is_born_and_under_18(birth: date, codes: list[str]) -> None:
    assert [finding.code for finding in check_birth_date(birth, TODAY)] == codes


@pytest.mark.parametrize(
    ("estimate", "made", "codes"),
    [
        (0, TODAY, []),
        (17, TODAY, []),
        (18, TODAY, ["NOT_A_CHILD"]),
        (40, TODAY, ["NOT_A_CHILD"]),
        (-1, TODAY, ["NEGATIVE"]),
        (5, TODAY + timedelta(days=1), ["ESTIMATE_IN_FUTURE"]),
        (17, date(2025, 11, 23), ["NOT_A_CHILD"]),
    ],
)
def test_an_estimate_is_held_to_the_same(estimate: int, made: date, codes: list[str]) -> None:
    assert [finding.code for finding in check_estimate(estimate, made, TODAY)] == codes


def test_the_text_says_the_age() -> None:
    assert "40 tahun" in check_birth_date(date(1986, 1, 1), TODAY)[0].text.id


@given(st.integers(0, 17), st.dates(date(2000, 1, 1), date(2030, 12, 31)))
def test_an_estimate_means_a_year_in_which_the_child_was_born(estimate: int, made: date) -> None:
    first, last = birth_window(estimate, made)
    assert age_on(first, made) == age_on(last, made) == estimate
    assert age_on(first - timedelta(days=2), made) == estimate + 1


# Phones


@pytest.mark.parametrize(
    "text", ["0812 3456 7890", "+62 812-3456-7890", "62 81234567890", "(0812) 34567890", "0812.3456.7890"]
)
def test_every_spelling_of_a_number_is_one_number(text: str) -> None:
    checked = check_phone(text)
    assert (checked.value, checked.errors, checked.warnings) == ("+6281234567890", (), ())


def test_a_landline_needs_its_area_code() -> None:
    assert check_phone("0542 731234").value == "+62542731234"
    assert check_phone("731234").error_codes() == ["NOT_A_NUMBER"]


@pytest.mark.parametrize("text", ["110", "129", "abc", "0812", "telepon ibu", "+", "0" * 30])
def test_what_is_no_number_is_refused(text: str) -> None:
    assert check_phone(text).error_codes() == ["NOT_A_NUMBER"]


def test_an_unusual_number_is_kept_with_a_warning() -> None:
    checked = check_phone("0999 1234567")
    assert (checked.value, checked.ok, checked.warning_codes()) == ("+629991234567", True, ["UNUSUAL"])


def test_no_number_is_allowed() -> None:
    assert check_phone(" ").accept() == ""


def test_a_kept_number_says_how_it_is_dialled() -> None:
    mobile, landline = read_phone("+6281234567890"), read_phone("+62542731234")
    assert mobile is not None
    assert landline is not None
    assert (mobile.national, mobile.is_mobile, landline.is_mobile) == ("0812-3456-7890", True, False)
    assert read_phone("x") is None
    assert last_digits("+6281234567890") == "890"
