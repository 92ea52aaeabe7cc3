"""Who works where, now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from naung.access.policy import Role
from naung.teams.models import Membership, Organisation, OrganisationKind, Team, TeamKind, User


def current(rows: QuerySet, now: datetime) -> QuerySet:  # type: ignore[type-arg]
    """Those of these memberships or grants that hold at this moment."""
    return rows.filter(Q(until_at=None) | Q(until_at__gt=now), from_at__lte=now)


def office_ids() -> frozenset[UUID]:
    """The offices that this installation serves."""
    return frozenset(Organisation.objects.filter(kind=OrganisationKind.OFFICE).values_list("pk", flat=True))


def office() -> Organisation:
    """The office of this installation (one per database)."""
    return Organisation.objects.get(kind=OrganisationKind.OFFICE)


def team_for_area(office_id: UUID, area_id: UUID | None) -> Team | None:
    """The companion team that serves an area (a ward or its kecamatan); else the first team by name."""
    teams = Team.objects.filter(office=office_id, kind=TeamKind.COMPANIONS, closed_at=None).order_by("name")
    served = teams.filter(Q(areas=area_id) | Q(areas__children=area_id)).first() if area_id else None
    return served or teams.first()


def unit(office_id: UUID, kind: TeamKind) -> Team:
    """The office's intake desk or its division."""
    return Team.objects.filter(office=office_id, kind=kind, closed_at=None).order_by("id")[0]


def people_with(role: Role, office_id: UUID, now: datetime, team_id: UUID | None = None) -> QuerySet[User]:
    """Active people who hold a role now, in one team or anywhere in the office."""
    held = current(Membership.objects.filter(role=role, office=office_id), now)
    if team_id is not None:
        held = held.filter(team=team_id)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def without_role(role: Role, now: datetime) -> QuerySet[User]:
    """Everybody who does not, or no longer, hold a role, or whose account has ended."""
    held = current(Membership.objects.filter(user=OuterRef("pk"), role=role), now)
    return User.objects.filter(Q(is_active=False) | ~Exists(held))


def members_of_units(unit_ids: Iterable[UUID], now: datetime) -> set[UUID]:
    """The people who belong to any of these teams, offices or schools now."""
    units = list(unit_ids)
    if not units:
        return set()
    held = current(Membership.objects.filter(Q(team__in=units) | Q(office__in=units) | Q(school__in=units)), now)
    return set(held.values_list("user_id", flat=True))


@dataclass(frozen=True)
class Directory:
    """Who holds which role in which team now, read once for a round of many messages."""

    held: tuple[tuple[str, UUID | None, UUID], ...]

    def people(self, role: Role, team_id: UUID | None = None) -> list[UUID]:
        """Those who hold a role: in one team, or anywhere in the office."""
        return [user for held, team, user in self.held if held == role and (team_id is None or team == team_id)]

    def members(self, team_id: UUID | None) -> list[UUID]:
        """Everybody of a team."""
        return [user for _, team, user in self.held if team_id is not None and team == team_id]

    def supervisors(self, team_id: UUID | None) -> list[UUID]:
        """The supervisors of a team; of the whole office when the team has none."""
        return (self.people(Role.SUPERVISOR, team_id) if team_id else []) or self.people(Role.SUPERVISOR)


def directory(now: datetime) -> Directory:
    """Every role that an active person holds now."""
    held = current(Membership.objects.filter(user__is_active=True), now)
    return Directory(tuple(held.order_by("from_at").values_list("role", "team_id", "user_id")))
