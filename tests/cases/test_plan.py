"""A plan is written from the assessment, told to child and caregiver, and approved by somebody else."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from naung.access.acting import acting_as
from naung.cases.models import Action, Case, CaseEvent, Goal, LevelFinding, Plan
from naung.cases.operations import plan as operations
from naung.cases.operations import steps, work
from naung.cases.queries import plan as queries
from naung.cases.queries.facts import facts_of
from naung.cases.rules import gates
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.levels import Level
from naung.desk.queries import waiting
from naung.duties.models import Deadline, Notice
from naung.teams.models import Membership
from tests.cases.stories import doing
from tests.cases.work_stories import (
    LATER,
    add_action,
    approved,
    assessed,
    fresh,
    planned,
    ready,
    submitted,
    told,
)
from tests.scene import MONDAY, Scene
from tests.trace import Entry as Line


def assessed_case(scene: Scene, **scores: int):  # type: ignore[no-untyped-def]
    case = ready(scene, companions=("Budi",))
    assessed(scene, case, **(scores or {"f3A": 2}))
    return fresh(scene, case)


def lacking(scene: Scene, plan: Plan) -> list[str]:
    with acting_as(scene.actor("Sari")):
        return [gate.code for gate in queries.sheet(Plan.objects.select_related("case").get(pk=plan.pk)).missing]


def test_a_plan_waits_for_the_assessment(scene: Scene) -> None:
    case = ready(scene)

    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.start_plan, case_id=case.pk)


def test_every_low_factor_needs_a_goal_every_goal_an_action_and_child_or_caregiver_is_told(scene: Scene) -> None:
    case = assessed_case(scene, f3A=2, f5A=1, f1A=3)
    draft = planned(scene, case, "3A")
    assert lacking(scene, draft) == ["GOALS_SET", "PLAN_TOLD"]

    goal = doing(scene, "Sari", operations.write_goal, plan_id=draft.pk, factor="5A", text="Anak tidur nyenyak.")
    assert lacking(scene, draft) == ["ACTIONS_ASSIGNED", "PLAN_TOLD"]

    add_action(scene, draft, goal.pk, who="Budi")
    not_told = {"plan_id": draft.pk, "who": "CAREGIVER", "told": False, "how": "", "told_at": MONDAY}
    doing(scene, "Sari", operations.tell_plan, **not_told, said="Ayah adalah terlapor.")
    assert lacking(scene, draft) == ["PLAN_TOLD"]  # that somebody was not told is kept, but tells nobody
    with acting_as(scene.actor("Sari")):
        assert not gates.PLAN_TOLD.met(facts_of(Case.objects.get(pk=case.pk)))
    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.submit_plan, plan_id=draft.pk, version=None)

    told(scene, draft, "CHILD")
    assert lacking(scene, draft) == []
    assert doing(scene, "Sari", operations.submit_plan, plan_id=draft.pk, version=None).submitted_at == MONDAY


def test_a_caregiver_who_must_not_know_is_left_out_with_a_reason(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A")
    told(scene, draft, "CHILD")
    tell = {"plan_id": draft.pk, "who": "CAREGIVER", "told": False, "how": "", "told_at": MONDAY}

    with pytest.raises(Refused):
        doing(scene, "Sari", operations.tell_plan, **tell, said=" ")
    doing(scene, "Sari", operations.tell_plan, **tell, said="Ayah adalah terlapor.")
    assert lacking(scene, draft) == []


def test_nobody_is_told_tomorrow(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A")

    with pytest.raises(Refused):
        doing(
            scene, "Sari", operations.tell_plan, plan_id=draft.pk, who="CHILD", told=True, how="RUMAH",
            told_at=MONDAY + timedelta(days=1), said="Ya.",
        )  # fmt: skip


def test_an_action_belongs_to_somebody_on_the_case(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A")
    with acting_as(scene.actor("Sari")):
        goal = Goal.objects.get(plan=draft)

    with pytest.raises(Refused):
        add_action(scene, draft, goal.pk, who="Wati")
    with pytest.raises(Refused):
        add_action(scene, draft, goal.pk, service="ENTAH")


def test_a_goal_taken_out_stays_in_the_record_with_its_actions_gone_from_the_plan(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A", "1A")
    with acting_as(scene.actor("Sari")):
        goal = Goal.objects.get(plan=draft, factor="1A")

    doing(scene, "Sari", operations.remove_goal, plan_id=draft.pk, goal_id=goal.pk)

    with acting_as(scene.actor("Sari")):
        sheet = queries.sheet(Plan.objects.select_related("case").get(pk=draft.pk))
        assert ([g.factor for g in sheet.goals], len(sheet.all_actions)) == (["3A"], 1)
        assert Goal.objects.filter(plan=draft).count() == 2


def test_two_people_changing_one_action_the_second_is_told(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A")
    with acting_as(scene.actor("Sari")):
        action = Action.objects.select_related("goal").get(goal__plan=draft)
    add_action(scene, draft, action.goal_id, action_id=action.pk, version=1, text="Antar ke psikolog.")

    with pytest.raises(Stale):
        add_action(scene, draft, action.goal_id, action_id=action.pk, version=1, text="Jemput anak.")


def test_the_supervisor_approves_and_it_takes_effect(scene: Scene) -> None:
    case = assessed_case(scene)
    sent = submitted(scene, case)
    with acting_as(scene.actor("Rina")):
        assert Notice.objects.filter(kind="plan.submitted").count() == 1

    done = doing(scene, "Rina", operations.approve_plan, LATER, plan_id=sent.pk, version=sent.version)

    assert (done.approved_at, done.approved_by_id) == (LATER, scene.id("Rina"))
    assert fresh(scene, case).status == "IMPLEMENTATION"
    with acting_as(scene.actor("Sari")):
        assert Deadline.objects.get(case_id=case.pk, rule="PLAN").met_at == LATER
        review = Deadline.objects.get(case_id=case.pk, rule="REVIEW", met_at=None)
        assert review.started_at == LATER
        assert Notice.objects.filter(kind="plan.approved").count() == 1


def test_neither_author_nor_holder_approves(scene: Scene) -> None:
    """Sari may have become a supervisor meanwhile; Toni may have supervised a plan of his own making."""
    case = assessed_case(scene)
    sent = submitted(scene, case)
    Membership.objects.create(
        user=scene.users["Sari"], role="SUPERVISOR", office=scene.office, team=scene.teams["barat"],
        from_at=MONDAY - timedelta(days=1),
    )  # fmt: skip

    for operation, more in ((operations.approve_plan, {}), (operations.return_plan, {"reason": "x"})):
        with pytest.raises(AccessDenied):
            doing(scene, "Sari", operation, plan_id=sent.pk, version=None, **more)


def test_who_wrote_the_plan_does_not_approve_it_although_another_holds_the_case(scene: Scene) -> None:
    case = assessed_case(scene)
    sent = submitted(scene, case)
    with acting_as(scene.actor("Sari")):
        Plan.objects.filter(pk=sent.pk).update(author_id=scene.id("Rina"))

    with pytest.raises(AccessDenied):
        doing(scene, "Rina", operations.approve_plan, plan_id=sent.pk, version=None)


def test_the_database_too_refuses_approval_by_the_author(scene: Scene) -> None:
    sent = submitted(scene, assessed_case(scene))

    with acting_as(scene.actor("Rina")), pytest.raises(IntegrityError, match="four_eyes"), transaction.atomic():
        Plan.objects.filter(pk=sent.pk).update(approved_at=MONDAY, approved_by_id=sent.author_id)


@pytest.mark.parametrize("name", ["Budi", "Sari"])
def test_companion_and_social_worker_do_not_approve(scene: Scene, name: str) -> None:
    sent = submitted(scene, assessed_case(scene))

    with pytest.raises(AccessDenied):
        doing(scene, name, operations.approve_plan, plan_id=sent.pk, version=None)


def test_another_teams_supervisor_does_not_find_it(scene: Scene) -> None:
    sent = submitted(scene, assessed_case(scene))

    with pytest.raises(Plan.DoesNotExist):
        doing(scene, "Dewi", operations.approve_plan, plan_id=sent.pk, version=None)


def test_a_returned_plan_says_why_and_may_be_sent_again(scene: Scene) -> None:
    case = assessed_case(scene)
    sent = submitted(scene, case)
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.return_plan, plan_id=sent.pk, version=None, reason=" ")

    back = doing(scene, "Rina", operations.return_plan, plan_id=sent.pk, version=None, reason="Tambah tenggat.")
    assert (back.submitted_at, back.returned_reason) == (None, "Tambah tenggat.")
    with acting_as(scene.actor("Sari")):
        line = Line.objects.get(event="plan.returned")
        assert line.reason == "Tambah tenggat."
        assert "Tambah" not in str(line.details)

    again = doing(scene, "Sari", operations.submit_plan, LATER, plan_id=sent.pk, version=None)
    assert (again.returned_at, again.returned_reason) == (None, None)
    with acting_as(scene.actor("Rina")) as rina:
        assert [line.href for line in waiting(rina, LATER, 10)] == [reverse("cases:plan", args=[case.pk])]
        told = CaseEvent.objects.filter(case=case, kind__startswith="PLAN_").order_by("pk")
        assert [event.kind for event in told] == ["PLAN_SUBMITTED", "PLAN_RETURNED", "PLAN_SUBMITTED"]
        assert told[1].reason == "Tambah tenggat."
    doing(scene, "Rina", operations.approve_plan, LATER, plan_id=again.pk, version=None)
    assert fresh(scene, case).status == "IMPLEMENTATION"


def test_a_plan_that_waits_is_not_changed_until_it_is_taken_back(scene: Scene) -> None:
    sent = submitted(scene, assessed_case(scene))
    write = {"plan_id": sent.pk, "factor": "1A", "text": "Makan cukup."}

    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.write_goal, **write)
    doing(scene, "Sari", operations.withdraw_plan, plan_id=sent.pk)
    assert doing(scene, "Sari", operations.write_goal, **write).factor == "1A"


def test_a_new_version_takes_over_what_is_not_finished_and_replaces_the_old_one(scene: Scene) -> None:
    case = assessed_case(scene, f3A=2, f5A=1)
    first = submitted(scene, case, MONDAY, "3A", "5A")
    doing(scene, "Rina", operations.approve_plan, plan_id=first.pk, version=None)
    with acting_as(scene.actor("Sari")):
        done, left = Action.objects.filter(goal__plan=first).order_by("goal__factor")
    doing(scene, "Sari", work.finish_action, action_id=done.pk, version=None, result="TCP")
    doing(scene, "Sari", work.settle_goal, goal_id=done.goal_id, version=None, met=True)

    second = doing(scene, "Sari", operations.start_plan, LATER, case_id=case.pk)
    with acting_as(scene.actor("Sari")):
        sheet = queries.sheet(Plan.objects.select_related("case").get(pk=second.pk))
        assert ([g.factor for g in sheet.goals], [a.carried_from_id for a in sheet.all_actions]) == (["5A"], [left.pk])
        assert sheet.without_goal == ("3A",)  # rated 2 in the assessment on which the plan rests

    goal = doing(scene, "Sari", operations.write_goal, LATER, plan_id=second.pk, factor="3A", text="Tetap aman.")
    add_action(scene, second, goal.pk, now=LATER)
    told(scene, second, now=LATER)
    doing(scene, "Sari", operations.submit_plan, LATER, plan_id=second.pk, version=None)
    doing(scene, "Rina", operations.approve_plan, LATER, plan_id=second.pk, version=None)
    with acting_as(scene.actor("Sari")) as sari:
        versions = queries.of_case(sari, case)
        assert [(p.number, p.replaced_at) for p in versions] == [(2, None), (1, LATER)]
        assert len(queries.open_actions(sari, case)) == 2


def test_a_review_that_changes_nothing_is_written_down_and_the_next_is_due(scene: Scene) -> None:
    case = assessed_case(scene)
    force = approved(scene, case)

    doing(scene, "Sari", operations.review_plan, LATER, plan_id=force.pk, note="Rencana tetap sesuai.")

    with acting_as(scene.actor("Sari")):
        open_reviews = Deadline.objects.filter(case_id=case.pk, rule="REVIEW", met_at=None)
        assert [duty.started_at for duty in open_reviews] == [LATER]


def test_a_review_says_how_urgent_the_case_is_now(scene: Scene) -> None:
    case = assessed_case(scene)
    plan = approved(scene, case)
    review = {"plan_id": plan.pk, "note": "Ayah kembali ke rumah."}
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.review_plan, LATER, **review, level=Level.LOW)

    lower = {"level": Level.LOW, "level_reason": "Anak tenang."}
    doing(scene, "Sari", operations.review_plan, LATER, **review, **lower)
    assert fresh(scene, case).level == "HIGH"
    with acting_as(scene.actor("Rina")):
        assert LevelFinding.objects.get().found_in == "REVIEW"
    doing(scene, "Sari", operations.review_plan, LATER, **review, level=Level.EMERGENCY)
    assert fresh(scene, case).level == "EMERGENCY"
    with acting_as(scene.actor("Rina")):
        assert LevelFinding.objects.get().accepted is False


def test_the_case_moves_on_only_by_approval(scene: Scene) -> None:
    case = assessed_case(scene)
    submitted(scene, case)

    with pytest.raises((AccessDenied, NotAllowedNow)):
        doing(scene, "Sari", steps.advance, case_id=case.pk, target="IMPLEMENTATION")


def test_a_companion_may_tell_the_child_but_not_change_the_plan(scene: Scene) -> None:
    draft = planned(scene, assessed_case(scene), "3A")

    doing(
        scene, "Budi", operations.tell_plan, plan_id=draft.pk, who="CHILD", told=True, how="RUMAH", told_at=MONDAY,
        said="Aku mau.",
    )  # fmt: skip
    with pytest.raises(AccessDenied):
        doing(scene, "Budi", operations.write_goal, plan_id=draft.pk, factor="1A", text="Makan.")
