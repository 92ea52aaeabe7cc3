"""A child's record, the people around it, and finding it again."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection

from naung.access.acting import acting_as, widened
from naung.access.policy import P
from naung.access.queries import visible
from naung.core.errors import AccessDenied, Refused, Stale
from naung.core.ids import new_id
from naung.people.models import Caregiver, Child, HouseholdMember, Relationship
from naung.people.operations import (
    CaregiverFacts,
    add_caregiver,
    add_household_member,
    change_caregiver,
    change_child,
    end_membership,
    register_child,
    relate,
)
from naung.people.queries import facts_of, find_by_name, look_up
from naung.people.rules import ChildFacts
from tests.scene import MONDAY, Scene
from tests.trace import Entry

NIK = "6471995504170001"  # a girl of 15 April 2017, in a district that does not exist


def register(scene: Scene, facts: ChildFacts, team: str = "barat", **scope: object) -> Child:
    """A child with a case of that team's social worker."""
    supervisor, holder = {"barat": ("Rina", "Sari"), "timur": ("Dewi", "Toni")}[team]
    actor = scene.actor(supervisor)
    placed = {
        "owner_id": scene.id(holder), "team_id": scene.teams[team].pk, "area_id": None,
        "office_id": scene.office.pk, "barred_user_ids": [], "barred_unit_ids": [],
    } | scope  # fmt: skip
    with acting_as(actor):
        return register_child(by=actor, facts=facts, scope=placed, case_id=new_id(), now=MONDAY)


class TestTheRecord:
    def test_only_what_is_known_is_kept_and_the_nik_lies_sealed(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Ranti", nik=NIK, rt="005"))

        assert (child.name, child.search_key, child.rt, child.birth_date) == ("Ranti", "ranti", "5", None)
        with connection.cursor() as cursor, acting_as(scene.actor("Sari")):
            cursor.execute("SELECT nik::text, nik_token FROM people_child")
            sealed, token = cursor.fetchone()
            assert Child.objects.get().nik == NIK
        assert NIK not in sealed + token
        assert len(token) == 64

    @pytest.mark.parametrize(
        "facts",
        [
            ChildFacts(birth_date=date(1986, 1, 1)),
            ChildFacts(birth_date=date(2027, 1, 1)),
            ChildFacts(age_estimate=40, age_estimated_date=date(2026, 11, 23)),
            ChildFacts(nik="647199550417"),
            ChildFacts(name="x" * 61),
            ChildFacts(rt="1234"),
            ChildFacts(sex="X"),
            ChildFacts(disabilities=("???",)),
        ],
    )
    def test_what_cannot_be_true_is_refused(self, scene: Scene, facts: ChildFacts) -> None:
        with pytest.raises(Refused):
            register(scene, facts)

    def test_a_companion_makes_no_records(self, scene: Scene) -> None:
        budi = scene.actor("Budi")
        with acting_as(budi), pytest.raises(AccessDenied):
            register_child(by=budi, facts=ChildFacts(name="Rani"), scope={}, case_id=new_id(), now=MONDAY)

    def test_a_change_names_the_fields_in_the_trace_and_not_what_they_say(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani"))
        sari = scene.actor("Sari")
        with acting_as(sari):
            changed = change_child(
                by=sari, child_id=child.pk, facts=ChildFacts(name="Rani Wulandari", sex="P"), version=1, now=MONDAY
            )
        assert (changed.name, changed.version) == ("Rani Wulandari", 2)
        with acting_as(scene.actor("Dodi")):
            assert Entry.objects.get(event="child.changed").details == {"fields": ["name", "sex"]}

    def test_the_second_of_two_changes_is_held(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani"))
        sari = scene.actor("Sari")
        with acting_as(sari):
            change_child(by=sari, child_id=child.pk, facts=ChildFacts(name="Rani A"), version=1, now=MONDAY)
            with pytest.raises(Stale):
                change_child(by=sari, child_id=child.pk, facts=ChildFacts(name="Rani B"), version=1, now=MONDAY)

    def test_facts_come_back_as_they_were(self, scene: Scene) -> None:
        facts = ChildFacts(name="Rani", sex="P", nik=NIK, birth_date=date(2017, 4, 15), languages=("BGS",))
        child = register(scene, facts)

        with acting_as(scene.actor("Sari")):
            assert facts_of(Child.objects.get(pk=child.pk)) == facts


class TestTheFamily:
    def test_a_caregiver_is_kept_with_when_a_call_is_safe(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani"))
        sari = scene.actor("Sari")
        told = CaregiverFacts(
            name="Siti", relation="IBU", phone="0812 3456 7890", safe_to_contact=True, safe_hours="13-16", is_main=True
        )
        with acting_as(sari):
            mother = add_caregiver(by=sari, child_id=child.pk, facts=told, now=MONDAY)
            aunt = add_caregiver(
                by=sari, child_id=child.pk, facts=CaregiverFacts(name="Ani", relation="BBI", is_main=True), now=MONDAY
            )
            mother.refresh_from_db()
            assert (mother.phone, mother.is_main, aunt.is_main) == ("+6281234567890", False, True)
            changed = change_caregiver(
                by=sari, caregiver_id=aunt.pk, facts=CaregiverFacts(name="Anita", relation="BBI"), version=1, now=MONDAY
            )
            assert (changed.name, changed.version) == ("Anita", 2)
            with pytest.raises(Refused):
                add_caregiver(by=sari, child_id=child.pk, facts=CaregiverFacts(name="", relation="IBU"), now=MONDAY)

    def test_who_lives_there_and_who_is_a_sibling(self, scene: Scene) -> None:
        rani, dimas = register(scene, ChildFacts(name="Rani")), register(scene, ChildFacts(name="Dimas"))
        other = register(scene, ChildFacts(name="Bayu"), "timur")
        sari = scene.actor("Sari")
        with acting_as(sari):
            member = add_household_member(by=sari, child_id=rani.pk, relation="NNK", age=70, now=MONDAY)
            relate(by=sari, child_id=rani.pk, other_child_id=dimas.pk, relation="ADI", now=MONDAY)
            with pytest.raises(Child.DoesNotExist):
                relate(by=sari, child_id=rani.pk, other_child_id=other.pk, relation="ADI", now=MONDAY)
            with pytest.raises(Refused):
                relate(by=sari, child_id=rani.pk, other_child_id=rani.pk, relation="ADI", now=MONDAY)
            end_membership(by=sari, member=member, now=MONDAY + timedelta(days=1))
            assert HouseholdMember.objects.get().ended_at is not None
            assert Relationship.objects.count() == 1

    def test_another_team_neither_sees_nor_changes_the_family(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani"))
        sari, toni = scene.actor("Sari"), scene.actor("Toni")
        with acting_as(sari):
            add_caregiver(by=sari, child_id=child.pk, facts=CaregiverFacts(name="Siti", relation="IBU"), now=MONDAY)
        with acting_as(toni):
            assert Caregiver.objects.count() == 0
            with pytest.raises(Child.DoesNotExist):
                add_caregiver(by=toni, child_id=child.pk, facts=CaregiverFacts(name="X", relation="IBU"), now=MONDAY)


class TestTheLookUp:
    def known(self, scene: Scene, who: str = "Rina", **asked: object) -> list[tuple[str, UUID | None]]:
        actor = scene.actor(who)
        with acting_as(actor):
            return [(line.team, line.child.pk if line.child else None) for line in look_up(actor, **asked)]  # type: ignore[arg-type]

    def test_a_name_in_another_spelling_is_found(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Muhammad Djoko Susilo"))

        assert self.known(scene, name="Moch. Joko Soesilo") == [("Tim Barat", child.pk)]

    def test_a_nik_alone_is_enough(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(nik=NIK))

        assert self.known(scene, nik="647199 5504 170001") == [("Tim Barat", child.pk)]

    def test_a_birth_date_far_off_keeps_a_namesake_away(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani Wulandari", birth_date=date(2010, 1, 1)))

        assert self.known(scene, name="Rani Wulandar", birth_date=date(2019, 5, 5)) == []
        assert self.known(scene, name="Rani Wulandari", birth_date=date(2010, 1, 1)) == [("Tim Barat", child.pk)]

    def test_without_a_right_to_the_child_one_learns_only_which_team_to_ask(self, scene: Scene) -> None:
        register(scene, ChildFacts(name="Rani Wulandari"), "timur")
        register(scene, ChildFacts(name="Rani Wulandari"), "timur")

        for name in ("Rina", "Lina", "Sari"):
            assert self.known(scene, name, name="Rani Wulandari") == [("Tim Timur", None)]

    def test_whoever_is_shut_out_learns_nothing_at_all(self, scene: Scene) -> None:
        register(scene, ChildFacts(name="Rani Wulandari"), "timur", barred_user_ids=[scene.id("Lina")])

        assert self.known(scene, "Lina", name="Rani Wulandari") == []

    def test_a_companion_may_not_look_up(self, scene: Scene) -> None:
        with pytest.raises(AccessDenied):
            self.known(scene, "Budi", name="Rani")


class TestFindingByName:
    def test_it_shows_exactly_what_scanning_the_visible_would_show(self, scene: Scene) -> None:
        for name, team in (
            ("Rani Wulandari", "barat"),
            ("Rani Astuti", "timur"),
            ("Dimas", "barat"),
            ("Rani", "timur"),
        ):
            register(scene, ChildFacts(name=name), team)
        register(scene, ChildFacts(name="Rani Barred"), barred_user_ids=[scene.id("Rina")])

        for name in scene.users:
            actor = scene.actor(name)
            with acting_as(actor):
                scanned = {c.pk for c in visible(actor, P.READ_D2, Child) if "rani" in c.search_key.split()}
                assert {child.pk for child in find_by_name(actor, "Rani")} == scanned, name

    def test_a_part_of_the_name_is_enough(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani Wulandari"))
        rina = scene.actor("Rina")
        with acting_as(rina):
            assert [c.pk for c in find_by_name(rina, "wulandari")] == [child.pk]
            assert find_by_name(rina, "  ") == []

    def test_whole_words_come_first_in_whatever_order_they_stand(self, scene: Scene) -> None:
        names = ("Bayu Pratama", "Pratama Eka Bayu", "Bayu Pratamo")
        children = [register(scene, ChildFacts(name=name)) for name in names]
        rina = scene.actor("Rina")
        with acting_as(rina):
            found = [child.pk for child in find_by_name(rina, "Bayu Pratama")]
            assert found == [child.pk for child in children]
            assert [child.pk for child in find_by_name(rina, "Bayu Pratama", most=2)] == found[:2]

    def test_without_an_actor_the_functions_answer_nothing(self, scene: Scene) -> None:
        register(scene, ChildFacts(name="Rani Wulandari"))
        with connection.cursor() as cursor:
            for call in ("people_find_by_name('rani', 10)", "people_candidates(ARRAY['grn.wlndr'], 9)"):
                cursor.execute(f"SELECT count(*) FROM {call}")
                assert cursor.fetchone() == (0,)

    def test_widening_for_one_record_shows_only_that_one(self, scene: Scene) -> None:
        child = register(scene, ChildFacts(name="Rani Wulandari"))
        register(scene, ChildFacts(name="Rani Wulandari"))
        with acting_as(scene.actor("Toni")), widened([child.pk]), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM people_find_by_name('rani', 10)")
            assert cursor.fetchall() == [(child.pk,)]


def test_only_the_application_may_call_them(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'), "
            "has_function_privilege('naung_app', oid, 'EXECUTE') FROM pg_proc "
            "WHERE proname IN ('people_candidates', 'people_find_by_name', 'intake_repeat_of')"
        )
        assert sorted(cursor.fetchall()) == [
            ("intake_repeat_of", False, True),
            ("people_candidates", False, True),
            ("people_find_by_name", False, True),
        ]
