"""Who is told what when a duty's clock reaches a step.

At 75 % the holder, at 100 % the supervisors of the team, at 150 % the head of division. A danger report that
nobody opens goes to the second on duty, then to the supervisors. Whoever stands in for somebody away is told too.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from naung.access.policy import Role
from naung.duties.models import Deadline
from naung.duties.rules import ClockState, notices
from naung.duties.rules.starting import DANGER_OPENED
from naung.duties.rules.telling import Telling
from naung.teams import queries as teams
from naung.teams.queries import Directory

WARNED, LATE, ESCALATED = ClockState.WARNED, ClockState.LATE, ClockState.ESCALATED


def first_alarm(duty: Deadline, now: datetime) -> Telling:
    """A danger report has come in: the first on duty is told at once."""
    return _telling(duty, notices.DANGER, _on_duty(duty, teams.directory(now), now, second=False), "alarm")


def tellings_for(
    duty: Deadline, steps: Iterable[ClockState], people: Directory, away: dict[UUID, UUID], now: datetime
) -> list[Telling]:
    """What must be told for the steps that a clock has just reached. A warning that comes after the end is none."""
    tell = _danger if duty.rule == DANGER_OPENED else _ordinary
    told = []
    for step in steps:
        if step is WARNED and duty.due_at <= now:
            continue
        kind, ids = tell(duty, step, people, now)
        told.append(_telling(duty, kind, [*ids, *(away[key] for key in ids if key in away)], step.lower()))
    return told


def _ordinary(duty: Deadline, step: ClockState, people: Directory, now: datetime) -> tuple[str, list[UUID]]:  # noqa: ARG001
    if step is WARNED:
        return notices.NEARLY_DUE, _holders(duty, people)
    if step is LATE:
        return notices.LATE, [*_supervisors(duty, people), *_holders(duty, people)]
    return notices.LONG_LATE, people.people(Role.DIVISION_HEAD)


def _danger(duty: Deadline, step: ClockState, people: Directory, now: datetime) -> tuple[str, list[UUID]]:
    if step is ESCALATED:
        return notices.DANGER_WAITS, _supervisors(duty, people)
    second = _on_duty(duty, people, now, second=step is LATE)
    return notices.DANGER_WAITS, second or _supervisors(duty, people)


def _on_duty(duty: Deadline, people: Directory, now: datetime, *, second: bool) -> list[UUID]:
    """Those on the duty roster, whatever their team; for the first alarm else everybody of the report's desk."""
    roster = teams.on_duty(duty.office_id, now)
    kept_from = {*duty.barred_user_ids, *teams.members_of_units(duty.barred_unit_ids, now)}
    named = [key for key in (roster.second if second else roster.first) if key not in kept_from]
    return named if named or second else people.members(duty.team_id)


def _holders(duty: Deadline, people: Directory) -> list[UUID]:
    return [duty.owner_id] if duty.owner_id else people.members(duty.team_id)


def _supervisors(duty: Deadline, people: Directory) -> list[UUID]:
    """The supervisors of the duty's team; where it has none, the head of division."""
    return people.supervisors(duty.team_id) or people.people(Role.DIVISION_HEAD)


def _telling(duty: Deadline, kind: str, to: Iterable[UUID], step: str) -> Telling:
    about, about_id = duty.subject
    return Telling(
        to=frozenset(to),
        kind=kind,
        once=f"{step}:{duty.pk}",
        office_id=duty.office_id,
        about=about,
        about_id=about_id,
        barred_user_ids=duty.barred_user_ids,
        barred_unit_ids=duty.barred_unit_ids,
        params={"rule": duty.rule, "number": duty.detail.get("number", ""), "due_at": duty.due_at.isoformat()},
    )
