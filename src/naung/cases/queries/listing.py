"""The list of cases: filters, order, pages that cost the same wherever they are, the next duty of each line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.access.queries import visible
from naung.cases.models import Case
from naung.cases.queries import staff
from naung.duties.models import Deadline
from naung.duties.queries import NextDuty, next_duties
from naung.people.models import Child
from naung.teams.models import Team, TeamKind

PAGE = 50
NO_NAMES: Mapping[UUID, str] = MappingProxyType({})
OPEN_DUTY = Q(met_at=None, dropped_at=None, paused_at=None)  # a paused duty is not late and leads no order
NEWEST, OLDEST, DUE = "baru", "lama", "tenggat"
SORTS = (NEWEST, OLDEST, DUE)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks of the list. `open_only` leaves out closed cases unless one asks for them."""

    status: str = ""
    level: str = ""
    stage: str = ""
    team: UUID | None = None
    holder: UUID | None = None
    late: bool = False
    sort: str = NEWEST
    after: str = ""

    @property
    def by_duty(self) -> bool:
        """Whether the list goes by the next duty instead of the day of registration."""
        return self.late or self.sort == DUE

    def query(self, **changes: object) -> str:
        """The same wish as the end of an address."""
        held = {
            "status": self.status, "level": self.level, "stage": self.stage, "team": self.team, "holder": self.holder,
            "late": "1" if self.late else "", "sort": "" if self.sort == NEWEST else self.sort,
        }  # fmt: skip
        return urlencode({name: value for name, value in (held | changes).items() if value})


class CaseRow(NamedTuple):
    """What the list says of a case. Fifty whole records would take longer than the rest of the page."""

    pk: UUID
    number: str
    child_id: UUID
    owner_id: UUID | None
    team_id: UUID | None
    level: str
    stage: str
    status: str
    registered_at: datetime


class ChildRow(NamedTuple):
    """What the list says of a child."""

    pk: UUID
    name: str
    birth_date: date | None
    age_estimate: int | None


@dataclass(frozen=True)
class Line:
    """One case on the list."""

    case: CaseRow
    child: ChildRow | None
    duty: NextDuty | None
    holder: str
    team: str


@dataclass(frozen=True)
class Listed:
    """One page of the list; `after` is where the next one begins."""

    lines: list[Line]
    after: str = ""


def listed(actor: Actor, wanted: Wanted, now: datetime, names: Mapping[UUID, str] = NO_NAMES) -> Listed:
    """One page of the cases that this person sees. Five queries, whatever the number of cases.

    `names` are those of people and teams that the page knows already; only others are asked for.
    """
    rows, after = _by_duty(actor, wanted, now) if wanted.by_duty else _by_registration(actor, wanted)
    duties = next_duties([case.pk for case in rows])
    children = _children(actor, rows)
    known = _named(rows, names)
    lines = [
        Line(
            case, children.get(case.child_id), duties.get(case.pk),
            known.get(case.owner_id, ""), known.get(case.team_id, ""),
        )
        for case in rows
    ]  # fmt: skip
    return Listed(lines, after)


def _named(rows: list[CaseRow], names: Mapping[UUID, str]) -> dict[UUID | None, str]:
    """The names of those who hold these cases and of their teams."""
    people = {case.owner_id for case in rows if case.owner_id not in names}
    teams = {case.team_id for case in rows if case.team_id and case.team_id not in names}
    rows_of_teams = Team.objects.filter(pk__in=teams).values_list("pk", "name") if teams else ()
    return dict([*names.items(), *staff.names(people).items(), *rows_of_teams])


def _children(actor: Actor, rows: list[CaseRow]) -> dict[UUID, ChildRow]:
    found = visible(actor, P.READ_D2, Child).filter(pk__in=[case.child_id for case in rows])
    return {row[0]: ChildRow(*row) for row in found.values_list(*ChildRow._fields)}


def _rows(found: QuerySet[Case]) -> list[CaseRow]:
    return [CaseRow(*row) for row in found.values_list(*CaseRow._fields)]


def _filtered(actor: Actor, wanted: Wanted) -> QuerySet[Case]:
    rows = visible(actor, P.READ_D1, Case)
    equal = {"status": wanted.status, "level": wanted.level, "stage": wanted.stage, "team_id": wanted.team,
             "owner_id": wanted.holder}  # fmt: skip
    rows = rows.filter(**{name: value for name, value in equal.items() if value})
    return rows if wanted.status else rows.filter(closed_at=None)


def _by_registration(actor: Actor, wanted: Wanted) -> tuple[list[CaseRow], str]:
    """By the day of registration: the next page begins behind the last line, not at a number of lines."""
    rows = _filtered(actor, wanted)
    down = wanted.sort != OLDEST
    if mark := _mark(wanted.after):
        at, pk = mark
        side = "lt" if down else "gt"
        rows = rows.filter(
            Q(**{f"registered_at__{side}e": at}) & (Q(**{f"registered_at__{side}": at}) | Q(**{f"pk__{side}": pk}))
        )
    order = ("-registered_at", "-pk") if down else ("registered_at", "pk")
    found = _rows(rows.order_by(*order)[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{last.registered_at.isoformat()}_{last.pk}" if last else ""


def _by_duty(actor: Actor, wanted: Wanted, now: datetime) -> tuple[list[CaseRow], str]:
    """By the earliest unmet duty: the duties lead, each case stands where its first one stands."""
    duties = visible(actor, P.READ_D1, Deadline).filter(OPEN_DUTY, case_id__isnull=False)
    earlier = Deadline.objects.filter(OPEN_DUTY, case_id=OuterRef("case_id")).filter(
        Q(due_at__lt=OuterRef("due_at")) | Q(due_at=OuterRef("due_at"), pk__lt=OuterRef("pk"))
    )
    first = duties.exclude(Exists(earlier)).filter(case_id__in=_filtered(actor, wanted).values("pk"))
    if wanted.late:
        first = first.filter(due_at__lt=now)
    if mark := _mark(wanted.after):
        at, pk = mark
        first = first.filter(Q(due_at__gte=at) & (Q(due_at__gt=at) | Q(pk__gt=pk)))
    found = list(first.order_by("due_at", "pk").values_list("due_at", "pk", "case_id")[: PAGE + 1])
    after = "_".join((found[PAGE - 1][0].isoformat(), str(found[PAGE - 1][1]))) if len(found) > PAGE else ""
    wanted_ids = [case_id for _, _, case_id in found[:PAGE] if case_id]
    rows = {row.pk: row for row in _rows(Case.objects.filter(pk__in=wanted_ids))}
    return [rows[pk] for pk in wanted_ids if pk in rows], after


def _mark(after: str) -> tuple[datetime, UUID] | None:
    """Where a page begins; a mark that is none begins at the start."""
    at, _, pk = after.partition("_")
    try:
        moment, key = datetime.fromisoformat(at), UUID(pk)
    except ValueError:
        return None
    return (moment, key) if moment.tzinfo else None


def choices_of(actor: Actor, now: datetime) -> tuple[list[tuple[UUID, str]], list[tuple[UUID, str]]]:
    """The teams and holders by whom this person may filter: those of her own teams, all for an office's head."""
    own = Q(pk__in=actor.unit_ids) | Q(office__in=actor.ids(P.READ_D1, Scope.OFFICE))
    rows = Team.objects.filter(own, kind=TeamKind.COMPANIONS, closed_at=None)
    teams = list(rows.order_by("name").values_list("pk", "name"))
    return teams, staff.holders([pk for pk, _ in teams], now)
