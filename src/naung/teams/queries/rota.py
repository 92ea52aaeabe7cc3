"""Who is away, who stands in, and who answers at which hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from naung.access.policy import Role
from naung.teams.models import Absence, Membership, Shift
from naung.teams.queries.people import current, people_with
from naung.teams.rules.accounts import WORK
from naung.teams.rules.rota import Span, rule_at, uncovered


@dataclass(frozen=True)
class OnDuty:
    """Who answers at an hour. `named` is false when nobody is written down and the city's rule says who."""

    first: tuple[UUID, ...]
    second: tuple[UUID, ...]
    named: bool

    @property
    def nobody(self) -> bool:
        """Whether no person at all answers."""
        return not self.first and not self.second


def away_on(day: date) -> QuerySet[Absence]:
    """The absences that hold on a day."""
    return Absence.objects.filter(from_date__lte=day, until_date__gte=day, ended_at=None)


def stand_ins(user_ids: Iterable[UUID], day: date) -> dict[UUID, UUID]:
    """Who of these people is away on a day, and who stands in for her."""
    away = away_on(day).filter(user__in=list(user_ids), substitute__is_active=True)
    return dict(away.values_list("user_id", "substitute_id"))


def shifts_between(office_id: UUID, since: datetime, until: datetime) -> QuerySet[Shift]:
    """The turns of duty that touch a time, in order, with their people."""
    shifts = Shift.objects.filter(office=office_id, from_at__lt=until, until_at__gt=since)
    return shifts.select_related("first", "second").order_by("from_at")


def week_bounds(monday: date) -> Span:
    """From Monday's midnight to the next, on the office's clock."""
    since = datetime.combine(monday, time(), settings.CITY.zone)
    return since, since + timedelta(days=7)


def roles_of(user_id: UUID, now: datetime) -> set[str]:
    """The roles that a person holds now."""
    return set(current(Membership.objects.filter(user=user_id), now).values_list("role", flat=True))


def may_stand_in(absent: set[str], other: set[str]) -> bool:
    """Whether one may stand in for the other: they share a role of working with reports and cases."""
    return bool(absent & other & WORK)


def on_duty(office_id: UUID, at: datetime) -> OnDuty:
    """Who answers first and second at this moment; whoever is away is replaced by the one who stands in.

    When nobody is written down, all who hold the roles of the city's rule answer.
    """
    away = dict(away_on(day_of(at)).values_list("user_id", "substitute_id"))
    shifts = Shift.objects.filter(office=office_id, from_at__lte=at, until_at__gt=at)
    turns = list(shifts.filter(Q(first__is_active=True) | Q(second__is_active=True)).order_by("from_at"))
    first = _present((turn.first_id for turn in turns), away)
    second = _present((turn.second_id for turn in turns if turn.second_id), away)
    if first or second:
        return OnDuty(first, second, named=True)
    return _by_rule(office_id, at, away)


def gaps(office_id: UUID, since: datetime, until: datetime) -> list[Span]:
    """The hours of the duty roster in which nobody is written down who is there."""
    shifts = list(shifts_between(office_id, since, until))
    people = {turn.first_id for turn in shifts} | {turn.second_id for turn in shifts if turn.second_id}
    absences = list(
        Absence.objects.filter(
            user__in=people, substitute=None, ended_at=None, from_date__lte=day_of(until), until_date__gte=day_of(since)
        )
    )
    held = [turn for turn in shifts if any(_is_there(turn, person, absences) for person in (turn.first, turn.second))]
    return uncovered(since, until, [(turn.from_at, turn.until_at) for turn in held])


def _is_there(turn: Shift, person: object, absences: Iterable[Absence]) -> bool:
    if person is None or not getattr(person, "is_active", False):
        return False
    day, key = day_of(turn.from_at), getattr(person, "pk", None)
    return not any(a.user_id == key and a.from_date <= day <= a.until_date for a in absences)


def _by_rule(office_id: UUID, at: datetime, away: Mapping[UUID, UUID | None]) -> OnDuty:
    rule = rule_at(settings.CITY.roster, at, settings.CITY.zone)
    if rule is None:
        return OnDuty((), (), named=False)
    first, second = (
        tuple(pk for pk in people_with(Role(role), office_id, at).values_list("pk", flat=True) if pk not in away)
        for role in (rule.first, rule.second)
    )
    return OnDuty(first, second, named=False)


def _present(ids: Iterable[UUID], away: Mapping[UUID, UUID | None]) -> tuple[UUID, ...]:
    there = (away.get(key, key) for key in ids)
    return tuple(dict.fromkeys(key for key in there if key is not None))


def day_of(at: datetime) -> date:
    """The day of a moment on the office's calendar."""
    return at.astimezone(settings.CITY.zone).date()
