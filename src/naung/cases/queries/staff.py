"""Who may be given a case, who works on it, and how much each already carries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from naung.access.models import Scoped
from naung.access.policy import Role
from naung.cases.models import Assignment, Case
from naung.cases.rules.assigning import Candidate
from naung.core.errors import Refused
from naung.core.formats import local
from naung.core.text import Text
from naung.places.models import Area
from naung.places.models import Level as AreaLevel
from naung.teams.models import Absence, Membership, Team, TeamKind, User
from naung.teams.queries import stand_ins

WORKERS = (Role.SOCIAL_WORKER, Role.COMPANION)

NOT_A_TEAM = Text("Tim ini tidak menangani kasus.", "This team does not take cases.")
NOT_A_WORKER = Text("Pilih pekerja sosial dari tim itu.", "Choose a social worker of that team.")
NOT_A_COMPANION = Text("Pilih pendamping yang masih bertugas.", "Choose companions who are on the staff.")
SHUT_OUT = Text(
    "{names} tidak boleh menangani kasus ini: ada benturan kepentingan.",
    "{names} may not work on this case: there is a conflict of interest.",
)


def of_case(case: Case) -> list[Assignment]:
    """Who works on the case now besides its holder."""
    return list(Assignment.objects.filter(case=case, until_at=None).order_by("from_at", "id"))


def people_of(case: Case) -> list[UUID]:
    """Everybody who works on the case now: holder first, then companions."""
    companions = [assignment.user_id for assignment in of_case(case) if assignment.role == Role.COMPANION]
    return list(dict.fromkeys([*([case.owner_id] if case.owner_id else []), *companions]))


def supervisors_of(case: Case, now: datetime) -> list[UUID]:
    """The supervisors of the case's team, and whoever stands in today for one who is away."""
    held = list(_held(now).filter(role=Role.SUPERVISOR, team=case.team_id).values_list("user_id", flat=True))
    return list(dict.fromkeys([*held, *stand_ins(held, local(now).date()).values()]))


@dataclass(frozen=True)
class Supervisor:
    """Who answers for a team: her id, her name, the team's."""

    id: UUID
    name: str
    team: str


def other_supervisors(case: Case, now: datetime) -> list[Supervisor]:
    """The supervisors of the office's other teams, without those who are shut out of the case. One query."""
    held = _held(now).filter(role=Role.SUPERVISOR, office=case.office_id, team__isnull=False).exclude(team=case.team_id)
    return [
        Supervisor(m.user_id, m.user.name, m.team.name if m.team else "")
        for m in held.select_related("user", "team").order_by("team__name", "user__name")
        if not is_shut_out(m, case)
    ]


def teams_for(office_id: UUID | None) -> QuerySet[Team]:
    """The teams of an office that take cases, by name."""
    return Team.objects.filter(office=office_id, kind=TeamKind.COMPANIONS, closed_at=None).order_by("name")


def team_asked(office_id: UUID | None, asked: str, else_id: UUID | None) -> Team:
    """The team in question: the one that was asked for, else this one, else the first."""
    teams = {str(team.pk): team for team in teams_for(office_id)}
    return teams.get(asked) or teams.get(str(else_id)) or next(iter(teams.values()))


def check(team: Team, holder_id: UUID | None, companion_ids: Iterable[UUID], wall: Scoped, now: datetime) -> None:
    """Refuse people who do not do this work here or who are shut out of the record; no holder: she stays."""
    if team.kind != TeamKind.COMPANIONS or team.closed_at is not None:
        raise Refused(NOT_A_TEAM, field="team")
    companions = set(companion_ids)
    asked = companions | ({holder_id} if holder_id else set())
    held = list(_held(now).filter(user__in=asked, office=team.office_id).select_related("user"))
    if holder_id and not any(
        m.user_id == holder_id and m.role == Role.SOCIAL_WORKER and m.team_id == team.pk for m in held
    ):
        raise Refused(NOT_A_WORKER, field="holder")
    if companions - {m.user_id for m in held if m.role in WORKERS}:
        raise Refused(NOT_A_COMPANION, field="companions")
    if out := sorted({m.user.name for m in held if is_shut_out(m, wall)}):
        raise Refused(SHUT_OUT.format(names=", ".join(out)), field="holder")


def is_shut_out(membership: Membership, wall: Scoped) -> bool:
    """Whether this person, or the unit she works in, is shut out of a record."""
    units = {membership.team_id, membership.office_id}
    return membership.user_id in wall.barred_user_ids or not units.isdisjoint(wall.barred_unit_ids)


def candidates(team_ids: Collection[UUID], area_id: UUID | None, wall: Scoped | None, now: datetime) -> list[Candidate]:
    """Everybody of these teams who could take a case, with load, area and sex. Six queries."""
    held = list(_held(now).filter(team__in=team_ids, role__in=WORKERS).select_related("user", "team"))
    users = {m.user_id for m in held}
    served, area_names = _areas(team_ids)
    load, near = _load(users, area_id)
    away = _away(users, local(now).date())
    found = [
        Candidate(
            id=m.user_id, name=m.user.name, sex=m.user.sex, role=m.role,
            team_id=m.team_id, team=m.team.name, areas=tuple(area_names.get(m.team_id, ())),
            serves_area=area_id in served.get(m.team_id, ()), load=load[m.user_id], near=near[m.user_id],
            away=m.user_id in away, substitute=away.get(m.user_id, ""), skills=tuple(m.skills),
            shut_out=wall is not None and is_shut_out(m, wall),
        )
        for m in held
        if m.team_id is not None and m.team is not None
    ]  # fmt: skip
    return sorted(found, key=lambda person: (person.team, person.role, person.load or 0, person.name.casefold()))


def _held(now: datetime) -> QuerySet[Membership]:
    return Membership.objects.filter(Q(until_at=None) | Q(until_at__gt=now), from_at__lte=now, user__is_active=True)


def _areas(team_ids: Collection[UUID]) -> tuple[dict[UUID, set[UUID]], dict[UUID, list[str]]]:
    """The areas that each team serves, with the kecamatan around a ward, and their names."""
    rows = (
        Area.objects.filter(teams__in=team_ids).order_by("name").values_list("teams", "pk", "parent", "level", "name")
    )
    served: dict[UUID, set[UUID]] = defaultdict(set)
    names: dict[UUID, list[str]] = defaultdict(list)
    for team, area, parent, level, name in rows:
        served[team] |= {area, parent} if level == AreaLevel.WARD and parent else {area}
        names[team].append(name)
    return served, names


def _load(users: Collection[UUID], area_id: UUID | None) -> tuple[Counter[UUID], Counter[UUID]]:
    """How many open cases each holds or walks along with, and how many of them in one kecamatan."""
    held = Case.objects.filter(closed_at=None, owner_id__in=users).values_list("owner_id", "area_id")
    load: Counter[UUID] = Counter()
    near: Counter[UUID] = Counter()
    for owner, area in held:
        if owner is not None:
            load[owner] += 1
            near[owner] += area is not None and area == area_id
    load.update(accompanied(users))
    if area_id is None:
        return load, near
    beside = Assignment.objects.filter(user_id__in=users, role=Role.COMPANION, until_at=None, case__area_id=area_id)
    near.update(beside.values_list("user_id", flat=True))
    return load, near


def accompanied(users: Collection[UUID]) -> dict[UUID, int]:
    """How many cases each walks along with; none that shuts the asker out counts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, cases FROM cases_accompanied(%s)", [list(users)])
        return dict(cursor.fetchall())


def _away(users: Collection[UUID], today: date) -> dict[UUID, str]:
    """Who is on leave today, with the name of the colleague who stands in."""
    rows = Absence.objects.filter(user__in=users, ended_at=None, from_date__lte=today, until_date__gte=today)
    return {user: name or "" for user, name in rows.values_list("user_id", "substitute__name")}


def holders(team_ids: Collection[UUID], now: datetime) -> list[tuple[UUID, str]]:
    """The social workers of some teams, by name."""
    held = _held(now).filter(team__in=team_ids, role=Role.SOCIAL_WORKER)
    rows = held.order_by("user__name").values_list("user_id", "user__name")
    return list(dict.fromkeys(rows))


def names(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names of people on the staff."""
    wanted = {key for key in ids if key is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
