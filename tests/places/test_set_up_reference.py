"""Code lists and areas come into the database on set-up; a code is never re-coded or deleted."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core import reference
from naung.core.city import load_city
from naung.core.errors import AccessDenied
from naung.core.models import Code, CodeList
from naung.places import operations
from naung.places.models import Area
from tests.scene import MONDAY
from tests.trace import Entry

SECOND = Path(__file__).parent.parent / "data" / "second_city.toml"

pytestmark = pytest.mark.django_db


def set_up(now=MONDAY, by=None):
    with acting_as(by or operator([])) as actor:
        codes = operations.set_up_code_lists(by=actor, now=now)
        return codes, operations.set_up_areas(by=actor, now=now)


def test_set_up_brings_all_lists_and_areas_and_a_second_time_nothing():
    codes, areas = set_up()

    assert codes.added == Code.objects.count() == sum(len(found.codes) for found in reference.lists().values())
    assert CodeList.objects.count() == len(reference.lists())
    assert areas.added == Area.objects.count() == 41
    risk = Code.objects.get(list="faktor_risiko", code="R08")
    assert (risk.weight, risk.label_en, risk.valid_from) == (3, "No primary caregiver", date(2026, 1, 1))
    assert risk.extra == {"mark": "proposal", "packaged": True}
    entries = Entry.objects.count()

    codes, areas = set_up()

    assert (codes.added, codes.changed, areas.added, areas.changed) == (0, 0, 0, 0)
    assert Entry.objects.count() == entries


def test_a_changed_label_is_brought_up_to_date():
    set_up()
    Code.objects.filter(list="bahasa", code="BJR").update(label_id="Banjarmasin", weight=9)

    codes, _ = set_up()

    banjar = Code.objects.get(list="bahasa", code="BJR")
    assert codes.changed == 1
    assert (banjar.label_id, banjar.weight) == ("Banjar", None)


def test_a_code_that_the_package_dropped_is_retired_and_comes_back_when_it_returns(monkeypatch):
    set_up()
    whole = reference.lists()
    without = {name: found for name, found in whole.items() if name != "bahasa"}
    monkeypatch.setattr(reference, "lists", lambda: without)

    codes, _ = set_up(now=MONDAY)
    set_up(now=MONDAY + timedelta(days=3))

    assert codes.changed == len(whole["bahasa"].codes)
    assert set(Code.objects.filter(list="bahasa").values_list("valid_to", flat=True)) == {date(2026, 11, 23)}

    monkeypatch.setattr(reference, "lists", lambda: whole)
    set_up(now=MONDAY + timedelta(days=9))
    assert not Code.objects.filter(valid_to__isnull=False).exists()


def test_a_code_of_the_office_itself_is_left_alone():
    set_up()
    Code.objects.create(list_id="bahasa", code="BRW", label_id="Berau", label_en="Berau", valid_from=date(2026, 3, 1))

    set_up()

    assert Code.objects.get(code="BRW").valid_to is None


def test_no_code_can_be_deleted():
    set_up()

    with pytest.raises(IntegrityError, match="may be retired"), transaction.atomic():
        Code.objects.filter(list="bahaya", code="B01").delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_codelist WHERE name = 'bahaya'; SET CONSTRAINTS ALL IMMEDIATE")

    assert Code.objects.filter(list="bahaya").count() == 11


@pytest.mark.parametrize("change", [{"code": "B99"}, {"list_id": "bahasa"}])
def test_no_code_can_be_given_another_meaning(change):
    set_up()

    with pytest.raises(IntegrityError, match="not re-coded"), transaction.atomic():
        Code.objects.filter(list="bahaya", code="B01").update(**change)


def test_only_who_manages_lists_may_set_up(scene):
    with pytest.raises(AccessDenied):
        operations.set_up_code_lists(by=scene.actor("Sari"), now=MONDAY)
    with pytest.raises(AccessDenied):
        operations.set_up_areas(by=scene.actor("Sari"), now=MONDAY)


def test_a_second_city_has_its_own_areas(settings):
    settings.CITY = load_city(SECOND)

    _, areas = set_up()

    assert areas.added == 5
    assert set(Area.objects.filter(level="WARD").values_list("name", flat=True)) == {"Mata Air", "Muara"}
