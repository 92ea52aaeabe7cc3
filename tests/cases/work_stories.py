"""Cases brought as far as a story about assessment, plan or return needs them, by the people who do it."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from naung.access.acting import acting_as
from naung.cases.models import Assessment, Case, Plan
from naung.cases.operations import assessment, contact, plan, safety, steps, work
from naung.cases.operations.assessment import Entry
from naung.cases.rules.assessment import factors
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from tests.cases.stories import HOLDER, SUPERVISOR, a_case, doing
from tests.scene import MONDAY, Scene

LATER = MONDAY + timedelta(days=2)


def ready(scene: Scene, team: str = "barat", **given: Any) -> Case:
    """A registered case whose child was seen and safe, with a ground to act."""
    case = a_case(scene, team, **given)
    visit = VisitFacts(
        kind="RUMAH", at=MONDAY, child_seen=True, seen_alone=True, child_words="Aku takut pulang.", safe="UNKNOWN"
    )
    doing(scene, HOLDER[team], contact.record_visit, case_id=case.pk, visit=visit)
    doing(scene, HOLDER[team], safety.record_consent, case_id=case.pk, kind="GROUND", ground="PUBLIK", words="Ayah.")
    doing(
        scene, HOLDER[team], safety.write_safety, case_id=case.pk, dangerous_people="Ayah", no_go="Rumah",
        safe_contact="Bibi", plan="Anak tinggal bersama bibi.",
    )  # fmt: skip
    return fresh(scene, case)


def fresh(scene: Scene, case: Case) -> Case:
    with acting_as(scene.actor("Rina")):
        return Case.objects.get(pk=case.pk)


def started(scene: Scene, case: Case, name: str = "Sari", now: datetime = MONDAY) -> Assessment:
    made: Assessment = doing(scene, name, assessment.start_assessment, now, case_id=case.pk)
    return made


def rate_all(scene: Scene, written: Assessment, now: datetime = MONDAY, **scores: int) -> None:
    """Rate every factor 4 but those named, such as `f3A=2`."""
    entries = [Entry(factor=code, score=scores.get(f"f{code}", 4), reason="Terlihat.") for code in factors()]
    doing(scene, "Sari", assessment.save_ratings, now, assessment_id=written.pk, entries=entries)


def written(scene: Scene, case: Case, now: datetime = MONDAY, **scores: int) -> Assessment:
    """An assessment with everything in it but its end."""
    begun = started(scene, case, now=now)
    rate_all(scene, begun, now, **scores)
    return doing(  # type: ignore[no-any-return]
        scene, "Sari", assessment.save_child_view, now, assessment_id=begun.pk, version=None,
        child_view="Aku mau tinggal sama bibi.", earlier_statements="Dari laporan guru.", reused=[],
    )  # fmt: skip


def assessed(
    scene: Scene, case: Case, level: Level = Level.HIGH, now: datetime = MONDAY, reason: str = "", **scores: int
) -> Assessment:
    """A finished assessment."""
    whole = written(scene, case, now, **scores)
    finished: Assessment = doing(
        scene, "Sari", assessment.finish_assessment, now, assessment_id=whole.pk, version=None, level=level,
        level_reason=reason,
    )  # fmt: skip
    return finished


def planned(scene: Scene, case: Case, *factors_with_goal: str, now: datetime = MONDAY) -> Plan:
    """A plan being written, with a goal and an action for each of these factors."""
    draft: Plan = doing(scene, "Sari", plan.start_plan, now, case_id=case.pk)
    for factor in factors_with_goal:
        goal = doing(scene, "Sari", plan.write_goal, now, plan_id=draft.pk, factor=factor, text="Anak aman.")
        add_action(scene, draft, goal.pk, now=now)
    return draft


def add_action(
    scene: Scene, draft: Plan, goal_id: UUID, who: str = "Sari", now: datetime = MONDAY, **given: Any
) -> Any:
    values = {"text": "Dampingi anak ke psikolog.", "service": "PSI", "due_date": date(2026, 12, 14), **given}
    return doing(
        scene, "Sari", plan.write_action, now, plan_id=draft.pk, goal_id=goal_id, responsible_id=scene.id(who), **values
    )


def told(scene: Scene, draft: Plan, *who: str, now: datetime = MONDAY) -> None:
    for one in who or ("CHILD", "CAREGIVER"):
        doing(
            scene, "Sari", plan.tell_plan, now, plan_id=draft.pk, who=one, told=True, how="RUMAH", told_at=now,
            said="Baik, saya mengerti.",
        )  # fmt: skip


def submitted(scene: Scene, case: Case, now: datetime = MONDAY, *factors_with_goal: str) -> Plan:
    """A whole plan before the supervisor."""
    draft = planned(scene, case, *(factors_with_goal or ("3A",)), now=now)
    told(scene, draft, now=now)
    sent: Plan = doing(scene, "Sari", plan.submit_plan, now, plan_id=draft.pk, version=None)
    return sent


def approved(scene: Scene, case: Case, now: datetime = MONDAY) -> Plan:
    """A plan in force."""
    sent = submitted(scene, case, now)
    done: Plan = doing(scene, SUPERVISOR["barat"], plan.approve_plan, now, plan_id=sent.pk, version=None)
    return done


def in_rehabilitation(scene: Scene) -> Case:
    """A case under way whose child is safe enough to rehabilitate."""
    case = ready(scene)
    assessed(scene, case, f3A=3, f5A=2)
    draft = submitted(scene, case, MONDAY, "5A")
    doing(scene, "Rina", plan.approve_plan, plan_id=draft.pk, version=None)
    doing(scene, "Sari", safety.record_needs_met, case_id=case.pk, note="Makan, tidur, aman.")
    doing(scene, "Sari", steps.move_stage, case_id=case.pk, target="REHABILITATION")
    return fresh(scene, case)


def in_monitoring(scene: Scene, case: Case) -> Case:
    """Every action done, the case watched."""
    with acting_as(scene.actor("Sari")):
        open_actions = list(case.actions.filter(done_at=None))
    for action in open_actions:
        doing(scene, "Sari", work.finish_action, action_id=action.pk, version=None, result="TCP")
    doing(scene, "Sari", steps.advance, case_id=case.pk, target="MONITORING")
    return fresh(scene, case)
