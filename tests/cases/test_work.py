"""The plan is carried out: actions done or explained, services delivered, goals met."""

from datetime import date

import pytest

from naung.access.acting import acting_as
from naung.cases.models import Action, Case, Delivery, Goal
from naung.cases.operations import steps
from naung.cases.operations import work as operations
from naung.cases.queries import plan as queries
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from tests.cases.stories import doing
from tests.cases.work_stories import approved, assessed, fresh, ready, submitted
from tests.scene import Scene
from tests.trace import Entry as Line


def running(scene: Scene) -> tuple[Case, Action]:
    case = ready(scene, companions=("Budi",))
    assessed(scene, case, f3A=2)
    approved(scene, case)
    with acting_as(scene.actor("Sari")):
        return fresh(scene, case), Action.objects.get(case=case)


def test_a_companion_finishes_an_action_and_the_case_may_be_watched(scene: Scene) -> None:
    case, action = running(scene)
    with pytest.raises(NotAllowedNow) as stopped:
        doing(scene, "Sari", steps.advance, case_id=case.pk, target="MONITORING")
    assert [gate.code for gate in stopped.value.about["missing"]] == ["ACTIONS_DONE"]

    done = doing(scene, "Budi", operations.finish_action, action_id=action.pk, version=1, result="SBG")

    assert (done.result, done.done_by_id) == ("SBG", scene.id("Budi"))
    doing(scene, "Sari", steps.advance, case_id=case.pk, target="MONITORING")
    assert fresh(scene, case).status == "MONITORING"


def test_an_action_that_failed_is_explained(scene: Scene) -> None:
    _, action = running(scene)

    with pytest.raises(Refused):
        doing(scene, "Sari", operations.finish_action, action_id=action.pk, version=None, result="TSD")
    done = doing(
        scene, "Sari", operations.finish_action, action_id=action.pk, version=None, result="TSD",
        explained="Psikolog penuh sampai Januari.",
    )  # fmt: skip
    assert done.explained == "Psikolog penuh sampai Januari."


def test_a_result_may_be_taken_back_and_stays_in_the_trace(scene: Scene) -> None:
    _, action = running(scene)
    doing(scene, "Sari", operations.finish_action, action_id=action.pk, version=None, result="TDK", explained="Batal.")

    back = doing(scene, "Sari", operations.reopen_action, action_id=action.pk, version=None)

    assert (back.done_at, back.result) == (None, "")
    with acting_as(scene.actor("Sari")):
        line = Line.objects.get(event="action.reopened")
        assert (line.details["result"], line.reason) == ("TDK", "Batal.")


def test_two_people_finish_one_action_the_second_is_told(scene: Scene) -> None:
    _, action = running(scene)
    doing(scene, "Budi", operations.finish_action, action_id=action.pk, version=1, result="TCP")

    with pytest.raises(Stale):
        doing(scene, "Sari", operations.finish_action, action_id=action.pk, version=1, result="SBG")


def test_an_action_of_a_draft_is_not_carried_out(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    submitted(scene, case)
    with acting_as(scene.actor("Sari")):
        action = Action.objects.get(case=case)

    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.finish_action, action_id=action.pk, version=None, result="TCP")


def test_another_team_does_not_find_the_action(scene: Scene) -> None:
    _, action = running(scene)

    with pytest.raises(Action.DoesNotExist):
        doing(scene, "Toni", operations.finish_action, action_id=action.pk, version=None, result="TCP")


def test_a_service_is_delivered_on_a_day_that_has_been(scene: Scene) -> None:
    case, action = running(scene)
    service = {"case_id": case.pk, "service": "PSI", "provider": "Puspaga", "action_id": action.pk}

    doing(scene, "Budi", operations.deliver_service, **service, date=date(2026, 11, 23), note="Sesi pertama.")
    with pytest.raises(Refused):
        doing(scene, "Budi", operations.deliver_service, **service, date=date(2026, 11, 24))
    with pytest.raises(Refused):
        doing(scene, "Budi", operations.deliver_service, **{**service, "service": "X"}, date=date(2026, 11, 23))

    with acting_as(scene.actor("Sari")) as sari:
        (kept,) = queries.deliveries(sari, case)
        assert (kept.service, kept.provider, kept.note) == ("PSI", "Puspaga", "Sesi pertama.")
    with acting_as(scene.actor("Toni")):
        assert Delivery.objects.count() == 0


def test_a_goal_is_met_or_explained_by_the_social_worker(scene: Scene) -> None:
    case, _ = running(scene)
    with acting_as(scene.actor("Sari")):
        goal = Goal.objects.get(case=case)

    with pytest.raises(AccessDenied):
        doing(scene, "Budi", operations.settle_goal, goal_id=goal.pk, version=None, met=True)
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.settle_goal, goal_id=goal.pk, version=None, met=False)
    done = doing(scene, "Sari", operations.settle_goal, goal_id=goal.pk, version=None, met=False, explained="Pindah.")
    assert (done.met, done.explained, done.settled_by_id) == (False, "Pindah.", scene.id("Sari"))
