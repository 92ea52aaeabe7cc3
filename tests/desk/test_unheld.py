"""Cases whose people have left are found by the supervisor who must hand them on."""

from datetime import timedelta

from naung.access.acting import acting_as
from naung.access.policy import Role
from naung.cases import operations
from naung.desk.queries import Unheld, unheld
from naung.desk.queries.unheld import ENDED, NO_ROLE
from naung.teams import operations as teams
from naung.teams.models import Membership
from naung.teams.rules.accounts import ROLE_TEXTS
from tests.cases.stories import a_case, doing
from tests.cases.test_closing import a_colleague
from tests.scene import MONDAY, Scene

LATER = MONDAY + timedelta(days=1)


def found(scene: Scene, name: str = "Rina") -> dict[str, Unheld]:
    by = scene.actor(name, LATER)
    with acting_as(by):
        return {left.name: left for left in unheld(by, LATER)}


def take_role(scene: Scene, name: str) -> None:
    with acting_as(scene.actor("Ayu")):
        held = Membership.objects.get(user=scene.users[name], until_at=None)
    doing(scene, "Ayu", teams.end_role, membership_id=held.pk)


def test_a_case_of_somebody_whose_account_ended_is_found_by_her_supervisor(scene: Scene) -> None:
    a_case(scene, companions=("Budi",))
    assert found(scene) == {}

    for name in ("Sari", "Budi"):
        doing(scene, "Ayu", teams.end_account, user_id=scene.id(name))

    left = found(scene)
    assert {name: one.why for name, one in left.items()} == {"Sari": ENDED, "Budi": ENDED}
    assert (left["Sari"].role, left["Sari"].cases) == (ROLE_TEXTS[Role.SOCIAL_WORKER], 1)
    assert (left["Budi"].role, left["Budi"].cases) == (ROLE_TEXTS[Role.COMPANION], 1)
    assert found(scene, "Dewi") == {}


def test_a_role_taken_back_leaves_cases_behind_too_until_they_are_handed_on(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    a_colleague(scene, "Maya", "SOCIAL_WORKER")
    for name in ("Sari", "Budi"):
        take_role(scene, name)
    assert {name: one.why for name, one in found(scene).items()} == {"Sari": NO_ROLE, "Budi": NO_ROLE}

    given = {"to_id": scene.id("Maya"), "case_ids": [case.pk], "reason": "Pindah tugas."}
    for name in ("Budi", "Sari"):
        doing(scene, "Rina", operations.hand_over_cases, LATER, from_id=scene.id(name), **given)
    assert found(scene) == {}


def test_it_costs_five_queries_however_many_cases(scene: Scene, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for name in ("Rani", "Dimas", "Putri"):
        a_case(scene, name=name, companions=("Budi",))
    for name in ("Sari", "Budi"):
        take_role(scene, name)
    by = scene.actor("Rina", LATER)
    with acting_as(by), django_assert_num_queries(5):
        assert len(unheld(by, LATER)) == 2
