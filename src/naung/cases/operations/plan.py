"""The case plan: written by the social worker, told to child and caregiver, approved by somebody else."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Action, Assessment, Case, CaseEvent, Goal, Plan, PlanTold
from naung.cases.operations import steps
from naung.cases.operations.level import find_level
from naung.cases.queries import plan as queries
from naung.cases.queries import staff
from naung.cases.queries.held import held
from naung.cases.rules import assessment as rules
from naung.cases.rules.steps import CaseStatus as C
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.levels import Level
from naung.duties import operations as duties

PLANNABLE = (C.PLANNING, C.IMPLEMENTATION, C.MONITORING)


@atomic
def start_plan(*, by: Actor, case_id: UUID, now: datetime) -> Plan:
    """Begin a version of the plan from the last finished assessment, or go on with the one being written.

    A new version takes over the goals that are not met and the actions that are neither done nor explained.
    """
    case = visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)
    require(by, P.CASE_ASSESS, case)
    if case.status not in PLANNABLE:
        raise NotAllowedNow(_("Rencana disusun setelah asesmen selesai."))
    running = Plan.objects.select_for_update().filter(case=case, approved_at=None).first()
    if running is not None:
        return _on_newest(running, case)
    old = Plan.objects.filter(case=case, replaced_at=None).first()
    plan = Plan.objects.create(
        case=case,
        assessment=_newest(case),
        number=Plan.objects.filter(case=case).count() + 1,
        author_id=by.id,
        made_at=now,
    )
    if old is not None:
        _carry_over(old, plan)
    audit.record(by=by, event="plan.started", about=plan, at=now, number=plan.number)
    return plan


def _newest(case: Case) -> Assessment | None:
    return Assessment.objects.filter(case=case, finished_at__isnull=False).order_by("-sequence").first()


def _on_newest(plan: Plan, case: Case) -> Plan:
    """A draft that lies still rests on the assessment that was finished since."""
    newest = _newest(case)
    if newest is not None and newest.pk != plan.assessment_id and plan.submitted_at is None:
        plan.assessment = newest
        plan.store("assessment")
    return plan


def _carry_over(old: Plan, plan: Plan) -> None:
    was = queries.sheet(old)
    for goal in was.goals:
        unfinished = [action for action in was.actions.get(goal.pk, ()) if action.done_at is None]
        if goal.met or (goal.met is False and not unfinished):
            continue
        new = Goal.objects.create(case=plan.case, plan=plan, factor=goal.factor, text=goal.text)
        for action in unfinished:
            Action.objects.create(
                case=plan.case, goal=new, text=action.text, service=action.service, due_date=action.due_date,
                responsible_id=action.responsible_id, carried_from=action,
            )  # fmt: skip


def _draft(by: Actor, plan_id: UUID) -> Plan:
    """The version being written, locked. A submitted one is not changed until it comes back."""
    plan = held(by, P.CASE_ASSESS, Plan, plan_id)
    if plan.approved_at is not None:
        raise NotAllowedNow(_("Rencana ini sudah disetujui. Buat versi baru untuk mengubahnya."))
    if plan.submitted_at is not None:
        raise NotAllowedNow(_("Rencana ini sedang menunggu persetujuan. Tarik kembali untuk mengubahnya."))
    return plan


def _goal(plan: Plan, goal_id: UUID) -> Goal:
    goal = Goal.objects.select_for_update().get(pk=goal_id, plan=plan, removed_at=None)
    goal.case = plan.case
    return goal


@atomic
def write_goal(
    *,
    by: Actor,
    plan_id: UUID,
    factor: str,
    text: str,
    goal_id: UUID | None = None,
    version: int | None = None,
    now: datetime,
) -> Goal:
    """Write what should become better for one factor, or change it while the plan is a draft."""
    plan = _draft(by, plan_id)
    if factor not in rules.factors():
        raise Refused(_("Faktor ini tidak dikenal."))
    if goal_id is None:
        goal = Goal.objects.create(case=plan.case, plan=plan, factor=factor, text=text.strip())
    else:
        goal = _goal(plan, goal_id).expect(version)
        goal.factor, goal.text = factor, text.strip()
        goal.store("factor", "text")
    audit.record(by=by, event="plan.goal-written", about=plan, at=now, goal=goal.pk, factor=factor)
    return goal


@atomic
def remove_goal(*, by: Actor, plan_id: UUID, goal_id: UUID, now: datetime) -> None:
    """Take a goal and its actions out of the draft."""
    plan = _draft(by, plan_id)
    goal = _goal(plan, goal_id)
    goal.removed_at = now
    goal.store("removed_at")
    audit.record(by=by, event="plan.goal-removed", about=plan, at=now, goal=goal.pk)


@atomic
def write_action(
    *,
    by: Actor,
    plan_id: UUID,
    goal_id: UUID,
    text: str,
    responsible_id: UUID,
    due_date: date,
    service: str = "",
    action_id: UUID | None = None,
    version: int | None = None,
    now: datetime,
) -> Action:
    """Write who does what until when for a goal, or change it while the plan is a draft."""
    plan = _draft(by, plan_id)
    goal = _goal(plan, goal_id)
    if service and service not in reference.codes("layanan"):
        raise Refused(_("Layanan ini tidak dikenal."))
    if responsible_id not in queries.people_on(plan.case):
        raise Refused(_("Penanggung jawab harus orang yang ditugaskan pada kasus ini."))
    values = {
        "text": text.strip(), "service": service, "responsible_id": responsible_id, "due_date": due_date,
    }  # fmt: skip
    if action_id is None:
        action = Action.objects.create(case=plan.case, goal=goal, **values)
    else:
        action = _action(plan, action_id).expect(version)
        for name, value in values.items():
            setattr(action, name, value)
        action.store(*values)
    audit.record(by=by, event="plan.action-written", about=plan, at=now, action=action.pk, service=service)
    return action


def _action(plan: Plan, action_id: UUID) -> Action:
    action = Action.objects.select_for_update().get(pk=action_id, goal__plan=plan, removed_at=None)
    action.case = plan.case
    return action


@atomic
def remove_action(*, by: Actor, plan_id: UUID, action_id: UUID, now: datetime) -> None:
    """Take an action out of the draft."""
    plan = _draft(by, plan_id)
    action = _action(plan, action_id)
    action.removed_at = now
    action.store("removed_at")
    audit.record(by=by, event="plan.action-removed", about=plan, at=now, action=action.pk)


@atomic
def tell_plan(
    *, by: Actor, plan_id: UUID, who: str, told: bool, how: str, told_at: datetime, said: str, now: datetime
) -> PlanTold:
    """Keep that child or caregiver was told the plan, how, and what they said; or why they were not told."""
    plan = visible(by, P.READ_D3, Plan).select_related("case").get(pk=plan_id)
    require(by, P.CASE_WORK, plan.case)
    if plan.replaced_at is not None:
        raise NotAllowedNow(_("Rencana ini sudah diganti versi baru."))
    if not said.strip():
        raise Refused(_("Tulis apa kata mereka, atau mengapa belum diberi tahu."))
    if told_at > now:
        raise Refused(_("Waktu ini belum terjadi."))
    if who not in queries.WHO_TEXTS or (told and how not in reference.codes("jenis_kontak")):
        raise Refused(_("Pilih siapa yang diberi tahu dan caranya."))
    line = PlanTold.objects.create(
        case=plan.case, plan=plan, who=who, told=told, how=how if told else "", told_at=told_at,
        said=said.strip(), by_id=by.id,
    )  # fmt: skip
    audit.record(by=by, event="plan.told" if told else "plan.not-told", about=plan, at=now, who=who, how=how)
    return line


@atomic
def submit_plan(*, by: Actor, plan_id: UUID, version: int | None, now: datetime) -> Plan:
    """Put the plan before the supervisor once every low factor has a goal, each goal an action, both were told."""
    plan = _draft(by, plan_id).expect(version)
    if lacking := queries.sheet(plan).missing:
        raise NotAllowedNow(_("Rencana belum lengkap."), missing=lacking)
    plan.submitted_at, plan.submitted_by_id = now, by.id
    plan.returned_at = plan.returned_reason = None  # why it came back stays in the story
    plan.store("submitted_at", "submitted_by_id", "returned_at", "returned_reason")
    plan.case.happened("PLAN_SUBMITTED", by_id=by.id, at=now, new=str(plan.number), plan=str(plan.pk))
    audit.record(by=by, event="plan.submitted", about=plan, at=now, number=plan.number)
    deciders = set(staff.supervisors_of(plan.case, now)) - {by.id, plan.author_id, plan.case.owner_id}
    _tell_people(plan, by, now, "plan.submitted", deciders)
    return plan


def _tell_people(plan: Plan, by: Actor, now: datetime, kind: str, to: Iterable[UUID | None]) -> None:
    """A line for each of them; the version counts, so that a plan submitted again is told again."""
    people = {key for key in to if key is not None and key != by.id}
    once = f"{kind}:{plan.pk}:{plan.version}"
    duties.notify(by=by, to=people, kind=kind, about=plan.case, now=now, once=once, number=plan.case.number)


@atomic
def withdraw_plan(*, by: Actor, plan_id: UUID, now: datetime) -> Plan:
    """Take a submitted plan back to change it."""
    plan = held(by, P.CASE_ASSESS, Plan, plan_id)
    _waiting(plan)
    plan.submitted_at = plan.submitted_by_id = None
    plan.store("submitted_at", "submitted_by_id")
    audit.record(by=by, event="plan.withdrawn", about=plan, at=now)
    return plan


def _waiting(plan: Plan) -> None:
    if plan.submitted_at is None or plan.approved_at is not None:
        raise NotAllowedNow(_("Rencana ini tidak sedang menunggu persetujuan."))


def _for_decision(by: Actor, plan_id: UUID) -> Plan:
    """A submitted plan for one who answers for the team: never the holder, never who wrote or submitted it."""
    plan = held(by, P.PLAN_APPROVE, Plan, plan_id)
    if by.id in (plan.author_id, plan.submitted_by_id):
        raise AccessDenied(P.PLAN_APPROVE, permission=P.PLAN_APPROVE, label=plan._meta.label, id=plan.pk)
    _waiting(plan)
    return plan


@atomic
def approve_plan(*, by: Actor, plan_id: UUID, version: int | None, now: datetime) -> Plan:
    """Approve a submitted plan. It replaces the version before; its review is due from today."""
    plan = _for_decision(by, plan_id).expect(version)
    if lacking := queries.sheet(plan).missing:
        raise NotAllowedNow(_("Rencana belum lengkap."), missing=lacking)
    case = plan.case
    for old in Plan.objects.select_for_update().filter(case=case, approved_at__isnull=False, replaced_at=None):
        old.replaced_at = now
        old.store("replaced_at")
    plan.approved_at, plan.approved_by_id = now, by.id
    plan.store("approved_at", "approved_by_id")
    audit.record(by=by, event="plan.approved", about=plan, at=now, number=plan.number)
    duties.meet(by=by, rule="PLAN", subject=case, now=now)
    _reviewed(plan, by, now, "PLAN_APPROVED")
    _tell_people(plan, by, now, "plan.approved", [plan.author_id, case.owner_id])
    if case.status == C.PLANNING:
        steps.advance(by=by, case_id=case.pk, target=C.IMPLEMENTATION, now=now)
    return plan


def _reviewed(plan: Plan, by: Actor, now: datetime, kind: str, note: str = "") -> None:
    """Write the event down; the review that was due is done and the next one begins to count."""
    case = plan.case
    earlier = CaseEvent.objects.filter(case=case, kind__in=("PLAN_APPROVED", "PLAN_REVIEWED")).count()
    case.happened(kind, by_id=by.id, at=now, new=str(plan.number), reason=note, plan=str(plan.pk))
    duties.meet(by=by, rule="REVIEW", subject=case, now=now)
    duties.start(by=by, rule="REVIEW", subject=case, cause_at=now, now=now, level=case.level, sequence=str(earlier + 1))


@atomic
def return_plan(*, by: Actor, plan_id: UUID, version: int | None, reason: str, now: datetime) -> Plan:
    """Give a submitted plan back to its author, saying what has to change."""
    plan = _for_decision(by, plan_id).expect(version)
    if not reason.strip():
        raise Refused(_("Tulis apa yang perlu diubah."))
    plan.submitted_at = plan.submitted_by_id = None
    plan.returned_at, plan.returned_reason = now, reason.strip()
    plan.store("submitted_at", "submitted_by_id", "returned_at", "returned_reason")
    plan.case.happened(
        "PLAN_RETURNED", by_id=by.id, at=now, new=str(plan.number), reason=reason.strip(), plan=str(plan.pk)
    )
    audit.record(by=by, event="plan.returned", about=plan, at=now, number=plan.number, reason=reason)
    _tell_people(plan, by, now, "plan.returned", [plan.author_id, plan.case.owner_id])
    return plan


@atomic
def review_plan(
    *, by: Actor, plan_id: UUID, note: str, level: Level | None = None, level_reason: str = "", now: datetime
) -> Plan:
    """Keep that the plan in force was looked at again and stands, and how urgent the case is now.

    A changed plan is a new version; a lower level waits for the supervisor.
    """
    plan = held(by, P.CASE_ASSESS, Plan, plan_id)
    if plan.approved_at is None or plan.replaced_at is not None:
        raise NotAllowedNow(_("Hanya rencana yang berlaku yang ditinjau."))
    if not note.strip():
        raise Refused(_("Tulis hasil tinjauan."))
    if level is not None:
        find_level(by=by, case=plan.case, level=level, reason=level_reason, found_in="REVIEW", now=now)
    _reviewed(plan, by, now, "PLAN_REVIEWED", note.strip())
    audit.record(by=by, event="plan.reviewed", about=plan, at=now, number=plan.number)
    return plan
