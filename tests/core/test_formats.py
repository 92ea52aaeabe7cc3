"""Moments, days, time left and ages read as people say them, in both languages."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from naung.core import formats

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # Monday, 11.00 in Balikpapan


@pytest.fixture(params=["id", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


def test_a_moment_names_weekday_and_zone_of_the_office():
    with translation.override("id"):
        assert formats.moment(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), NOW) == "Sen 23 Nov, 14.00 WITA"
    with translation.override("en"):
        assert formats.moment(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), NOW) == "Mon 23 Nov, 14:00 WITA"


def test_another_year_is_written_out():
    with translation.override("id"):
        assert formats.moment(datetime(2025, 12, 31, 20, 0, tzinfo=UTC), NOW) == "Kam 1 Jan, 04.00 WITA"
        assert formats.moment(datetime(2025, 12, 30, 20, 0, tzinfo=UTC), NOW) == "Rab 31 Des 2025, 04.00 WITA"


@pytest.mark.parametrize(
    ("zone", "text"),
    [("Asia/Jakarta", "Sen 23 Nov, 13.00 WIB"), ("Asia/Jayapura", "Sen 23 Nov, 15.00 WIT")],
)
def test_another_city_has_another_zone(settings, zone, text):
    from dataclasses import replace

    settings.CITY = replace(settings.CITY, time_zone=zone)
    with translation.override("id"):
        assert formats.moment(datetime(2026, 11, 23, 6, 0, tzinfo=UTC), NOW) == text


def test_a_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        formats.clock(datetime(2026, 11, 23, 6, 0))  # noqa: DTZ001


def test_days_are_short_or_in_full():
    with translation.override("id"):
        assert formats.day(date(2026, 11, 23), NOW) == "Sen 23 Nov"
        assert formats.day(date(2026, 11, 23), NOW, "weekday") == "Senin 23 November"
        assert formats.day(date(2026, 11, 23), NOW, "long") == "Senin 23 November 2026"
        assert formats.day(datetime(2026, 11, 22, 17, 0, tzinfo=UTC), NOW) == "Sen 23 Nov"


@pytest.mark.parametrize(
    ("minutes", "indonesian", "english"),
    [
        (200, "sisa 3 jam 20 menit", "3 hours 20 minutes left"),
        (60, "sisa 1 jam", "1 hour left"),
        (1, "sisa 1 menit", "1 minute left"),
        (0, "sisa kurang dari 1 menit", "less than 1 minute left"),
        (-120, "lewat 2 jam", "2 hours late"),
        (28 * 60, "sisa 1 hari 4 jam", "1 day 4 hours left"),
        (3 * 24 * 60 + 600, "sisa 3 hari", "3 days left"),
    ],
)
def test_time_left_is_said_as_people_say_it(minutes, indonesian, english):
    due = NOW + timedelta(minutes=minutes)
    with translation.override("id"):
        assert formats.time_left(due, NOW) == indonesian
    with translation.override("en"):
        assert formats.time_left(due, NOW) == english


@given(st.timedeltas(min_value=timedelta(days=-4000), max_value=timedelta(days=4000)))
def test_what_is_over_is_called_late_and_nothing_else(length):
    with translation.override("id"):
        assert formats.time_left(NOW + length, NOW).startswith("lewat" if length < timedelta(0) else "sisa")


def test_ages_in_years_months_or_unknown():
    with translation.override("id"):
        assert formats.age(date(2017, 11, 24), date(2026, 11, 23)) == "8 th"
        assert formats.age(date(2017, 11, 23), date(2026, 11, 23)) == "9 th"
        assert formats.age(date(2025, 12, 24), date(2026, 11, 23)) == "10 bulan"
        assert formats.age(14, date(2026, 11, 23)) == "14 th"
        assert formats.age(None, date(2026, 11, 23)) == "umur belum diketahui"


def test_a_leap_day_child_turns_older_on_the_first_of_march():
    assert formats.full_years(date(2020, 2, 29), date(2026, 2, 28)) == 5
    assert formats.full_years(date(2020, 2, 29), date(2026, 3, 1)) == 6


def test_machines_read_the_same_moment(language):
    at = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)
    assert datetime.fromisoformat(formats.machine_time(at)) == at
