"""How far each school and kelurahan is: by its sessions, or by hand with a reason; and the code of its posters."""

from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.prevention.models import AwarenessSession, Outreach, OutreachStep, PlannedVisit, PlanState, SessionStatus
from naung.prevention.queries import rollout as queries
from naung.prevention.queries.codes import new_code
from naung.prevention.rules import rollout as rules

NO_REASON = Text("Tulis alasannya.", "Write the reason.")
NO_STATE = Text("Pilih tahapnya.", "Choose how far the place is.")
SAME_STATE = Text("Tahapnya memang sudah itu.", "It is that already.")


@atomic
def set_state(*, by: Actor, place_id: UUID, state: str, reason: str, version: int | None, now: datetime) -> Outreach:
    """Say by hand how far a school or kelurahan is, and why. Only who manages the roll-out may."""
    require(by, P.ROLLOUT_MANAGE)
    if state not in rules.STATES:
        raise Refused(NO_STATE, field="state")
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    outreach = _held(queries.place(place_id), now).expect(version)
    if outreach.state == state:
        raise Refused(SAME_STATE, field="state")
    _move(by, outreach, state, now, reason=reason.strip())
    return outreach


@atomic
def follow(*, by: Actor, session: AwarenessSession, now: datetime, left: queries.SchoolOrWard | None = None) -> None:
    """Let a place be as far as its sessions say after one was planned, held, cancelled, or moved from `left`.

    Only who plans sessions may. What somebody set beyond `trained` stays.
    """
    require(by, P.SESSION_PLAN)
    touched: list[queries.SchoolOrWard | None] = [left, queries.place_of(session)]
    for place in [one for one in touched if one is not None]:
        outreach = _held(place, now)
        state = rules.followed(outreach.state, **_sessions_at(place))
        if state != outreach.state:
            _move(by, outreach, state, now, session=session)
    _keep_promise(session)


@atomic
def prepare_kit(*, by: Actor, place_id: UUID, now: datetime) -> Outreach:
    """Give a school or kelurahan the code that stands on its posters and slips; it keeps it for good.

    Only who plans sessions may.
    """
    require(by, P.SESSION_PLAN)
    outreach = _held(queries.place(place_id), now)
    if outreach.code is None:
        outreach.code = new_code()
        outreach.store("code")
        audit.record(by=by, event="outreach.coded", about=outreach, at=now)
    return outreach


def _held(place: queries.SchoolOrWard, now: datetime) -> Outreach:
    """The place's row, locked; made when there was none."""
    which = queries.column_of(place)
    Outreach.objects.bulk_create([Outreach(**which, since=now)], ignore_conflicts=True)
    return Outreach.objects.select_for_update().get(**which)


def _move(
    by: Actor, outreach: Outreach, state: str, now: datetime, reason: str = "", session: AwarenessSession | None = None
) -> None:
    before = outreach.state
    outreach.state, outreach.since = state, now
    outreach.store("state", "since")
    OutreachStep.objects.create(outreach=outreach, state=state, at=now, by_id=by.id, reason=reason, session=session)
    audit.record(by=by, event="outreach.moved", about=outreach, at=now, before=before, after=state)


def _sessions_at(place: queries.SchoolOrWard) -> dict[str, bool]:
    sessions = AwarenessSession.objects.filter(**queries.column_of(place))
    found = set(sessions.values_list("status", flat=True).distinct())
    return {"planned": SessionStatus.PLANNED in found, "held": SessionStatus.HELD in found}


def _keep_promise(session: AwarenessSession) -> None:
    """A session in a school that an accepted plan names has kept what was planned; a cancelled one has not."""
    visits = PlannedVisit.objects.filter(plan__state=PlanState.ACCEPTED)
    here = visits.filter(school=session.school_id)
    if session.status == SessionStatus.CANCELLED:
        visits.filter(session=session).update(session=None)
    else:
        visits.filter(session=session).exclude(school=session.school_id).update(session=None)
        here.filter(session=None).update(session=session)
