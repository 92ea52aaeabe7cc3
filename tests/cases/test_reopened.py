"""A case that is opened again: what was found in its first turn is history, what the law asks is not."""

from datetime import timedelta

import pytest

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case, Plan
from naung.cases.operations import ClosingFacts
from naung.cases.operations import plan as planning
from naung.cases.queries.facts import facts_of
from naung.cases.rules import gates
from naung.cases.rules.gates import CaseFacts
from naung.core.errors import NotAllowedNow
from naung.duties.models import Deadline
from tests.cases.stories import RECEIVED, a_case, doing
from tests.cases.work_stories import approved, assessed, fresh, in_rehabilitation, ready
from tests.scene import MONDAY, Scene

LATER = MONDAY + timedelta(days=30)
UNPROVEN = ClosingFacts(way="TTK", reason="Tidak ada yang mendukung laporan.")


def close_and_open(scene: Scene, case: Case) -> Case:
    doing(scene, "Rina", operations.close_case, LATER, case_id=case.pk, closing=UNPROVEN)
    doing(scene, "Rina", operations.reopen, LATER, case_id=case.pk, reason="Terlihat memar.")
    return fresh(scene, case)


def facts(scene: Scene, case: Case, name: str = "Sari") -> CaseFacts:
    with acting_as(scene.actor(name, LATER)):
        return facts_of(Case.objects.get(pk=case.pk))


def advance(scene: Scene, case: Case, target: str, name: str = "Sari") -> None:
    doing(scene, name, operations.advance, LATER, case_id=case.pk, target=target)


def test_an_old_assessment_and_an_old_plan_open_no_gate_again(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    approved(scene, case)
    case = close_and_open(scene, case)
    assert case.status == "ASSESSMENT"

    with pytest.raises(NotAllowedNow) as stopped:
        advance(scene, case, "PLANNING")
    assert {gate.code for gate in stopped.value.about["missing"]} == {"FACTORS_RATED", "CHILD_VIEWS", "ONE_STORY"}
    assessed(scene, case, now=LATER, f3A=2)
    assert fresh(scene, case).status == "PLANNING"
    with pytest.raises(NotAllowedNow) as stopped:
        advance(scene, case, "IMPLEMENTATION", "Rina")
    assert "PLAN_APPROVED" in {gate.code for gate in stopped.value.about["missing"]}
    approved(scene, case, LATER)
    assert fresh(scene, case).status == "IMPLEMENTATION"


def test_a_plan_left_unfinished_rests_on_the_new_assessment(scene: Scene) -> None:
    case = ready(scene)
    assessed(scene, case, f3A=2)
    doing(scene, "Sari", planning.start_plan, case_id=case.pk)
    case = close_and_open(scene, case)
    new = assessed(scene, case, now=LATER, f5A=1)

    doing(scene, "Sari", planning.start_plan, LATER, case_id=case.pk)

    with acting_as(scene.actor("Sari", LATER)):
        assert Plan.objects.get().assessment_id == new.pk


def test_what_was_ready_for_the_return_is_asked_again(scene: Scene) -> None:
    case = close_and_open(scene, in_rehabilitation(scene))

    assert (case.stage, facts(scene, case).emergency_needs_met) == ("INTERVENTION", False)
    assert facts(scene, case).scores == {}


def test_the_law_is_still_owed_after_a_case_was_closed_with_an_explanation(scene: Scene) -> None:
    case = a_case(scene, forms=("SEK",), companions=("Budi",))
    doing(scene, "Sari", operations.explain_legal_duty, case_id=case.pk, kind="POLICE_REPORT", reason="Keluarga.")
    case = close_and_open(scene, case)

    with acting_as(scene.actor("Rina", LATER)):
        duty = Deadline.objects.get(case_id=case.pk, rule="POLICE_REPORT", dropped_at=None, met_at=None)
        assert duty.started_at == RECEIVED
    for name in ("Sari", "Rina", "Budi"):
        now = facts(scene, case, name)
        assert not gates.LEGAL_MET.met(now)
        assert not gates.POLICE_REPORT_FILED.met(now)
    done = {"kind": "POLICE_REPORT", "done_date": LATER.date(), "number": "LP/9"}
    doing(scene, "Sari", operations.mark_legal_duty, LATER, case_id=case.pk, **done)
    for name in ("Sari", "Rina", "Budi"):
        now = facts(scene, case, name)
        assert gates.LEGAL_MET.met(now)
        assert gates.POLICE_REPORT_FILED.met(now)


def test_a_case_opened_again_needs_a_safety_plan_in_time(scene: Scene) -> None:
    case = close_and_open(scene, ready(scene))

    with acting_as(scene.actor("Rina", LATER)):
        waiting = Deadline.objects.filter(case_id=case.pk, met_at=None, dropped_at=None)
        assert {"SAFETY_PLAN", "CHILD_SEEN", "ASSESSMENT"} <= set(waiting.values_list("rule", flat=True))
