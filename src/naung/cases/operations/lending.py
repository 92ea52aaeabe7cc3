"""Letting another team's supervisor read a record for some days, to see whether it is a child of hers."""

from datetime import datetime, timedelta
from uuid import UUID

from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.operations import grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.queries import cases, staff
from naung.cases.rules.merging import NOT_A_SUPERVISOR
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.duties import operations as duties
from naung.people.rules.merging import check_reason

COMPARE = "COMPARE"
LENT_FOR = timedelta(days=3)


@atomic
def lend_case(*, by: Actor, case_id: UUID, to_id: UUID, reason: str, now: datetime) -> Grant:
    """Let the supervisor of another team read this child's record for three days, to see whether it is one of hers.

    Only the team's own supervisor may, and never to somebody who is shut out.
    """
    case = cases.locked(by, case_id)
    require(by, P.CASE_ASSIGN, case)
    told = check_reason(reason)
    if to_id not in {one.id for one in staff.other_supervisors(case, now)}:
        raise Refused(NOT_A_SUPERVISOR, field="to_id")
    given = grant(
        by=by, user_id=to_id, role=Role.SUPERVISOR, record=case, reason_code=COMPARE, now=now, until=now + LENT_FOR
    )
    audit.record(by=by, event="case.lent", about=case, at=now, reason=told, user=to_id, until=given.until_at)
    duties.notify(
        by=by, to=[to_id], kind="case.lent", about=case, now=now, once=f"case.lent:{given.pk}:{now.isoformat()}",
        number=case.number,
    )  # fmt: skip
    return given
