"""A plan of schools over teams and months: made as a proposal, accepted or dropped by who manages the roll-out."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.prevention.models import AwarenessSession, PlannedVisit, PlanState, RolloutPlan, SessionStatus
from naung.prevention.queries import planning as queries
from naung.prevention.rules import planning as rules
from naung.teams import queries as teams

NO_MONTHS = Text("Bulan-bulan itu semuanya libur sekolah.", "All these months are school holidays.")
NO_TEAMS = Text("Belum ada tim pendamping.", "There is no companion team yet.")
NO_SCHOOLS = Text(
    "Tidak ada sekolah yang menunggu dan jumlah muridnya diketahui. Isi jumlah murid lewat daftar sekolah.",
    "No school waits whose number of pupils is known. Fill it in by the list of schools.",
)
DECIDED = Text("Rencana ini sudah diputuskan.", "This plan is decided already.")


@atomic
def make_plan(*, by: Actor, terms: queries.Terms, now: datetime) -> RolloutPlan:
    """Propose which team goes to which schools in which month; nothing is in force before somebody accepts it.

    Only who manages the roll-out may.
    """
    require(by, P.ROLLOUT_MANAGE)
    office = teams.office()
    months = rules.months_from(terms.from_month, terms.months, settings.CITY.rollout.breaks)
    if not months:
        raise Refused(NO_MONTHS, field="months")
    slots = queries.slots(office.pk, terms, months)
    if not slots:
        raise Refused(NO_TEAMS)
    schools, unsized = queries.candidates(terms, now)
    if not schools:
        raise Refused(NO_SCHOOLS)
    found = rules.plan(schools, slots)
    made = RolloutPlan.objects.create(
        office=office, made_at=now, made_by_id=by.id, from_month=terms.from_month, months=terms.months,
        per_team=terms.per_team, per_session=terms.per_session, reached=found.reached, first_come=found.first_come,
        optimal=found.optimal, unsized=unsized,
    )  # fmt: skip
    PlannedVisit.objects.bulk_create(_visit(made, visit) for visit in found.visits)
    audit.record(by=by, event="rollout.planned", about=made, at=now, schools=len(found.visits), reached=found.reached)
    return made


def _visit(made: RolloutPlan, visit: rules.Visit) -> PlannedVisit:
    school, slot = visit.school, visit.slot
    return PlannedVisit(
        plan=made, school_id=school.id, team_id=slot.team, month=slot.month, sessions=school.sessions,
        pupils=school.pupils,
    )  # fmt: skip


@atomic
def accept_plan(*, by: Actor, plan_id: UUID, now: datetime) -> RolloutPlan:
    """Put a plan in force: its schools stand on the board as planned for a month, and the plan before it ends.

    Only who manages the roll-out may.
    """
    made = _decided(by, plan_id, PlanState.PROPOSED)
    for before in RolloutPlan.objects.select_for_update().filter(office=made.office_id, state=PlanState.ACCEPTED):
        _decide(by, before, PlanState.DROPPED, now)
    _decide(by, made, PlanState.ACCEPTED, now)
    _find_sessions(made)
    audit.record(by=by, event="rollout.accepted", about=made, at=now)
    return made


@atomic
def drop_plan(*, by: Actor, plan_id: UUID, now: datetime) -> RolloutPlan:
    """Put a plan aside, a proposal or the one in force; sessions that have their day stay.

    Only who manages the roll-out may.
    """
    made = _decided(by, plan_id, PlanState.PROPOSED, PlanState.ACCEPTED)
    _decide(by, made, PlanState.DROPPED, now)
    audit.record(by=by, event="rollout.dropped", about=made, at=now)
    return made


def _find_sessions(made: RolloutPlan) -> None:
    """What got its day while the plan lay there as a proposal."""
    waiting = {visit.school_id: visit for visit in made.visits.filter(session=None)}
    planned = AwarenessSession.objects.filter(status=SessionStatus.PLANNED, school__in=list(waiting))
    for session in planned.order_by("-from_at"):  # the earliest one is written last
        waiting[session.school_id].session = session  # type: ignore[index]
    PlannedVisit.objects.bulk_update([visit for visit in waiting.values() if visit.session_id], ["session"])


def _decided(by: Actor, plan_id: UUID, *before: str) -> RolloutPlan:
    require(by, P.ROLLOUT_MANAGE)
    made = RolloutPlan.objects.select_for_update().get(pk=plan_id)
    if made.state not in before:
        raise NotAllowedNow(DECIDED)
    return made


def _decide(by: Actor, made: RolloutPlan, state: str, now: datetime) -> None:
    made.state, made.decided_at, made.decided_by_id = state, now, by.id
    made.store("state", "decided_at", "decided_by_id")
