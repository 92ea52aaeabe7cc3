"""The city is a file: another one is another city, and a wrong key is named."""

from datetime import time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from naung.core import reference
from naung.core.city import CityError, load_city

PACKAGED = Path(reference.__file__).parent.parent / "config" / "cities"
SECOND = Path(__file__).parent.parent / "data" / "second_city.toml"


def test_balikpapan_is_the_first_city():
    city = load_city(PACKAGED / "balikpapan.toml")

    assert (city.programme, city.office, city.area_code) == (
        "Senandung Sajak",
        "Dinas Sosial Kota Balikpapan",
        "64.71",
    )
    assert (city.zone, city.zone_label) == (ZoneInfo("Asia/Makassar"), "WITA")
    assert (city.hours.days, city.hours.opens, city.hours.closes) == ({1, 2, 3, 4, 5}, time(8), time(16))
    assert [line.number for line in city.emergency] == ["112", "110", "129"]
    assert city.emergency[2].whatsapp == "08111-129-129"
    assert (city.caseload_warning, city.danger_wait) == (25, timedelta(minutes=15))
    assert city.answers.say("en").startswith("Staff answer")
    assert not city.contact.confirmed


def test_the_default_roster_leaves_no_hour_of_the_week_without_anybody():
    city = load_city(PACKAGED / "balikpapan.toml")

    covered = {(day, hour) for rule in city.roster for day, hour in _hours(rule)}

    assert covered == {(day, hour) for day in range(1, 8) for hour in range(24)}


def test_a_second_city_has_its_own_name_zone_and_areas():
    city = load_city(SECOND)

    assert (city.programme, city.time_zone, city.zone_label) == ("Payung Teduh", "Asia/Jakarta", "WIB")
    assert city.areas_file == SECOND.with_name("second_city_areas.json")
    assert reference.areas(city.areas_file)[0].code == city.area_code
    assert city.decree == ""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('name = "Payung Teduh"\n', "", "`programme.name` is missing"),
        ('name = "Payung Teduh"', 'name = " "', "`programme.name` is empty"),
        ('"Asia/Jakarta"', '"Asia/Jakatra"', "`time.zone` is not a time zone: Asia/Jakatra"),
        ('opens = "07.30"', 'opens = "half past"', "`time.opens` must be a time such as 08.00"),
        ('opens = "07.30"', 'opens = "15.30"', "`time.closes` must be later than `opens`"),
        (
            "caseload_warning = 20",
            'caseload_warning = "20"',
            "`duties.caseload_warning` must be a whole number",
        ),
        ("caseload_warning = 20", "caseload_warning = 0", "`duties.caseload_warning` must be 1 or more"),
        (
            "caseload_warning = 20",
            "caseload_warning = true",
            "`duties.caseload_warning` must be a whole number",
        ),
        ("work_days = [1, 2, 3, 4, 5, 6]", "work_days = [0]", "`time.work_days` must list days from 1"),
        ('number = "112"', "number = 112", "`emergency[1].number` must be a text"),
        ('file = "second_city_areas.json"', 'file = "none.json"', "`area.file` names none.json"),
        ('"https://id.wikipedia.org/"', '"javascript:alert(1)"', "`public.quick_exit` must be an address"),
        ("[programme]", "[programme", "is not valid TOML"),
    ],
)
def test_a_wrong_key_is_named(tmp_path, old, new, said):
    wrong = tmp_path / "kota.toml"
    wrong.write_text(SECOND.read_text().replace(old, new, 1))
    (tmp_path / "second_city_areas.json").write_text("{}")

    with pytest.raises(CityError) as caught:
        load_city(wrong)

    assert said in str(caught.value)
    assert "kota.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("weights = { never = 101 }", "`rollout.weights.never` must be from 0 to 100"),
        ("weights = { beauty = 3 }", "`rollout.weights.beauty` is none of never, size, waiting, reports, need"),
        ('need = { "99.71.01" = "much" }', "`rollout.need.99.71.01` must be a whole number"),
        ("breaks = [13]", "`rollout.breaks` must list months"),
        ("per_team = 0", "`rollout.per_team` must be 1 or more"),
    ],
)
def test_what_counts_for_the_next_school_is_checked(tmp_path, told, said):
    wrong = tmp_path / "kota.toml"
    wrong.write_text(f"{SECOND.read_text()}\n[rollout]\n{told}\n")
    (tmp_path / "second_city_areas.json").write_text("{}")

    with pytest.raises(CityError) as caught:
        load_city(wrong)

    assert said in str(caught.value)


def test_a_city_that_says_nothing_of_schools_has_weights_and_no_school_breaks():
    rollout = load_city(SECOND).rollout

    assert (sum(rollout.weights.values()), rollout.breaks, rollout.need) == (100, frozenset(), {})


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CityError, match=r"nowhere\.toml cannot be read"):
        load_city(tmp_path / "nowhere.toml")


def _hours(rule):
    ends = rule.ends.hour if rule.ends > rule.starts else rule.ends.hour + 24
    for day in rule.days:
        for hour in range(rule.starts.hour, ends):
            yield (day + hour // 24 - 1) % 7 + 1, hour % 24
