"""A social worker on duty opens the file of a child in danger that is not hers: at once, for a day, seen by all."""

from datetime import datetime
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import permits, require
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.cases.queries import staff
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.duties import operations as duties
from naung.privacy.queries import glass as asked
from naung.privacy.rules import glass
from naung.teams import queries as teams

EMERGENCY = "EMERGENCY"


@atomic
def break_glass(*, by: Actor, asked_for: str, reason: str, now: datetime) -> Case | None:
    """Open the file of a child with an open danger flag for 24 hours, and tell the supervisors at once.

    Only a social worker on duty may, with a reason; for everybody else there is nothing here. Whoever is shut out
    of the record never. Gives back nothing when no such child is found, and writes that down too.
    """
    require(by, P.BREAK_GLASS)
    if not asked.may_break(by, now):
        raise Case.DoesNotExist
    if not glass.is_reason(reason):
        raise Refused(glass.TOO_SHORT, field="reason")
    found = asked.in_danger(asked_for)
    if found is None:
        audit.record(by=by, event="emergency.not-found", at=now)
        return None
    with widened(found):
        case = Case.objects.select_for_update().get(pk=found.case_id)
        if not permits(by, P.READ_D3, case):
            _open(by, case, reason.strip(), now)
    return case


def _open(by: Actor, case: Case, reason: str, now: datetime) -> None:
    assert by.id is not None  # noqa: S101 - a person has a turn of duty
    until = now + glass.OPEN_FOR
    given = grant(by=by, user_id=by.id, role=Role.EMERGENCY, record=case, reason_code=EMERGENCY, now=now, until=until)
    case.happened("EMERGENCY_OPENED", by_id=by.id, at=now, reason=reason, until=until.isoformat())
    audit.record(
        by=by, event="emergency.opened", about=case, at=now, reason=reason, grant=given.pk, number=case.number,
        until=until,
    )  # fmt: skip
    duties.notify(
        by=by, to=_told(case, now), kind="case.emergency", about=case, now=now,
        once=f"emergency:{case.pk}:{now.isoformat()}", number=case.number, person=by.name,
    )  # fmt: skip


def _told(case: Case, now: datetime) -> set[UUID]:
    """The team's supervisors and whoever stands in for them, else the head of division; and the case's holder."""
    people = teams.directory(now)
    leading = people.supervisors(case.team_id) or people.people(Role.DIVISION_HEAD)
    away = teams.stand_ins(leading, teams.day_of(now))
    return {*leading, *away.values(), *staff.people_of(case)}
