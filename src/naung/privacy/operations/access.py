"""Ending access that one person was given to one record, with a reason."""

from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.models import Ended, Grant
from naung.access.operations import revoke
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.cases.queries import cases
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.duties import operations as duties
from naung.intake.models import Report
from naung.privacy.queries.access import records_of
from naung.privacy.rules import access

NO_REASON = Text("Tulis mengapa akses ini diakhiri.", "Write why this access is ended.")
ASSIGNED = Text(
    "Pendamping diganti lewat “Ganti petugas”.", "Companions are changed where people are assigned to the case."
)


@atomic
def end_access(*, by: Actor, case_id: UUID, grant_id: UUID, reason: str, now: datetime) -> Grant:
    """End what somebody was given on a case or its reports; she is told. Only the team's supervisor may."""
    case = cases.locked(by, case_id)
    require(by, P.CASE_ASSIGN, case)
    numbers = records_of(by, case)
    given = Grant.objects.select_for_update().get(pk=grant_id, record_id__in=list(numbers))
    if not access.ends_by_hand(given.reason_code):
        raise NotAllowedNow(ASSIGNED)
    if not access.runs(given.until_at, given.revoked_at, now):
        return given
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    _end(by, case, given, reason.strip(), now)
    audit.record(by=by, event="access.ended-by-hand", about=case, at=now, grant=given.pk, user=given.user_id)
    duties.notify(
        by=by, to=[given.user_id], kind="access.ended", about=None, now=now, once=f"access.ended:{given.pk}",
        number=numbers[given.record_id],
    )  # fmt: skip
    given.refresh_from_db()
    return given


def _end(by: Actor, case: Case, given: Grant, reason: str, now: datetime) -> None:
    of_case = given.record_id == case.pk
    record = case if of_case else visible(by, P.READ_D1, Report).get(pk=given.record_id)
    role = Role(given.role)
    revoke(by=by, user_id=given.user_id, record=record, role=role, now=now, code=Ended.TAKEN_BACK, reason=reason)
    if role is Role.EMERGENCY:
        case.happened("EMERGENCY_ENDED", by_id=by.id, at=now, old=str(given.user_id), reason=reason)
