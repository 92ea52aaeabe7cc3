"""Who reads the trace: the database itself shows an entry only to who reads what it is about."""

from uuid import uuid4

import pytest
from django.db import connection

from naung.access import operations as access
from naung.access.acting import acting_as, widened
from naung.access.actors import clock, operator, public
from naung.access.policy import Role
from naung.audit import operations as audit
from naung.audit.models import Entry
from naung.audit.queries import last_change
from naung.cases.models import Case, Narrative
from tests.access.test_walls import make_case
from tests.scene import MONDAY, Scene
from tests.trace import Entry as Everything


def opened(scene: Scene, case: Case, name: str = "Sari") -> None:
    with acting_as(scene.actor(name)) as by:
        audit.record(by=by, event="case.opened", about=case, at=MONDAY)


def readers(scene: Scene) -> set[str]:
    """Everybody of the office who finds an entry."""
    found = set()
    for name in scene.users:
        with acting_as(scene.actor(name)):
            if Entry.objects.exists():
                found.add(name)
    return found


def test_without_an_actor_there_is_no_trace(scene: Scene) -> None:
    opened(scene, make_case(scene, "Sari", "barat"))

    assert Entry.objects.count() == 0
    assert Everything.objects.count() == 1


def test_who_reads_a_case_from_within_reads_who_looked_at_it(scene: Scene) -> None:
    opened(scene, make_case(scene, "Sari", "barat"))

    assert readers(scene) == {"Sari", "Rina", "Dodi"}, "Hadi and Ratna know its number only; Dodi protects the data"


def test_a_barred_person_does_not_learn_that_others_look(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    opened(scene, case)
    with acting_as(scene.actor("Rina")), widened([case.pk]):
        Case.objects.filter(pk=case.pk).update(barred_user_ids=[scene.id("Rina")])

    assert readers(scene) == {"Sari", "Dodi"}


def test_the_trace_follows_the_case_to_its_next_holder_and_to_companions(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    opened(scene, case)
    rina = scene.actor("Rina")
    with acting_as(rina):
        access.grant(
            by=rina, user_id=scene.id("Budi"), role=Role.COMPANION, record=case, reason_code="ASSIGNED", now=MONDAY
        )
    assert readers(scene) == {"Sari", "Rina", "Budi", "Dodi"}

    with acting_as(rina), widened([case.pk]):
        Case.objects.filter(pk=case.pk).update(owner_id=scene.id("Toni"), team_id=scene.teams["timur"].pk)
    assert readers(scene) == {"Toni", "Dewi", "Budi", "Dodi"}


def test_what_hangs_on_a_case_is_traced_behind_the_same_wall(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    with acting_as(scene.actor("Sari")) as sari:
        for part in (case.child, Narrative.objects.get(case=case)):
            audit.record(by=sari, event="child.changed", about=part, at=MONDAY)
    assert readers(scene) == {"Sari", "Rina", "Dodi"}


def test_what_is_about_no_record_is_read_by_the_protection_officer_alone(scene: Scene) -> None:
    with acting_as(scene.actor("Sari")) as sari:
        audit.record(by=sari, event="access.denied", about_id=uuid4(), at=MONDAY)

    assert readers(scene) == {"Dodi"}


def test_who_manages_teams_reads_who_changed_them_last(scene: Scene) -> None:
    team = scene.teams["barat"]
    with acting_as(scene.actor("Dewi")) as dewi:
        audit.record(by=dewi, event="team.changed", about=team, at=MONDAY)

    assert readers(scene) == {"Rina", "Dewi", "Dodi"}
    with acting_as(scene.actor("Rina")):
        last = last_change([team.pk], ("team.changed",))
    assert last
    assert last.actor_id == scene.id("Dewi")


def test_the_public_reads_nothing_and_clock_and_command_line_read_to_seal(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")
    opened(scene, case)

    with acting_as(public([case.pk], [scene.office.pk])):
        assert Entry.objects.count() == 0
    for somebody in (clock([scene.office.pk]), operator([scene.office.pk])):
        with acting_as(somebody):
            assert Entry.objects.count() == 1


def test_whoever_acts_adds_without_reading_in_one_statement(
    scene: Scene, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with acting_as(public()) as nobody, django_assert_num_queries(1):  # type: ignore[operator]
        audit.record(by=nobody, event="report.received", about_id=uuid4(), at=MONDAY)

    assert Everything.objects.get().actor_id is None


def test_only_the_application_may_look_a_record_up_for_the_trace(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proacl::text FROM pg_proc WHERE proname = 'naung_sees'")
        assert cursor.fetchone()[0].count("=X/") == 2, "the owner and the application, not everybody"
