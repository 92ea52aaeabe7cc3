"""The first day of an office: its units, and for a training city the people who work there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.places.models import Area, Level
from naung.teams.models import (
    Membership,
    Organisation,
    OrganisationKind,
    SchoolFunction,
    Team,
    TeamKind,
    User,
)
from naung.teams.operations.rota import fill_week
from naung.teams.rules.rota import week_of

# How long a training city has existed, so that a year can be simulated before today.
TRAINING_AGE = timedelta(days=800)


@dataclass(frozen=True)
class Colleague:
    """One person of a training office; `team` counts the companion teams from 0."""

    username: str
    name: str
    sex: str
    role: Role
    team: int | None = None


TRAINING_STAFF = (
    Colleague("lina", "Lina Marlina", "P", Role.INTAKE),
    Colleague("arif", "Arif Rahman", "L", Role.INTAKE),
    Colleague("rina", "Rina Wulandari", "P", Role.SUPERVISOR, 0),
    Colleague("sari", "Sari Puspita", "P", Role.SOCIAL_WORKER, 0),
    Colleague("joko", "Joko Santoso", "L", Role.SOCIAL_WORKER, 0),
    Colleague("budi", "Budi Hartono", "L", Role.COMPANION, 0),
    Colleague("nurul", "Nurul Hidayah", "P", Role.COMPANION, 0),
    Colleague("dewi", "Dewi Anggraini", "P", Role.SUPERVISOR, 1),
    Colleague("toni", "Toni Saputra", "L", Role.SOCIAL_WORKER, 1),
    Colleague("maya", "Maya Sofyan", "P", Role.SOCIAL_WORKER, 1),
    Colleague("wati", "Wati Rahayu", "P", Role.COMPANION, 1),
    Colleague("gusti", "Gusti Noor", "L", Role.COMPANION, 1),
    Colleague("agus", "Agus Salim", "L", Role.SUPERVISOR, 2),
    Colleague("ratna", "Ratna Andi Baso", "P", Role.SOCIAL_WORKER, 2),
    Colleague("yusuf", "Yusuf Daeng Matta", "L", Role.SOCIAL_WORKER, 2),
    Colleague("lilis", "Lilis Suryani", "P", Role.COMPANION, 2),
    Colleague("bayu", "Bayu Lawing", "L", Role.COMPANION, 2),
    Colleague("hadi", "Hadi Prasetyo", "L", Role.DIVISION_HEAD),
    Colleague("ida", "Ida Royani", "P", Role.OFFICE_HEAD),
    Colleague("ayu", "Ayu Lestari", "P", Role.ADMIN),
    Colleague("dodi", "Dodi Firmansyah", "L", Role.DPO),
    Colleague("guru", "Endang Susilowati", "P", Role.SCHOOL),
)
UNIT_OF = {Role.INTAKE: TeamKind.INTAKE, Role.DIVISION_HEAD: TeamKind.DIVISION}


@atomic
def found_office(*, by: Actor, now: datetime, companion_teams: int | None = None) -> Organisation:
    """Set up the office of this city with its units, once; companion teams share the kecamatan evenly.

    Without a number, each kecamatan has a team of its own. An office that exists stays as it is.
    """
    require(by, P.ACCOUNTS_MANAGE)
    known = Organisation.objects.filter(kind=OrganisationKind.OFFICE).first()
    if known is not None:
        return known
    office = Organisation.objects.create(kind=OrganisationKind.OFFICE, name=settings.CITY.office)
    Team.objects.create(office=office, kind=TeamKind.INTAKE, name="Penerima laporan")
    Team.objects.create(office=office, kind=TeamKind.DIVISION, name="Bidang Rehabilitasi Sosial")
    districts = list(Area.objects.filter(level=Level.DISTRICT).order_by("code"))
    for number, served in enumerate(_shares(districts, companion_teams or len(districts))):
        _team(office, number, served)
    audit.record(by=by, event="office.founded", about=office, at=now)
    return office


def _shares(districts: Sequence[Area], count: int) -> list[Sequence[Area]]:
    """The districts in `count` shares that differ by one at most; neighbours by code stay together."""
    size, rest = divmod(len(districts), max(count, 1))
    shares, start = [], 0
    for number in range(count):
        end = start + size + (number < rest)
        shares.append(districts[start:end])
        start = end
    return shares


def _team(office: Organisation, number: int, served: Sequence[Area]) -> Team:
    short = [area.name.removeprefix(f"{settings.CITY.name.split(' ', 1)[-1]} ") for area in served]
    name = f"Tim pendamping {' dan '.join(short)}" if short else f"Tim pendamping {number + 1}"
    team = Team.objects.create(office=office, kind=TeamKind.COMPANIONS, name=name)
    team.areas.set(served)
    return team


@atomic
def staff_training_office(*, by: Actor, now: datetime, password: str) -> list[User]:
    """Give a training office its people, all with one password; only where data are marked as training data."""
    require(by, P.ACCOUNTS_MANAGE)
    if not settings.TRAINING_DATA:
        raise RuntimeError("training accounts belong into training data only")
    office = Organisation.objects.get(kind=OrganisationKind.OFFICE)
    units = {team.kind: team for team in Team.objects.filter(office=office).exclude(kind=TeamKind.COMPANIONS)}
    teams = list(Team.objects.filter(office=office, kind=TeamKind.COMPANIONS).order_by("id"))
    known = set(User.objects.values_list("username", flat=True))
    hashed = make_password(password)
    new = [c for c in TRAINING_STAFF if c.username not in known]
    users = [_account(colleague, hashed, now) for colleague in new]
    school = _training_school() if any(c.role == Role.SCHOOL for c in new) else None
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(
        Membership(
            user=user,
            role=colleague.role,
            office=office,
            team=_unit(colleague, teams, units),
            school=school if colleague.role == Role.SCHOOL else None,
            school_function=SchoolFunction.COUNSELLOR if colleague.role == Role.SCHOOL else "",
            from_at=now - TRAINING_AGE,
        )
        for user, colleague in zip(users, new, strict=True)
    )
    if users:
        monday = week_of(now.astimezone(settings.CITY.zone).date())
        for week in (monday, monday + timedelta(days=7)):
            fill_week(by=by, monday=week, now=now)
        audit.record(by=by, event="office.training-staffed", about=office, at=now, count=len(users))
    return users


def _training_school() -> Organisation:
    """The school at which the training office's teacher works."""
    ward = Area.objects.filter(level=Level.WARD).order_by("code").first()
    facts = {"name": "SD Latihan Harapan", "form": "SD", "pupils": 312, "area": ward}
    return Organisation.objects.create(kind=OrganisationKind.SCHOOL, **facts)


def _unit(colleague: Colleague, teams: Sequence[Team], units: dict[str, Team]) -> Team | None:
    if colleague.team is not None:
        return teams[colleague.team % len(teams)]
    return units.get(UNIT_OF.get(colleague.role, ""))


def _account(colleague: Colleague, hashed: str, now: datetime) -> User:
    return User(
        username=colleague.username,
        name=colleague.name,
        sex=colleague.sex,
        email=f"{colleague.username}@naung.invalid",
        password=hashed,
        created_at=now - TRAINING_AGE,
    )
