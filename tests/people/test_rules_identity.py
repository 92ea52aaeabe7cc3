"""NIK, KK, NISN, NPSN, RT and RW: what cannot be, what is only odd, and what a NIK says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.errors import Refused
from naung.people.rules import Sex, age_on, check_kk, check_nik, check_nisn, check_npsn, check_rt, check_rw, read_nik

TODAY = date(2026, 11, 23)
BALIKPAPAN = frozenset(f"64710{district}" for district in range(1, 7))
GIRL = "6471055203150001"  # born 12 March 2015


def test_a_nik_says_region_birth_date_and_sex() -> None:
    says = read_nik(GIRL, TODAY)
    assert says is not None
    assert (says.region, says.birth_date, says.sex) == ("647105", date(2015, 3, 12), Sex.FEMALE)


def test_a_nik_is_read_through_the_signs_that_people_put_in() -> None:
    checked = check_nik(" 6471.0552-0315 0001 ", TODAY, regions=BALIKPAPAN)
    assert (checked.value, checked.ok, checked.warnings) == (GIRL, True, ())
    assert checked.accept() == GIRL


@pytest.mark.parametrize(
    ("nik", "error"),
    [
        ("647105520315000", "LENGTH"),
        ("64710552031500011", "LENGTH"),
        ("64710552O3150001", "NOT_DIGITS"),
        ("٦٤٧١٠٥٥٢٠٣١٥٠٠٠١", "NOT_DIGITS"),
        ("", "NOT_DIGITS"),
        ("6471053002150001", "NOT_A_DATE"),
        ("6471057202150001", "NOT_A_DATE"),
        ("6471055200150001", "NOT_A_DATE"),
        ("6471050003150001", "NOT_A_DATE"),
        ("6471054003150001", "NOT_A_DATE"),
        ("6471052902150001", "NOT_A_DATE"),
        ("6471055203150000", "NO_SERIAL"),
    ],
)
def test_what_cannot_be_a_nik_is_an_error(nik: str, error: str) -> None:
    checked = check_nik(nik, TODAY)
    assert checked.error_codes() == [error]
    assert checked.warnings == ()
    with pytest.raises(Refused):
        checked.accept()


def test_what_differs_from_the_entry_is_a_warning_only() -> None:
    checked = check_nik(GIRL, TODAY, regions=BALIKPAPAN, birth_date=date(2015, 3, 13), sex="L")
    assert checked.ok
    assert checked.warning_codes() == ["DATE_DIFFERS", "SEX_DIFFERS"]
    assert check_nik(GIRL, TODAY, birth_date=date(2015, 3, 12), sex="P").warnings == ()


def test_a_test_number_can_never_be_real_and_warns() -> None:
    checked = check_nik("6471995203150001", TODAY, regions=BALIKPAPAN)
    assert (checked.ok, checked.warning_codes()) == (True, ["REGION_UNKNOWN"])


@pytest.mark.parametrize(
    ("region", "known"), [("730101", True), ("647105", True), ("990101", False), ("000000", False)]
)
def test_children_who_moved_here_carry_any_city(region: str, known: bool) -> None:
    checked = check_nik(region + "5203150001", TODAY, regions=BALIKPAPAN)
    assert (checked.warnings == ()) is known


def test_the_century_is_that_of_a_child_else_the_nearest_past() -> None:
    adult = "6471051203850001"
    assert read_nik(adult, TODAY).birth_date == date(1985, 3, 12)  # type: ignore[union-attr]
    assert check_nik(adult, TODAY).warning_codes() == ["NOT_A_CHILD"]
    assert check_nik(adult, TODAY, child=False).warnings == ()
    assert read_nik("6471051203010001", TODAY).birth_date == date(2001, 3, 12)  # type: ignore[union-attr]
    assert read_nik("6471051203270001", TODAY).birth_date == date(1927, 3, 12)  # type: ignore[union-attr]
    assert read_nik("nothing", TODAY) is None


@given(st.dates(date(2008, 11, 24), TODAY), st.sampled_from(list(Sex)), st.integers(1, 9999))
def test_the_nik_of_any_child_tells_its_birth_date_and_sex(birth: date, sex: Sex, serial: int) -> None:
    day = birth.day + (40 if sex is Sex.FEMALE else 0)
    nik = f"647101{day:02d}{birth:%m%y}{serial:04d}"
    says = read_nik(nik, TODAY)
    assert says is not None
    assert (says.birth_date, says.sex) == (birth, sex)
    assert 0 <= age_on(says.birth_date, TODAY) < 18
    assert check_nik(nik, TODAY, regions=BALIKPAPAN, birth_date=birth, sex=sex).warnings == ()


@given(st.text(max_size=20))
def test_no_text_breaks_a_check(text: str) -> None:
    for check in (lambda t: check_nik(t, TODAY), lambda t: check_kk(t, TODAY), check_nisn, check_npsn, check_rt):
        checked = check(text)
        assert checked.ok or checked.errors


@pytest.mark.parametrize(
    ("kk", "errors", "warnings"),
    [
        ("6471051203200001", [], []),
        ("6471055203200001", [], ["KK_DATE"]),
        ("6471051203270001", [], ["KK_DATE"]),
        ("6471051203200000", [], ["KK_SERIAL"]),
        ("6471991203200001", [], ["REGION_UNKNOWN"]),
        ("64710512032000", ["LENGTH"], []),
        ("647105120320000X", ["NOT_DIGITS"], []),
    ],
)
def test_a_family_card_has_16_digits_and_no_plus_40(kk: str, errors: list[str], warnings: list[str]) -> None:
    checked = check_kk(kk, TODAY, regions=BALIKPAPAN)
    assert (checked.error_codes(), checked.warning_codes()) == (errors, warnings)


def test_a_nisn_begins_with_the_year_of_birth_but_need_not() -> None:
    assert check_nisn("0151234567", birth_date=date(2015, 3, 12)).warnings == ()
    assert check_nisn("0081234567", birth_date=date(2015, 3, 12)).warning_codes() == ["NISN_YEAR"]
    assert check_nisn("0081234567").warnings == ()
    assert check_nisn("00812345").error_codes() == ["LENGTH"]


def test_a_npsn_has_8_digits_and_begins_as_is_usual_here() -> None:
    assert check_npsn("30401234", beginnings=("3", "69")).warnings == ()
    assert check_npsn("20401234", beginnings=("3", "69")).warning_codes() == ["NPSN_GROUP"]
    assert check_npsn("20401234").warnings == ()
    assert check_npsn("30401234567890").error_codes() == ["LENGTH"]


@pytest.mark.parametrize(
    ("text", "value", "errors"),
    [
        ("5", "5", []),
        ("005", "5", []),
        ("RT. 12", "12", []),
        ("", "", []),
        ("0", "0", ["RT_DIGITS"]),
        ("1234", "1234", ["RT_DIGITS"]),
        ("5A", "5A", ["RT_DIGITS"]),
    ],
)
def test_an_rt_has_one_to_three_digits(text: str, value: str, errors: list[str]) -> None:
    checked = check_rt(text)
    assert (checked.value, checked.error_codes()) == (value, errors)


def test_an_rw_is_optional() -> None:
    assert check_rw("").ok
    assert check_rw("RW 003").value == "3"
    assert check_rw("x").error_codes() == ["RW_DIGITS"]


def test_ages_are_counted_over_leap_days() -> None:
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18
    assert age_on(TODAY, TODAY + timedelta(days=364)) == 0
