"""The office's calendar: starting data, and the office's own list, which wins day by day."""

from datetime import date

import pytest

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.errors import AccessDenied
from naung.core.importing import CellError, read_csv
from naung.duties import operations
from naung.duties.models import Holiday
from naung.duties.rules.holidays import HOLIDAY_COLUMNS, OPEN_COLUMN, holiday_row, published
from tests.scene import MONDAY


def start(*years, by=None):
    with acting_as(by or operator([])) as actor:
        return operations.start_holidays(by=actor, years=years, now=MONDAY)


def take(folder, content):
    path = folder / "libur.csv"
    path.write_text(content)
    source = read_csv(path, HOLIDAY_COLUMNS, (OPEN_COLUMN,))
    with acting_as(operator([])) as actor:
        return operations.import_holidays(by=actor, source=source, now=MONDAY)


def test_2026_holds_national_holidays_and_joint_leave():
    days = {day.date: day for day in published([2026])}

    assert len(days) == 25
    assert days[date(2026, 3, 20)].name == "Cuti Bersama Hari Raya Idul Fitri"
    assert not any(day.estimated for day in days.values())


def test_in_a_year_not_fixed_yet_moving_days_and_joint_leave_are_estimates():
    days = {day.date: day for day in published([2027])}

    assert days[date(2027, 3, 10)].estimated
    assert days[date(2027, 3, 10)].name == "Hari Raya Idul Fitri"
    assert days[date(2027, 3, 12)].estimated, "joint leave"
    assert not days[date(2027, 8, 17)].estimated


@pytest.mark.parametrize("written", ["2027-03-10", "10/03/2027", "10-03-2027", "10.03.2027"])
def test_a_day_may_be_written_in_the_usual_ways(written):
    assert holiday_row({"tanggal": written, "nama": "Libur"}).date == date(2027, 3, 10)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"tanggal": "31/02/2027", "nama": "Libur"}, "tanggal"),
        ({"tanggal": "10 Maret", "nama": "Libur"}, "tanggal"),
        ({"tanggal": "0027-03-10", "nama": "Libur"}, "tanggal"),
        ({"tanggal": "2027-03-10", "nama": ""}, "nama"),
        ({"tanggal": "2027-03-10", "nama": "Libur", "buka": "mungkin"}, "buka"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(values, column):
    with pytest.raises(CellError) as caught:
        holiday_row(values)

    assert caught.value.column == column


@pytest.mark.django_db
def test_starting_twice_changes_nothing():
    assert start(2026, 2027).added == Holiday.objects.count()

    again = start(2026, 2027)

    assert (again.added, again.changed) == (0, 0)


@pytest.mark.django_db
def test_the_offices_own_list_wins_and_stays(tmp_path):
    start(2027)

    outcome = take(
        tmp_path,
        "tanggal,nama,buka\n2027-03-10,Kantor buka,ya\n10/02/2027,Hari jadi kota,\n2027-13-01,x,\n10-02-2027,lagi,\n",
    )
    start(2027)

    assert (outcome.added, outcome.changed) == (1, 1)
    assert [(p.place.rpartition(":")[2], p.column) for p in outcome.refused] == [("4", "tanggal"), ("5", "tanggal")]
    opened, own = (Holiday.objects.get(date=day) for day in ("2027-03-10", "2027-02-10"))
    assert (opened.name, opened.own, opened.open, opened.estimated) == ("Kantor buka", True, True, False)
    assert (own.name, own.own, own.open) == ("Hari jadi kota", True, False)


@pytest.mark.django_db
def test_estimates_that_the_list_does_not_mention_stay_with_a_warning(tmp_path):
    start(2027)

    outcome = take(tmp_path, "tanggal;nama\n2027-03-11;Hari Raya Idul Fitri\n")

    assert any("2027-03-10 (Hari Raya Idul Fitri) is an estimate" in p.reason.en for p in outcome.warnings)
    assert not any("2027-08-17" in p.reason.en for p in outcome.warnings)


@pytest.mark.django_db
def test_an_estimate_that_moved_leaves_its_old_day():
    start(2027)
    Holiday.objects.create(date=date(2027, 7, 7), name="Dahulu diduga", estimated=True)

    start(2027)

    assert not Holiday.objects.filter(date=date(2027, 7, 7)).exists()


def test_only_who_manages_lists_may_set_the_calendar(scene):
    with pytest.raises(AccessDenied):
        start(2026, by=scene.actor("Hadi"))
