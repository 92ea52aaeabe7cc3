"""The fixed cast of every story.

Balikpapan's office with an intake desk, two companion teams (Barat and Timur) and the division.
Rina supervises Barat; Sari is social worker there, Budi companion; Dewi, Toni and Wati are their opposites
in Timur. Lina takes reports, Hadi heads the division, Ibu Kepala the office, Ayu keeps accounts.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from naung.access.acting import acting_as
from naung.access.actors import Actor, operator
from naung.access.policy import Role
from naung.places.models import Area, Level
from naung.teams import queries
from naung.teams.models import Membership, Organisation, OrganisationKind, Team, TeamKind, User

# A Monday, ten in the morning in Balikpapan (WITA is UTC+8).
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PASSWORD = "rahasia-di-tempat-latihan"

CAST = {
    "Lina": (Role.INTAKE, "intake"),
    "Rina": (Role.SUPERVISOR, "barat"),
    "Sari": (Role.SOCIAL_WORKER, "barat"),
    "Budi": (Role.COMPANION, "barat"),
    "Dewi": (Role.SUPERVISOR, "timur"),
    "Toni": (Role.SOCIAL_WORKER, "timur"),
    "Wati": (Role.COMPANION, "timur"),
    "Hadi": (Role.DIVISION_HEAD, "division"),
    "Ratna": (Role.OFFICE_HEAD, None),
    "Ayu": (Role.ADMIN, None),
    "Dodi": (Role.DPO, None),
}


@dataclass
class Scene:
    """The office with its people; `actor("Sari")` is who she is to the policy."""

    office: Organisation
    teams: dict[str, Team]
    users: dict[str, User] = field(default_factory=dict)

    def actor(self, name: str, now: datetime = MONDAY) -> Actor:
        return queries.actor_of(self.users[name], now)

    def id(self, name: str) -> UUID:
        return self.users[name].pk


def build() -> Scene:
    """Make the office, its teams and its people."""
    with acting_as(operator([])):
        areas = _areas()
        office = Organisation.objects.create(kind=OrganisationKind.OFFICE, name="Dinas Sosial")
        teams = {
            "intake": _team(office, TeamKind.INTAKE, "Penerima laporan"),
            "barat": _team(office, TeamKind.COMPANIONS, "Tim Barat", areas["64.71.02"]),
            "timur": _team(office, TeamKind.COMPANIONS, "Tim Timur", areas["64.71.01"]),
            "division": _team(office, TeamKind.DIVISION, "Bidang Rehabilitasi Sosial"),
        }
        scene = Scene(office, teams)
        for name, (role, team) in CAST.items():
            scene.users[name] = _person(name, role, office, teams.get(team or ""))
        return scene


def _areas() -> dict[str, Area]:
    rows = [
        ("64.71", "Kota Balikpapan", Level.CITY, None),
        ("64.71.01", "Balikpapan Timur", Level.DISTRICT, "64.71"),
        ("64.71.02", "Balikpapan Barat", Level.DISTRICT, "64.71"),
        ("64.71.01.1001", "Manggar", Level.WARD, "64.71.01"),
        ("64.71.02.1001", "Baru Ilir", Level.WARD, "64.71.02"),
    ]
    made: dict[str, Area] = {}
    for code, name, level, parent in rows:
        made[code], _ = Area.objects.get_or_create(
            code=code, defaults={"name": name, "level": level, "parent": made.get(parent or "")}
        )
    return made


def _team(office: Organisation, kind: TeamKind, name: str, *areas: Area) -> Team:
    team = Team.objects.create(office=office, kind=kind, name=name)
    team.areas.set(areas)
    return team


def _person(name: str, role: Role, office: Organisation, team: Team | None) -> User:
    user = User.objects.create_user(
        name.lower(), PASSWORD, name=name, email=f"{name.lower()}@naung.test", created_at=MONDAY, sex="P"
    )
    Membership.objects.create(user=user, role=role, office=office, team=team, from_at=MONDAY - timedelta(days=400))
    return user
