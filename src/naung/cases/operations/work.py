"""Carrying out the plan: actions done or explained, services delivered, goals met or explained."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Action, Case, Delivery, Goal, Plan
from naung.cases.queries.held import held
from naung.cases.rules.steps import WORKING
from naung.core import formats, reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused

DONE = ("TCP", "SBG")  # outcomes that need no explanation


def _runs(plan: Plan, case: Case) -> bool:
    """Whether this version of the plan is the one being carried out."""
    return plan.approved_at is not None and plan.replaced_at is None and case.status in WORKING


def _in_force(by: Actor, action_id: UUID) -> Action:
    action = held(by, P.CASE_WORK, Action, action_id, "goal__plan")
    plan = action.goal.plan
    if (
        action.removed_at is not None
        or plan.approved_at is None
        or plan.replaced_at is not None
        or action.case.status not in WORKING
    ):
        raise NotAllowedNow(_("Kegiatan ini bukan bagian dari rencana yang berlaku."))
    return action


@atomic
def finish_action(
    *, by: Actor, action_id: UUID, version: int | None, result: str, explained: str = "", now: datetime
) -> Action:
    """Keep that an action of the plan was done, or explain why not, with its result."""
    action = _in_force(by, action_id).expect(version)
    if result not in reference.codes("hasil_layanan"):
        raise Refused(_("Pilih hasilnya."))
    if result not in DONE and not explained.strip():
        raise Refused(_("Jelaskan hasil ini."))
    action.done_at, action.done_by_id = now, by.id
    action.result, action.explained = result, explained.strip() or None
    action.store("done_at", "done_by_id", "result", "explained")
    audit.record(by=by, event="action.finished", about=action, at=now, result=result)
    return action


@atomic
def reopen_action(*, by: Actor, action_id: UUID, version: int | None, now: datetime) -> Action:
    """Take back that an action was finished; the earlier result stays in the trace."""
    action = _in_force(by, action_id).expect(version)
    if action.done_at is None:
        return action
    audit.record(
        by=by, event="action.reopened", about=action, at=now, result=action.result, reason=action.explained or ""
    )
    action.done_at = action.done_by_id = action.explained = None
    action.result = ""
    action.store("done_at", "done_by_id", "result", "explained")
    return action


@atomic
def deliver_service(
    *,
    by: Actor,
    case_id: UUID,
    service: str,
    provider: str,
    date: date,
    note: str = "",
    action_id: UUID | None = None,
    now: datetime,
) -> Delivery:
    """Keep a service that the child really received: which, from whom, on what day."""
    case = visible(by, P.READ_D1, Case).get(pk=case_id)
    require(by, P.CASE_WORK, case)
    if case.status not in WORKING:
        raise NotAllowedNow(_("Layanan hanya dicatat pada kasus yang sedang berjalan."))
    if service not in reference.codes("layanan"):
        raise Refused(_("Layanan ini tidak dikenal."))
    if date > formats.local(now).date():
        raise Refused(_("Tanggal layanan belum terjadi."))
    action = _in_force(by, action_id) if action_id else None
    if action is not None and action.case_id != case.pk:
        raise Refused(_("Kegiatan ini milik kasus lain."))
    delivery = Delivery.objects.create(
        case=case, action=action, service=service, provider=provider.strip(), date=date, by_id=by.id,
        note=note.strip() or None,
    )  # fmt: skip
    audit.record(by=by, event="service.delivered", about=delivery, at=now, service=service, day=date)
    return delivery


@atomic
def settle_goal(
    *, by: Actor, goal_id: UUID, version: int | None, met: bool, explained: str = "", now: datetime
) -> Goal:
    """Say whether a goal of the plan in force is met; one that is not met is explained."""
    goal = held(by, P.CASE_ASSESS, Goal, goal_id, "plan").expect(version)
    if (
        goal.removed_at is not None
        or goal.plan.approved_at is None
        or goal.plan.replaced_at is not None
        or goal.case.status not in WORKING
    ):
        raise NotAllowedNow(_("Tujuan ini bukan bagian dari rencana yang berlaku."))
    if not met and not explained.strip():
        raise Refused(_("Jelaskan mengapa tujuan belum tercapai."))
    goal.met, goal.explained = met, explained.strip() or None
    goal.settled_at, goal.settled_by_id = now, by.id
    goal.store("met", "explained", "settled_at", "settled_by_id")
    audit.record(by=by, event="goal.settled", about=goal, at=now, met=met)
    return goal
