"""The database itself shows nobody what is not theirs, whatever a page forgets to filter."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from naung.access import operations, queries
from naung.access.acting import acting_as, widened
from naung.access.actors import operator, public
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.rows import Follows, parent_of, walled
from naung.cases.models import Case, Narrative
from naung.core.errors import AccessDenied
from naung.core.ids import new_id, new_number
from naung.people.models import Child
from tests.scene import MONDAY, Scene


def make_case(scene: Scene, holder: str, team: str, name: str = "Rani") -> Case:
    """A case written as its supervisor, directly: these tests are about the wall, not about the work."""
    supervisor = {"barat": "Rina", "timur": "Dewi"}[team]
    scope = {
        "owner_id": scene.id(holder), "team_id": scene.teams[team].pk, "office_id": scene.office.pk,
    }  # fmt: skip
    case_id = new_id()
    with acting_as(scene.actor(supervisor)), widened([case_id]):
        child = Child.objects.create(name=name, current_case_id=case_id, created_at=MONDAY, **scope)
        case = Case.objects.create(
            id=case_id, number=new_number(), child=child, status="REGISTERED", stage="INTERVENTION",
            level="HIGH", ppks="AT", report_received_at=MONDAY, registered_at=MONDAY, **scope,
        )  # fmt: skip
        Narrative.objects.create(case=case, at=MONDAY, written_at=MONDAY, text="Ia takut pulang.")
    return case


def seen_by(scene: Scene, name: str, model=Case) -> int:  # type: ignore[no-untyped-def]
    with acting_as(scene.actor(name)):
        return model.objects.count()


def test_without_an_actor_there_are_no_rows(scene: Scene) -> None:
    make_case(scene, "Sari", "barat")

    assert Case.objects.count() == 0
    assert Child.objects.count() == 0
    assert Narrative.objects.count() == 0


def test_the_holder_and_her_supervisor_see_the_case_and_the_other_team_does_not(scene: Scene) -> None:
    make_case(scene, "Sari", "barat")

    assert [seen_by(scene, name) for name in ("Sari", "Rina", "Toni", "Dewi", "Budi", "Lina", "Ayu")] == [
        1, 1, 0, 0, 0, 0, 0,
    ]  # fmt: skip


def test_the_office_head_sees_the_case_but_not_the_child_nor_the_story(scene: Scene) -> None:
    make_case(scene, "Sari", "barat")

    assert [seen_by(scene, "Ratna", model) for model in (Case, Child, Narrative)] == [1, 0, 0]


def test_a_companion_sees_the_case_she_was_given_until_the_grant_ends(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    rina = scene.actor("Rina")
    with acting_as(rina):
        operations.grant(
            by=rina,
            user_id=scene.id("Budi"),
            role=Role.COMPANION,
            record=case,
            reason_code="ASSIGNED",
            now=MONDAY,
        )
    assert [seen_by(scene, "Budi", model) for model in (Case, Child, Narrative)] == [1, 1, 1]

    with acting_as(rina):
        operations.revoke(by=rina, user_id=scene.id("Budi"), record=case, now=MONDAY)
    assert [seen_by(scene, "Budi", model) for model in (Case, Child, Narrative)] == [0, 0, 0]


def test_a_barred_person_sees_nothing_although_she_supervises_the_team(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Rina")), widened([case.pk]):
        Case.objects.filter(pk=case.pk).update(barred_user_ids=[scene.id("Rina")])
        operations.restamp(Case.objects.get(pk=case.pk))

    assert [seen_by(scene, "Rina", model) for model in (Case, Child, Narrative)] == [0, 0, 0]
    assert seen_by(scene, "Sari") == 1


def test_python_and_database_agree_on_what_is_visible(scene: Scene) -> None:
    make_case(scene, "Sari", "barat", "Rani")
    make_case(scene, "Toni", "timur", "Dimas")

    for name in scene.users:
        actor = scene.actor(name)
        with acting_as(actor):
            for model, permission in ((Case, P.READ_D1), (Child, P.READ_D2), (Narrative, P.READ_D3)):
                raw = set(model.objects.values_list("pk", flat=True))
                assert set(queries.visible(actor, permission, model).values_list("pk", flat=True)) == raw
                assert all(queries.permits(actor, permission, row) for row in model.objects.all())


def test_what_hangs_on_a_case_is_what_is_visible_of_it(scene: Scene) -> None:
    cases = [make_case(scene, "Sari", "barat", "Rani"), make_case(scene, "Toni", "timur", "Dimas")]
    hanging = [
        (m, access.reads) for m, access in walled() if isinstance(access, Follows) and parent_of(m, access) is Case
    ]

    for name in scene.users:
        actor = scene.actor(name)
        with acting_as(actor):
            for model, permission in hanging:
                for case in cases:
                    found = queries.under(actor, permission, model, case)
                    asked = queries.visible(actor, permission, model).filter(case=case)
                    assert set(found) == set(asked), (name, model)
    assert Narrative in dict(hanging)
    with pytest.raises(TypeError, match="does not hang"):
        queries.under(scene.actor("Sari"), P.READ_D2, Child, cases[0])


def test_a_note_cannot_be_hung_on_a_case_that_one_does_not_see(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")

    with pytest.raises(ProgrammingError, match="row-level security"), acting_as(scene.actor("Toni")):
        Narrative.objects.create(case_id=case.pk, case=case, at=MONDAY, written_at=MONDAY, text="x")


def test_nobody_changes_what_she_only_reads(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")

    with acting_as(scene.actor("Ratna")):
        assert Case.objects.filter(pk=case.pk).update(level="LOW") == 0


def test_the_application_can_neither_empty_nor_own_nor_unlock_a_table(db: None) -> None:
    for statement in ("TRUNCATE cases_case", "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
                      "SET ROLE naung_owner", "DELETE FROM cases_case", "DELETE FROM audit_entry",
                      "UPDATE audit_entry SET event = 'x'"):  # fmt: skip
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_actor_ends_with_the_transaction(scene: Scene) -> None:
    make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Rina")):
        assert Case.objects.count() == 1
        with acting_as(scene.actor("Toni")):
            assert Case.objects.count() == 0
        assert Case.objects.count() == 1
    assert Case.objects.count() == 0


def test_four_eyes_nobody_closes_a_case_she_holds_herself(scene: Scene) -> None:
    case = make_case(scene, "Rina", "barat")
    rina = scene.actor("Rina")

    assert queries.permits(rina, P.CASE_WORK, case)
    with pytest.raises(AccessDenied):
        queries.require(rina, P.CASE_CLOSE, case)
    with acting_as(rina):
        assert not queries.visible(rina, P.CASE_CLOSE, Case).exists()


def test_the_public_and_the_command_line_see_no_story(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")

    with acting_as(public([case.pk], [scene.office.pk])):
        assert Narrative.objects.count() == 0
    with acting_as(operator([scene.office.pk])):
        assert (Case.objects.count(), Child.objects.count()) == (1, 0)
