"""What was settled for the child's safety and return no longer stands once a danger or a new report comes up."""

from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case, ReintegrationPlan, Safety
from naung.cases.rules.reintegration import DUTY
from naung.core.atomic import atomic
from naung.duties import operations as duties

ANSWERS = ("caregiver_assessed", "school_place", "child_agrees", "community_checked", "handover_signed")
NOTES = ("caregiver_note", "school_note", "child_words", "community_note", "text")


@atomic
def ask_anew(*, by: Actor, case: Case, now: datetime) -> None:
    """Let nothing that was found before open a gate of the return again; what was written stays in the story."""
    require(by, P.CASE_WORK, case)
    _needs(by, case, now)
    _return(by, case, now)


def _needs(by: Actor, case: Case, now: datetime) -> None:
    safety = Safety.objects.select_for_update().filter(case=case, needs_met_at__isnull=False).first()
    if safety is None:
        return
    safety.case = case
    case.happened("NEEDS_ASKED_ANEW", by_id=by.id, at=now, reason=safety.needs_note or "")
    safety.needs_met_at = safety.needs_met_by_id = safety.needs_note = None
    safety.store("needs_met_at", "needs_met_by_id", "needs_note")
    audit.record(by=by, event="safety.needs-asked-anew", about=case, at=now)


def _return(by: Actor, case: Case, now: datetime) -> None:
    """The day of an earlier return stays: the next one lies after it. Its visits end, for it no longer stands.

    The contact that the level asks for goes on.
    """
    duties.drop(by=by, rule=DUTY, subject=case, now=now, reason="RETURN_ASKED_ANEW")
    plan = ReintegrationPlan.objects.select_for_update().filter(case=case).first()
    if plan is None:
        return
    plan.case = case
    yes = [name for name in ANSWERS if getattr(plan, name)]
    told = [getattr(plan, name) for name in (*NOTES, "handover_number") if getattr(plan, name)]
    if not (yes or told or plan.destination):
        return
    case.happened("RETURN_ASKED_ANEW", by_id=by.id, at=now, old=plan.destination, reason="\n\n".join(told), answers=yes)
    for name in ANSWERS:
        setattr(plan, name, False)
    for name in NOTES:
        setattr(plan, name, None)
    plan.destination = ""
    plan.store(*ANSWERS, *NOTES, "destination")
    audit.record(by=by, event="reintegration.asked-anew", about=plan, at=now, answers=yes)
