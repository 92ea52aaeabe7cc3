"""Each night all records are compared: what may be one child waits for a person, and nobody but the clock reads all."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.errors import AccessDenied
from naung.people.jobs import compare_register, learned
from naung.people.matching.model import load, shipped
from naung.people.models import CandidatePair, Child, PairState
from naung.people.operations import CaregiverFacts, add_caregiver
from naung.people.operations.pairs import decide_pair
from naung.people.queries.known import ASKED, weights
from naung.people.queries.register import register
from tests.cases.stories import a_case, doing
from tests.people.test_matching_files import register as many_children
from tests.scene import Scene
from tests.signing import signed_in


def quiet(_what: str, _done: int, _of: int) -> None:
    pass


def a_child(scene: Scene, name: str, born: date, mother: str) -> Child:
    """A record with a birth date and a mother, held in Barat."""
    case = a_case(scene, name=name)
    with acting_as(scene.actor("Sari")):
        Child.objects.filter(pk=case.child_id).update(birth_date=born, age_estimate=None, age_estimated_date=None)
    facts = CaregiverFacts(name=mother, relation="IBU", phone="0812 3456 7890")
    doing(scene, "Sari", add_caregiver, child_id=case.child_id, facts=facts)
    with acting_as(scene.actor("Sari")):
        return Child.objects.get(pk=case.child_id)


@pytest.fixture
def family(scene: Scene) -> dict[str, Child]:
    """One boy written in two ways, and his brother."""
    return {
        "Rizky": a_child(scene, "Moh. Rizky Saputra", date(2015, 3, 9), "Siti Aminah"),
        "Riski": a_child(scene, "Muhammad Riski Syahputra", date(2015, 9, 3), "St. Aminah"),
        "Fajar": a_child(scene, "Muhammad Fajar Saputra", date(2017, 8, 20), "Siti Aminah"),
    }


def waiting(scene: Scene) -> list[CandidatePair]:
    with acting_as(scene.actor("Rina")):
        return list(CandidatePair.objects.filter(state=PairState.OPEN))


def test_one_child_written_in_two_ways_waits_for_a_supervisor_and_his_brother_does_not(
    scene: Scene, family: dict[str, Child]
) -> None:
    records, offered = compare_register(quiet)

    assert (records, offered) == (3, 1)
    (pair,) = waiting(scene)
    assert {pair.low_id, pair.high_id} == {family["Rizky"].pk, family["Riski"].pk}
    assert pair.probability > 0.9
    assert "BIRTH_SWAPPED" in pair.reasons
    page = signed_in(scene, "Rina").get(reverse("cases:pair", args=[pair.pk])).content.decode()
    assert "tanggal dan bulan lahir tertukar" in page


def test_a_pair_that_was_decided_does_not_come_back_the_next_night(scene: Scene, family: dict[str, Child]) -> None:
    compare_register(quiet)
    (pair,) = waiting(scene)
    doing(scene, "Rina", decide_pair, pair_id=pair.pk, state=PairState.APART, reason="Dua anak, sudah ditanya.")

    assert compare_register(quiet)[1] == 0
    assert waiting(scene) == []


@pytest.mark.parametrize("name", ["Lina", "Sari", "Rina", "Hadi", "Ratna", "Ayu", "Dodi", "Budi"])
def test_nobody_but_the_clock_reads_all_records(scene: Scene, family: dict[str, Child], name: str) -> None:
    with acting_as(scene.actor(name)) as by, pytest.raises(AccessDenied):
        register(by)
    with acting_as(scene.actor(name)) as by:
        assert _asked_directly() == []
    with acting_as(clock([scene.office.pk])) as by:
        assert len(register(by)) == len(family)
    with acting_as(clock([])) as by:
        assert register(by) == []


def _asked_directly() -> list[object]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_register()")
        return list(cursor.fetchall())


def test_what_the_night_learned_weighs_tomorrows_reports(settings: Any, tmp_path: Path) -> None:
    settings.MATCH_MODEL = str(tmp_path / "new" / "model.json")

    _pairs, found = learned(many_children(1_800), quiet)

    assert found.rates.sibling < shipped().rates.sibling / 4  # nobody there has a brother or sister
    assert found.rates.same > shipped().rates.same
    assert load(Path(settings.MATCH_MODEL)) == found
    assert weights().fields == found.fields
    assert weights().rates.same == ASKED  # of a child asked for nobody knows whether it is on record
