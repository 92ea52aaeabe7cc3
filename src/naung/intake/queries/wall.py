"""The conflict wall: whoever may be the alleged person sees nothing of the report, and somebody else sorts it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import Q

from naung.access.actors import Actor
from naung.intake.rules import AllegedFacts
from naung.intake.rules.receiving import alike, words_in, words_of
from naung.people.rules import check_phone
from naung.teams.models import Membership, Organisation, SchoolFunction, Team, TeamKind, User


@dataclass(frozen=True)
class Placing:
    """Where a report goes and who is shut out of it."""

    team_id: UUID
    barred_user_ids: tuple[UUID, ...] = ()
    barred_unit_ids: tuple[UUID, ...] = ()


def look_alikes(alleged: AllegedFacts) -> list[User]:
    """The people with an account whose name or phone resembles the alleged person's."""
    if not (alleged.name or alleged.phone or alleged.description):
        return []
    named, described = words_of(alleged.name), words_in(alleged.description)
    staff = User.objects.filter(is_active=True)
    found = [
        pk
        for pk, name, phone in staff.values_list("pk", "name", "phone")
        if _rings(phone, alleged.phone) or alike(_words_of_staff(name), named) or _within(name, described)
    ]
    return list(staff.filter(pk__in=found).only("id", "name", "phone").order_by("name")) if found else []


def _rings(phone: str, alleged: str) -> bool:
    return bool(alleged and phone) and check_phone(phone).value == alleged


def _within(name: str, described: frozenset[str]) -> bool:
    return bool(described) and bool(words := _words_of_staff(name)) and words <= described


@lru_cache(maxsize=4_096)
def _words_of_staff(name: str) -> frozenset[str]:
    """Every report is compared with everybody on the staff: their names are folded once."""
    return words_of(name)


def place_on_receipt(alleged: AllegedFacts, *, office: Organisation, by: Actor, now: datetime) -> Placing:
    """Shut out everybody who resembles the alleged person; the one who raises the report keeps sight of it."""
    named = [user.pk for user in look_alikes(alleged)]
    return Placing(_desk(office, named, now), tuple(pk for pk in named if pk != by.id))


def place_when_named(
    user_ids: Collection[UUID], *, office: Organisation, by: Actor, now: datetime, raised_by: Collection[UUID] = ()
) -> Placing:
    """Shut out the people who were named, and their teams; of the team of whoever raised it, everybody but her.

    A unit that holds `by` or whoever raised it is shut out person by person, because its number would shut her out
    too: a teacher who tells of her head teacher goes on seeing what became of it, and nobody else of the school.
    """
    units, stay = set(units_of(user_ids, now)), {by.id, *raised_by} - set(user_ids)
    shared = units & (by.unit_ids | _places_of(raised_by, now))
    members = Membership.objects.filter(_running(now), Q(team__in=shared) | Q(school__in=shared))
    barred = {*user_ids, *members.values_list("user", flat=True)} - stay
    return Placing(_desk(office, user_ids, now), tuple(sorted(barred)), tuple(sorted(units - shared)))


def place_in_the_open(office: Organisation) -> Placing:
    """Nobody is shut out: the intake desk sorts it."""
    return Placing(_team(office, TeamKind.INTAKE))


def _desk(office: Organisation, named: Collection[UUID], now: datetime) -> UUID:
    """The intake desk; the division when one of its people is named; a companion team when both are."""
    closed = set(units_of(named, now))
    teams = Team.objects.filter(office=office, closed_at=None).order_by("name")
    ranked = sorted(teams, key=lambda team: ORDER[TeamKind(team.kind)])
    return next((team.pk for team in ranked if team.pk not in closed), ranked[0].pk)


ORDER = {TeamKind.INTAKE: 0, TeamKind.DIVISION: 1, TeamKind.COMPANIONS: 2}


def _team(office: Organisation, kind: TeamKind) -> UUID:
    return Team.objects.filter(office=office, kind=kind, closed_at=None).order_by("id").values_list("pk", flat=True)[0]


def units_of(user_ids: Collection[UUID], now: datetime) -> list[UUID]:
    """The teams to which any of these people belong now, and the schools that any of them heads."""
    if not user_ids:
        return []
    held = Membership.objects.filter(_running(now), user__in=user_ids)
    headed = held.filter(school_function=SchoolFunction.HEAD).values_list("school", flat=True)
    return [pk for pk in (*held.values_list("team", flat=True), *headed) if pk is not None]


def _places_of(user_ids: Collection[UUID], now: datetime) -> set[UUID]:
    """The teams and schools in which any of these people work now."""
    held = Membership.objects.filter(_running(now), user__in=user_ids)
    return {pk for places in held.values_list("team", "school") for pk in places if pk is not None}


def _running(now: datetime) -> Q:
    return Q(until_at=None) | Q(until_at__gt=now)


def members_of(office_id: UUID, now: datetime) -> list[User]:
    """Everybody with an account in the office, by name."""
    held = Membership.objects.filter(_running(now), office=office_id)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).only("id", "name").order_by("name"))
