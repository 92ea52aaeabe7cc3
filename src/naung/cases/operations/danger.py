"""A danger seen during the case: at once back to intervention; only a second pair of eyes ends it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case, DangerFlag
from naung.cases.operations import anew, steps
from naung.cases.queries import cases, staff
from naung.cases.rules import levels
from naung.cases.rules.reintegration import after_danger_flag
from naung.cases.rules.steps import OPEN, CaseStatus
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.levels import Level
from naung.duties import operations as duties


@atomic
def raise_danger_flag(
    *, by: Actor, case_id: UUID, code: str, note: str = "", seen_by_id: UUID | None = None, now: datetime
) -> DangerFlag:
    """Say that the child is in danger. Anybody on the case may; it needs no approval and works at once.

    `seen_by_id` is who found it, where somebody else carries it into the case: she alone may not end it.
    """
    case = cases.locked(by, case_id)
    require(by, P.CASE_WORK, case)
    if code not in reference.codes("bahaya"):
        raise Refused(_("Tanda bahaya ini tidak dikenal."), field="code")
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup. Catat sebagai laporan baru, atau minta supervisor membukanya."))
    known = DangerFlag.objects.filter(case=case, code=code, ended_at=None).first()
    flag = known or DangerFlag.objects.create(
        case=case, code=code, raised_at=now, raised_by_id=seen_by_id or by.id, note=note.strip() or None
    )
    if known is None:
        case.happened("DANGER_RAISED", by_id=by.id, at=now, new=code, reason=note.strip(), flag=str(flag.pk))
        audit.record(by=by, event="danger.raised", about=case, at=now, flag=flag.pk, code=code)
    elif note.strip():
        case.happened("DANGER_AGAIN", by_id=by.id, at=now, new=code, reason=note.strip(), flag=str(flag.pk))
    # Said again, an open danger still moves a case that does not stand where it must.
    _back_to_intervention(by, case, now)
    if Level(case.level) < levels.WITH_DANGER_FLAG:
        steps.set_level(by=by, case=case, level=levels.WITH_DANGER_FLAG, now=now)
    people = {*staff.people_of(case), *staff.supervisors_of(case, now)} - {by.id}
    duties.notify(
        by=by, to=people, kind="case.danger", about=case, now=now, once=f"case.danger:{flag.pk}", number=case.number
    )
    return flag


def _back_to_intervention(by: Actor, case: Case, now: datetime) -> None:
    """Out of monitoring or suspension, back to the stage that protects."""
    suspended = case.status == CaseStatus.SUSPENDED
    was = CaseStatus(case.suspended_from if suspended else case.status)
    status, stage = after_danger_flag(was)
    old = {"status": case.status, "stage": case.stage}
    if (status, stage) == (case.status, case.stage):
        return
    case.status, case.stage = status, stage
    if suspended:
        case.suspended_from = case.suspended_reason = ""
        case.review_date = None
        duties.resume(by=by, subject=case, now=now)
        duties.meet(by=by, rule="SUSPENSION_REVIEW", subject=case, now=now)
    case.store("status", "stage", "suspended_from", "suspended_reason", "review_date")
    for kind, name, new in (("STATUS", "status", status), ("STAGE", "stage", stage)):
        if old[name] != new:
            case.happened(kind, by_id=by.id, at=now, old=old[name], new=new, danger=True)
    audit.record(by=by, event="case.danger-returned", about=case, at=now, status=status, stage=stage)
    anew.ask_anew(by=by, case=case, now=now)


@atomic
def end_danger_flag(*, by: Actor, flag_id: UUID, reason: str, now: datetime) -> DangerFlag:
    """Say that a danger is over. A supervisor may, never who holds the case or raised this flag herself."""
    flag = visible(by, P.READ_D3, DangerFlag).select_for_update(of=("self",)).select_related("case").get(pk=flag_id)
    require(by, P.DANGER_END, flag.case)
    if flag.raised_by_id == by.id:
        raise AccessDenied(P.DANGER_END, permission=P.DANGER_END, label=flag._meta.label, id=flag.pk)
    if flag.ended_at is not None:
        return flag
    if not reason.strip():
        raise Refused(_("Tulis mengapa bahaya ini sudah berakhir."), field="reason")
    flag.ended_at, flag.ended_by_id, flag.ended_reason = now, by.id, reason.strip()
    flag.store("ended_at", "ended_by_id", "ended_reason")
    flag.case.happened("DANGER_ENDED", by_id=by.id, at=now, new=flag.code, reason=reason.strip(), flag=str(flag.pk))
    audit.record(by=by, event="danger.ended", about=flag.case, at=now, reason=reason, flag=flag.pk, code=flag.code)
    return flag
