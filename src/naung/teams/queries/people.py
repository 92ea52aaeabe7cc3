"""Who a signed-in person is to the policy, and who works where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from naung.access.actors import Actor, Holding
from naung.access.models import Grant
from naung.access.policy import Role, Scope
from naung.teams.models import Absence, Membership, Organisation, OrganisationKind, Team, TeamKind, User


def actor_of(user: User, now: datetime) -> Actor:
    """The actor that a user is at this moment: her roles, teams and granted records. Two queries.

    While she stands in for somebody away, she holds also what that person holds under a role they share.
    """
    held = list(current(Membership.objects.filter(user=user), now).annotate(covers=_covered(user, now)))
    covers = {person for m in held for person in m.covers}
    granted = Grant.objects.filter(user_id__in={user.pk, *covers}, revoked_at=None)
    grants = list(current(granted, now).only("user_id", "role", "record_id"))
    roles = {m.role for m in held} | {g.role for g in grants if g.user_id == user.pk}
    return Actor(
        name=user.name,
        id=user.pk,
        holdings=tuple(_holding(user.pk, role, held, grants) for role in sorted(roles)),
        unit_ids=frozenset({m.team_id for m in held if m.team_id} | {m.office_id for m in held}),
    )


def _covered(user: User, now: datetime) -> ArraySubquery:
    """Whom this person stands in for today, for each of her roles that the absent one holds too."""
    today = now.astimezone(settings.CITY.zone).date()
    absences = Absence.objects.filter(
        substitute=user, from_date__lte=today, until_date__gte=today, ended_at=None, user__is_active=True
    )
    return ArraySubquery(
        current(Membership.objects.filter(role=OuterRef("role"), user__in=absences.values("user")), now).values("user")
    )


def current(rows: QuerySet, now: datetime) -> QuerySet:  # type: ignore[type-arg]
    """Those of these memberships or grants that hold at this moment."""
    return rows.filter(Q(until_at=None) | Q(until_at__gt=now), from_at__lte=now)


def _holding(user_id: UUID, role: str, held: Iterable[Any], grants: Iterable[Grant]) -> Holding:
    mine = [m for m in held if m.role == role]
    own = frozenset({user_id}.union(*(m.covers for m in mine)))
    ids = {
        Scope.OWN: own,
        Scope.TEAM: frozenset(m.team_id for m in mine if m.team_id),
        Scope.OFFICE: frozenset(m.office_id for m in mine),
        Scope.GRANTED: frozenset(g.record_id for g in grants if g.role == role and g.user_id in own),
    }
    return Holding(Role(role), {scope: some for scope, some in ids.items() if some})


def actor_by_id(user_id: UUID, now: datetime) -> Actor:
    """The actor for a job that runs on a person's behalf: rights are looked up anew."""
    return actor_of(User.objects.get(pk=user_id, is_active=True), now)


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


def members_of_units(unit_ids: Iterable[UUID], now: datetime) -> set[UUID]:
    """The people who belong to any of these teams or offices now."""
    units = list(unit_ids)
    if not units:
        return set()
    held = current(Membership.objects.filter(Q(team__in=units) | Q(office__in=units)), now)
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
