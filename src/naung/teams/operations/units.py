"""Teams: what they are called, where they work, what their people can do."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.places.models import Area
from naung.teams import queries
from naung.teams.models import Membership, Team, TeamKind
from naung.teams.queries.accounts import not_ended

NAME_TAKEN = Text("Sudah ada tim bernama {name}.", "There is a team called {name} already.")
STILL_PEOPLE = Text("Masih ada orang di tim ini.", "There are still people in this team.")
LONGEST_SKILL, MOST_SKILLS = 40, 8


@atomic
def make_team(*, by: Actor, name: str, area_ids: Iterable[UUID], now: datetime) -> Team:
    """Make a companion team and say where it works. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    office, name = queries.office(), name.strip()
    _refuse_same_name(office.pk, name)
    team = Team.objects.create(office=office, kind=TeamKind.COMPANIONS, name=name)
    team.areas.set(Area.objects.filter(pk__in=list(area_ids)))
    audit.record(by=by, event="team.made", about=team, at=now)
    return team


@atomic
def change_team(*, by: Actor, team_id: UUID, name: str, area_ids: Iterable[UUID], version: int, now: datetime) -> Team:
    """Rename a team and say where it works. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    team, name = Team.objects.select_for_update().get(pk=team_id, closed_at=None).expect(version), name.strip()
    _refuse_same_name(team.office_id, name, team.pk)
    team.name = name
    team.store("name")
    areas = Area.objects.filter(pk__in=list(area_ids))
    team.areas.set(areas)
    audit.record(by=by, event="team.changed", about=team, at=now, areas=[area.pk for area in areas])
    return team


@atomic
def close_team(*, by: Actor, team_id: UUID, now: datetime) -> Team:
    """Close a team that has nobody left. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    team = Team.objects.select_for_update().get(pk=team_id, closed_at=None)
    if not_ended(now).filter(team=team, user__is_active=True).exists():
        raise NotAllowedNow(STILL_PEOPLE)
    team.closed_at = now
    team.store("closed_at")
    audit.record(by=by, event="team.closed", about=team, at=now)
    return team


@atomic
def set_skills(*, by: Actor, membership_id: UUID, skills: Iterable[str], now: datetime) -> Membership:
    """Keep what a colleague is good at, such as sign language or small children. Only who manages teams may."""
    require(by, P.TEAM_MANAGE)
    held = not_ended(now).select_for_update().get(pk=membership_id)
    named = dict.fromkeys(skill.strip()[:LONGEST_SKILL] for skill in skills if skill.strip())
    held.skills = list(named)[:MOST_SKILLS]
    held.store("skills")
    audit.record(by=by, event="team.skills-set", about=held, at=now, count=len(held.skills))
    return held


def _refuse_same_name(office_id: UUID, name: str, but: UUID | None = None) -> None:
    same = Team.objects.filter(office=office_id, name__iexact=name, closed_at=None)
    if (same.exclude(pk=but) if but else same).exists():
        raise Refused(NAME_TAKEN.format(name=name), field="name")
