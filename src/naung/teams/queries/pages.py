"""What the pages of teams, accounts and the duty roster show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from naung.access.policy import Permission as P
from naung.access.policy import roles_with
from naung.core.formats import local
from naung.core.models import Code, CodeList
from naung.teams.models import Absence, Membership, Organisation, RoleProposal, Shift, Team, User
from naung.teams.queries.people import current
from naung.teams.queries.rota import gaps, shifts_between, week_bounds
from naung.teams.rules.accounts import WORK
from naung.teams.rules.rota import Span

SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Member:
    """One colleague of a team: her role there, what she is good at, and whether she is away."""

    held: Membership
    absence: Absence | None


@dataclass(frozen=True)
class RosterDay:
    """One day of the duty roster: its turns and the hours that nobody has."""

    day: date
    turns: tuple[Shift, ...]
    gaps: tuple[Span, ...]


def accounts(search: str, now: datetime, *, ended: bool = False) -> QuerySet[User]:
    """Accounts with the roles they hold now, by name; found by name, user name or e-mail."""
    held = current(Membership.objects.select_related("team"), now).order_by("role")
    found = User.objects.filter(is_active=not ended)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(username__icontains=search) | Q(email__icontains=search))
    return found.prefetch_related(Prefetch("memberships", held, to_attr="held")).order_by("name", "id")


def teams_of(office_id: UUID, search: str, now: datetime) -> QuerySet[Team]:
    """The teams and units of an office, by name, with their areas and how many people they have."""
    held = Q(memberships__until_at=None) | Q(memberships__until_at__gt=now)
    teams = Team.objects.filter(office=office_id, closed_at=None).prefetch_related("areas")
    if search:
        matching = Team.objects.filter(Q(name__icontains=search) | Q(areas__name__icontains=search))
        teams = teams.filter(pk__in=matching.values("pk"))
    counted = Count("memberships__user", filter=held & Q(memberships__user__is_active=True), distinct=True)
    return teams.annotate(people=counted).order_by("name", "id")


def members(team: Team, now: datetime) -> list[Member]:
    """The people of a team, with who is away now or soon."""
    held = current(Membership.objects.filter(team=team, user__is_active=True), now)
    rows = list(held.select_related("user").order_by("role", "user__name"))
    away = {absence.user_id: absence for absence in absences_of((row.user_id for row in rows), now)}
    return [Member(row, away.get(row.user_id)) for row in rows]


def absences_of(user_ids: Iterable[UUID], now: datetime) -> QuerySet[Absence]:
    """Absences of these people that have not passed, the latest first so that the next one is found last."""
    waiting = Absence.objects.filter(user__in=list(user_ids), ended_at=None, until_date__gte=local(now).date())
    return waiting.select_related("user", "substitute").order_by("-from_date")


def colleagues(now: datetime) -> QuerySet[User]:
    """Everybody who works with reports and cases now, by name: for leave, standing in and the duty roster."""
    held = current(Membership.objects.filter(role__in=WORK), now)
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("name")


def roster_week(office_id: UUID, monday: date) -> list[RosterDay]:
    """The duty roster of one week, day by day."""
    since, until = week_bounds(monday)
    turns = list(shifts_between(office_id, since, until))
    open_hours = gaps(office_id, since, until)
    return [_day(since + timedelta(days=number), turns, open_hours) for number in range(7)]


def cannot_open_reports(days: Iterable[RosterDay], now: datetime) -> set[UUID]:
    """Who of those on duty holds no role that opens reports: an alarm would reach her in vain."""
    people = {key for day in days for turn in day.turns for key in (turn.first_id, turn.second_id) if key}
    held = current(Membership.objects.filter(role__in=roles_with(P.REPORT_TRIAGE)), now)
    return people - set(held.values_list("user_id", flat=True))


def _day(midnight: datetime, turns: Iterable[Shift], open_hours: Iterable[Span]) -> RosterDay:
    end = midnight + timedelta(days=1)
    own = tuple(turn for turn in turns if turn.from_at < end and turn.until_at > midnight)
    cut = ((max(a, midnight), min(b, end)) for a, b in open_hours)
    return RosterDay(midnight.date(), own, tuple((a, b) for a, b in cut if a < b))


def organisations(search: str, kind: str) -> QuerySet[Organisation]:
    """Schools, partners and the office, by name; found by name, NPSN or address."""
    found = Organisation.objects.filter(closed_date=None).select_related("area")
    if kind:
        found = found.filter(kind=kind)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(npsn=search) | Q(address__icontains=search))
    return found.order_by("name", "id")


def code_lists(search: str) -> QuerySet[CodeList]:
    """The code lists with how many codes each has; found by their name or by the words of a code."""
    found = CodeList.objects.all()
    if search:
        named = Q(label_id__icontains=search) | Q(label_en__icontains=search)
        matching = Code.objects.filter(named | Q(code__iexact=search)).values("list")
        found = found.filter(named | Q(pk__in=matching))
    return found.annotate(count=Count("codes")).order_by("label_id")


def code_list(name: str) -> CodeList:
    """One code list."""
    return CodeList.objects.get(pk=name)


def roles_held(user: User, now: datetime) -> QuerySet[Membership]:
    """The roles that a person holds now, with their units."""
    return current(Membership.objects.filter(user=user), now).select_related("team", "school").order_by("from_at")


def proposals_of(user: User, now: datetime) -> list[RoleProposal]:
    """The roles of a person that wait for a second one, and those lately refused or left undecided."""
    lately = Q(outcome__in=("REFUSED", "EXPIRED"), decided_at__gt=now - SHOWN_FOR)
    found = RoleProposal.objects.filter(Q(decided_at=None) | lately, user=user)
    return list(found.select_related("team").order_by("-proposed_at", "pk"))
