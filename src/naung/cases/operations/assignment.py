"""Who works on a case: given at registration, changed later, handed over with every duty."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import grant, restamp, revoke
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Action, Assignment, Case
from naung.cases.queries import cases, staff
from naung.cases.rules.steps import OPEN
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.duties import operations as duties
from naung.teams.models import Team

ASSIGNED = "ASSIGNED"


@atomic
def assign(
    *,
    by: Actor,
    case_id: UUID,
    holder_id: UUID,
    companion_ids: Iterable[UUID],
    team_id: UUID | None = None,
    reason: str = "",
    now: datetime,
) -> Case:
    """Give the case to a social worker and companions, in this team or another. Only its supervisor may."""
    case = cases.locked(by, case_id)
    require(by, P.CASE_ASSIGN, case)
    _still_open(case)
    team = Team.objects.get(Q(pk=team_id or case.team_id), office=case.office_id)
    companions = list(dict.fromkeys(companion_ids))
    staff.check(team, holder_id, companions, case, now)
    with widened([case.pk, case.child_id]):
        _give(by, case, holder_id, team.pk, now, reason)
        staff_case(by=by, case=case, companions=companions, now=now)
    return case


def _still_open(case: Case) -> None:
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup."))


def _give(by: Actor, case: Case, holder_id: UUID, team_id: UUID | None, now: datetime, reason: str) -> None:
    """Change holder and team; the case's rows carry the new scope, open actions the new name."""
    old = (case.owner_id, case.team_id)
    if (holder_id, team_id) == old:
        return
    case.owner_id, case.team_id = holder_id, team_id
    case.store("owner_id", "team_id")
    restamp(case)
    if old[0] is not None:
        _pass_actions_on(case, old[0], holder_id)
    case.happened(
        "HOLDER", by_id=by.id, at=now, old=str(old[0] or ""), new=str(holder_id), reason=reason,
        team=str(team_id), old_team=str(old[1]),
    )  # fmt: skip
    audit.record(
        by=by, event="case.assigned", about=case, at=now, reason=reason, holder=holder_id, team=team_id, before=old[0]
    )


def _pass_actions_on(case: Case, from_id: UUID, to_id: UUID) -> int:
    mine = Action.objects.filter(case=case, responsible_id=from_id, done_at=None, removed_at=None)
    return mine.update(responsible_id=to_id, version=F("version") + 1)


@atomic
def staff_case(*, by: Actor, case: Case, companions: Iterable[UUID], now: datetime) -> list[Assignment]:
    """Make these the companions of a case: new ones are let in and told, others lose their access."""
    require(by, P.CASE_REGISTER)
    wanted = list(companions)
    running = {a.user_id: a for a in staff.of_case(case) if a.role == Role.COMPANION}
    for user_id in running.keys() - set(wanted):
        _let_go(by, case, running[user_id], now)
    new = [user_id for user_id in wanted if user_id not in running]
    for user_id in new:
        _let_in(by, case, user_id, now)
    told = {*new, *([case.owner_id] if case.owner_id else [])} - {by.id}
    duties.notify(
        by=by, to=[user for user in told if user], kind="case.assigned", about=case, now=now,
        once=f"case.assigned:{case.pk}:{case.version}", number=case.number,
    )  # fmt: skip
    return staff.of_case(case)


def _let_in(by: Actor, case: Case, user_id: UUID, now: datetime) -> None:
    Assignment.objects.create(case=case, user_id=user_id, role=Role.COMPANION, from_at=now, assigned_by_id=by.id)
    grant(by=by, user_id=user_id, role=Role.COMPANION, record=case, reason_code=ASSIGNED, now=now)
    case.happened("COMPANION_IN", by_id=by.id, at=now, new=str(user_id))


def _let_go(by: Actor, case: Case, assignment: Assignment, now: datetime) -> None:
    assignment.until_at = now
    assignment.store("until_at")
    revoke(by=by, user_id=assignment.user_id, record=case, role=Role.COMPANION, now=now)
    case.happened("COMPANION_OUT", by_id=by.id, at=now, old=str(assignment.user_id))


@atomic
def hand_over_cases(
    *, by: Actor, from_id: UUID, to_id: UUID, case_ids: Iterable[UUID], reason: str, now: datetime
) -> list[Case]:
    """Hand somebody's cases to a colleague: as holder or as companion, with every duty as it stands."""
    if from_id == to_id:
        raise Refused(_("Pilih orang lain sebagai penerima."), field="to_id")
    if not reason.strip():
        raise Refused(_("Tulis alasan serah terima."), field="reason")
    given = [_hand_over(by, case_id, from_id, to_id, reason.strip(), now) for case_id in sorted(set(case_ids))]
    audit.record(
        by=by, event="case.handed-over", at=now, about_id=from_id, to=to_id,
        cases=[case.pk for case in given],
    )  # fmt: skip
    return given


def _hand_over(by: Actor, case_id: UUID, from_id: UUID, to_id: UUID, reason: str, now: datetime) -> Case:
    case = cases.locked(by, case_id)
    require(by, P.CASE_ASSIGN, case)
    _still_open(case)
    team = Team.objects.get(Q(pk=case.team_id))
    companions = [a.user_id for a in staff.of_case(case) if a.role == Role.COMPANION]
    if from_id != case.owner_id and from_id not in companions:
        raise Refused(_("Orang ini tidak menangani kasus %(number)s.") % {"number": case.number})
    holder = to_id if case.owner_id == from_id else case.owner_id
    assert holder is not None  # noqa: S101 - an open case has a holder
    beside = list(dict.fromkeys(to_id if user == from_id else user for user in companions))
    beside = [user for user in beside if user != holder]
    # Only who takes over is asked about: others may have left as well, and are handed on in their turn.
    staff.check(team, to_id if holder == to_id else None, [to_id] if to_id in beside else [], case, now)
    with widened([case.pk, case.child_id]):
        _give(by, case, holder, case.team_id, now, reason)
        staff_case(by=by, case=case, companions=beside, now=now)
        _pass_actions_on(case, from_id, to_id)
    return case
