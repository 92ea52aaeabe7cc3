"""A child who is known is found whoever writes its name how, and nobody learns more by it than she may."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from naung.access.acting import acting_as, widened
from naung.access.actors import operator
from naung.people.matching.keys import keys
from naung.people.matching.likeness import SURE_TEXT
from naung.people.models import Caregiver, Child, ChildKeys
from naung.people.operations import (
    CaregiverFacts,
    add_caregiver,
    change_caregiver,
    change_child,
    end_membership,
    index_missing,
)
from naung.people.queries import Carer, KnownChild, account, look_up
from naung.people.queries.known import packed, row_of, unpacked
from naung.people.rules import ChildFacts
from naung.simulation.rules.people import as_written_by_others, draw_group, draw_name
from tests.access.everything import HAND
from tests.people.test_children import NIK, register
from tests.scene import MONDAY, Scene

BORN = date(2015, 3, 4)
RANI = ChildFacts(name="Rani Wulandari Kusumastuti", sex="P", birth_date=BORN, nik=NIK)
SAME = ChildFacts(name="Ranie Woelandari Koesoemastoeti", sex="P", birth_date=date(2015, 4, 3))


def known(scene: Scene, who: str, facts: ChildFacts = SAME, carers: tuple[Carer, ...] = ()) -> list[KnownChild]:
    actor = scene.actor(who)
    with acting_as(actor):
        return look_up(actor, known=account(facts, carers))


def held(child: Child) -> ChildKeys:
    with acting_as(HAND), widened([child.pk]):
        return ChildKeys.objects.get(child=child)


class TestFinding:
    def test_another_spelling_with_day_and_month_swapped_is_explained(self, scene: Scene) -> None:
        child = register(scene, RANI)

        (line,) = known(scene, "Rina")

        assert line.child == child
        assert line.likeness is not None
        said = [reason.id for reason in line.likeness.reasons]
        assert line.likeness.text == SURE_TEXT
        assert "tanggal dan bulan lahir tertukar" in said
        assert "nama ibu tidak diisi" in said

    def test_a_name_alone_is_never_almost_sure(self, scene: Scene) -> None:
        register(scene, RANI)

        (line,) = known(scene, "Rina", ChildFacts(name=RANI.name))

        assert line.likeness is not None
        assert line.likeness.text != SURE_TEXT

    def test_the_same_nik_with_another_name_is_to_be_checked(self, scene: Scene) -> None:
        child = register(scene, RANI)

        (line,) = known(scene, "Rina", ChildFacts(name="Bayu Pratama", nik=NIK))

        assert line.child == child
        assert line.likeness is not None
        assert line.likeness.text.id == "periksa"

    def test_a_nik_with_one_wrong_digit_leads_there(self, scene: Scene) -> None:
        child = register(scene, RANI)

        assert [line.child for line in known(scene, "Rina", ChildFacts(name="Rani Wulandari", nik=NIK[:-1] + "9"))] == [
            child
        ]

    def test_a_stranger_is_not_there(self, scene: Scene) -> None:
        register(scene, RANI)

        assert known(scene, "Rina", ChildFacts(name="Togar Simanjuntak", birth_date=date(2012, 9, 9))) == []

    def test_the_kept_facts_come_back_as_they_were(self) -> None:
        from naung.people.matching.prepared import prepare

        told = account(RANI, [Carer("Siti", "IBU", "+628123456789")])
        assert unpacked(packed(prepare(told))) == prepare(told)

    @settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.integers(0, 10**6))
    def test_the_same_facts_in_another_spelling_find_the_child(self, scene: Scene, seed: int) -> None:
        draw = Random(seed)
        facts = ChildFacts(name=draw_name(draw, draw_group(draw), "L"), sex="L", birth_date=BORN)
        with transaction.atomic():
            child = register(scene, facts)
            written = ChildFacts(name=as_written_by_others(draw, facts.name), sex="L", birth_date=BORN)
            found = [line.child for line in known(scene, "Rina", written)]
            transaction.set_rollback(True)
        assert child in found


class TestKeptUpToDate:
    def test_by_putting_the_name_right(self, scene: Scene) -> None:
        child, sari = register(scene, RANI), scene.actor("Sari")
        with acting_as(sari):
            change_child(by=sari, child_id=child.pk, facts=ChildFacts(name="Togar Sihombing"), version=1, now=MONDAY)

        assert known(scene, "Rina") == []
        assert [line.child for line in known(scene, "Rina", ChildFacts(name="Togar Sihombing"))] == [child]

    def test_by_every_change_of_who_cares(self, scene: Scene) -> None:
        child, sari = register(scene, ChildFacts(name="Rani")), scene.actor("Sari")
        with acting_as(sari):
            mother = add_caregiver(
                by=sari, child_id=child.pk, facts=CaregiverFacts(name="Suminah", relation="IBU"), now=MONDAY
            )
        assert "sumina" in str(held(child).facts)
        with acting_as(sari):
            changed = CaregiverFacts(name="Marlina", relation="IBU")
            change_caregiver(by=sari, caregiver_id=mother.pk, facts=changed, version=1, now=MONDAY)
        assert "marlina" in str(held(child).facts)
        with acting_as(sari):
            end_membership(by=sari, member=Caregiver.objects.get(), now=MONDAY + timedelta(days=1))
        assert "marlina" not in str(held(child).facts)

    @pytest.mark.django_db(databases=["default", "owner"], transaction=True)
    def test_records_of_before_are_filled_in_and_only_once(self, scene: Scene) -> None:
        child = register(scene, RANI)
        before = held(child)
        with connections_owner() as cursor:
            cursor.execute("DELETE FROM people_childkeys")
        assert known(scene, "Rina") == []

        assert index_missing(operator([])) == 1
        assert index_missing(operator([])) == 0
        after = held(child)
        assert (after.keys, after.facts) == (before.keys, before.facts)

    def test_no_number_stands_there_in_clear(self, scene: Scene) -> None:
        row = row_of(register(scene, RANI).pk, account(RANI, [Carer("Siti", "IBU", "+628123456789")]))

        stored = str([row.keys, row.facts])
        assert "8123456789" not in stored
        assert NIK[:12] not in stored
        assert len([key for key in row.keys if key.startswith("n")]) == 17


def connections_owner() -> Any:
    from django.db import connections

    return connections["owner"].cursor()


class TestWalls:
    def test_who_may_not_see_it_learns_the_team_and_nothing_else(self, scene: Scene) -> None:
        register(scene, RANI, "timur")

        for name in ("Rina", "Lina", "Sari"):
            assert known(scene, name) == [KnownChild("Tim Timur")]

    def test_who_is_shut_out_learns_nothing(self, scene: Scene) -> None:
        register(scene, RANI, "timur", barred_user_ids=[scene.id("Lina")])

        assert known(scene, "Lina") == []

    def test_without_the_right_the_function_tells_nobody_anything(self, scene: Scene) -> None:
        from naung.access.policy import P

        register(scene, RANI)
        asked = sorted(keys(account(RANI)))
        told = {}
        for name in scene.users:
            actor = scene.actor(name)
            with acting_as(actor), connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM people_candidates(%s, 60)", [asked])
                told[name] = cursor.fetchone()[0]
                assert told[name] == (P.CHILD_LOOK_UP in actor.may), name
        assert {*told.values()} == {0, 1}

    def test_the_rows_stand_behind_the_childs_wall(self, scene: Scene) -> None:
        child = register(scene, RANI)
        sees: Mapping[str, bool] = {"Sari": True, "Rina": True, "Toni": False, "Dewi": False, "Lina": False}
        for name, there in sees.items():
            with acting_as(scene.actor(name)):
                assert ChildKeys.objects.filter(child=child).exists() is there, name

    def test_an_unseen_address_stays_in_the_database(self, scene: Scene) -> None:
        register(scene, ChildFacts(name="Rani Wulandari", address="Jalan Beruang Madu"), "timur")
        asked = sorted(keys(account(ChildFacts(name="Rani Wulandari"))))
        for name, there in (("Rina", False), ("Dewi", True)):
            with acting_as(scene.actor(name)), connection.cursor() as cursor:
                cursor.execute("SELECT facts::text FROM people_candidates(%s, 60)", [asked])
                assert [("beruan" in facts) for (facts,) in cursor.fetchall()] == [there]
