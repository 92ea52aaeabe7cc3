"""Status, stage and level: each moves by the tables of the rules, through their gates, and leaves its line."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case, LevelFinding, Safety
from naung.cases.queries import cases, facts, staff
from naung.cases.rules import gates, levels, steps
from naung.cases.rules.steps import CaseStatus, Stage
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.levels import Level
from naung.duties import operations as duties
from naung.duties.models import Deadline
from naung.duties.queries.deadlines import OPEN

# The steps that are taken as such; the others belong to an operation of their own (closing, danger …).
FORWARD = (CaseStatus.ASSESSMENT, CaseStatus.PLANNING, CaseStatus.IMPLEMENTATION, CaseStatus.MONITORING)
LOWERING_REASONS = "alasan_turun_tingkat"
SAFETY_PLAN = "SAFETY_PLAN"


@atomic
def advance(*, by: Actor, case_id: UUID, target: str, now: datetime, reason: str = "") -> Case:
    """Take the next step of the case's status, when everything stands that it needs."""
    case = cases.locked(by, case_id)
    step = steps.step(case.status, target)
    if case.status not in steps.WORKING or step.target not in FORWARD or step.asks:
        raise NotAllowedNow(_("Langkah ini punya halamannya sendiri."))
    require(by, step.needs, case)
    gates.pass_all(step.gates, facts.facts_of(case))
    old, case.status = case.status, step.target
    case.store("status")
    case.happened("STATUS", by_id=by.id, at=now, old=old, new=step.target, reason=reason)
    audit.record(by=by, event=step.event, about=case, at=now, reason=reason, old=old, new=step.target)
    return case


@atomic
def move_stage(*, by: Actor, case_id: UUID, target: str, reason: str = "", now: datetime) -> Case:
    """Move the case to its next stage. Reintegration needs a supervisor's recorded decision."""
    case = cases.locked(by, case_id)
    if case.status not in steps.WORKING:
        raise NotAllowedNow(_("Tahap hanya berpindah pada kasus yang sedang berjalan."))
    step = steps.stage_step(case.stage, target)
    if "danger" in step.asks:
        raise NotAllowedNow(_("Kembali ke intervensi terjadi dengan mencatat tanda bahaya."))
    require(by, step.needs, case)
    if "reason" in step.asks and not reason.strip():
        raise Refused(_("Tulis keputusan konferensi kasus atau supervisor."), field="reason")
    gates.pass_all(step.gates, facts.facts_of(case))
    old, case.stage = case.stage, Stage(target)
    case.store("stage")
    case.happened("STAGE", by_id=by.id, at=now, old=old, new=target, reason=reason)
    audit.record(by=by, event=step.event, about=case, at=now, reason=reason, old=old, new=target)
    return case


@atomic
def change_level(
    *,
    by: Actor,
    case_id: UUID,
    level: Level,
    reason_code: str = "",
    reason: str = "",
    version: int | None = None,
    now: datetime,
) -> Case:
    """Raise the level freely; lower it as a supervisor who does not hold the case, with a reason."""
    case = cases.locked(by, case_id).expect(version)
    if case.status not in steps.OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup."))
    old, new = Level(case.level), Level(level)
    require(by, levels.needed_for(old, new), case)
    if levels.is_lowering(old, new):
        levels.check_reason(old, new, reason)
        if reason_code not in reference.codes(LOWERING_REASONS):
            raise Refused(_("Pilih alasan menurunkan tingkat."), field="reason_code")
        gates.pass_all((gates.NO_OPEN_DANGER,), facts.facts_of(case))
    return set_level(by=by, case=case, level=new, reason_code=reason_code, reason=reason, now=now)


@atomic
def set_level(*, by: Actor, case: Case, level: Level, reason_code: str = "", reason: str = "", now: datetime) -> Case:
    """Write a level that was decided, on a locked case; the running duties follow it."""
    old = case.level
    if old == level:
        return case
    require(by, levels.needed_for(Level(old), level), case)
    case.level = level
    case.store("level")
    case.happened("LEVEL", by_id=by.id, at=now, old=old, new=level, reason=reason, why=reason_code)
    audit.record(by=by, event="case.level-changed", about=case, at=now, reason=reason, old=old, new=level)
    settle_finding(by=by, case=case, accepted=True, now=now)
    duties.change_level(by=by, subject=case, level=level, now=now)
    if level > Level(old):
        _ask_safety_plan(by, case, now)
        people = {*staff.people_of(case), *staff.supervisors_of(case, now)} - {by.id}
        duties.notify(
            by=by, to=people, kind="case.level-raised", about=case, now=now,
            once=f"case.level:{case.pk}:{now.isoformat()}", number=case.number, level=level,
        )  # fmt: skip
    return case


@atomic
def settle_finding(*, by: Actor, case: Case, accepted: bool, now: datetime) -> None:
    """End the waiting of a lower level that was found; `accepted` holds when the level became the one found.

    Whoever works on the case may: a new word replaces the one before. Only accepting it takes a supervisor.
    """
    require(by, P.CASE_WORK, case)
    for finding in LevelFinding.objects.select_for_update().filter(case=case, decided_at=None):
        finding.decided_at, finding.decided_by_id = now, by.id
        finding.accepted = accepted and finding.level == case.level
        finding.store("decided_at", "decided_by_id", "accepted")
        audit.record(by=by, event="case.lower-level-settled", about=case, at=now, accepted=finding.accepted)


def _ask_safety_plan(by: Actor, case: Case, now: datetime) -> None:
    """A level that asks for a safety plan asks for it from the moment it was raised, when none is written."""
    written = Safety.objects.filter(case=case, plan__isnull=False)
    waiting = Deadline.objects.filter(OPEN, case_id=case.pk, rule=SAFETY_PLAN)
    if not (written.exists() or waiting.exists()):
        duties.start(
            by=by, rule=SAFETY_PLAN, subject=case, cause_at=now, now=now, level=case.level,
            sequence=f"naik{case.version}",
        )  # fmt: skip
