"""The duty roster: which hours nobody has, and how a week is shared out among those who may be on duty."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from naung.core.city import RosterRule

P = TypeVar("P")
Span = tuple[datetime, datetime]
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Turn(Generic[P]):
    """One proposed turn of duty: from when until when, and who answers first and second."""

    since: datetime
    until: datetime
    first: P
    second: P | None


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def uncovered(since: datetime, until: datetime, covered: Iterable[Span]) -> list[Span]:
    """The parts of a time in which nobody is on duty."""
    gaps: list[Span] = []
    cursor = since
    for begins, ends in sorted(covered):
        if begins >= until:
            break
        if begins > cursor:
            gaps.append((cursor, begins))
        cursor = max(cursor, ends)
    if cursor < until:
        gaps.append((cursor, until))
    return gaps


def overlaps(one: Span, others: Iterable[Span]) -> bool:
    """Whether a turn begins before another has ended."""
    return any(one[0] < until and since < one[1] for since, until in others)


def rule_at(rules: Iterable[RosterRule], at: datetime, zone: ZoneInfo) -> RosterRule | None:
    """The city's rule for this moment: which roles answer when nobody is named."""
    local = at.astimezone(zone)
    days = [local.date(), local.date() - ONE_DAY]
    found = ((rule, day) for rule in rules for day in days if day.isoweekday() in rule.days)
    return next((rule for rule, day in found if _begins(rule, day, zone) <= at < _ends(rule, day, zone)), None)


def turns_of_week(rules: Iterable[RosterRule], monday: date, zone: ZoneInfo) -> Iterator[tuple[Span, RosterRule]]:
    """Every turn that the city's rules ask for in a week, in order."""
    wanted = [
        ((_begins(rule, day, zone), _ends(rule, day, zone)), rule)
        for rule in rules
        for day in (monday + timedelta(days=n) for n in range(7))
        if day.isoweekday() in rule.days
    ]
    return iter(sorted(wanted, key=lambda turn: turn[0]))


def share_out(
    turns: Iterable[tuple[Span, RosterRule]], people: Mapping[str, Sequence[P]], away: Collection[tuple[P, date]]
) -> list[Turn[P]]:
    """Give each turn to the next person of its role who is not away, so that all come equally often.

    A turn for which its role has nobody stays open.
    """
    used: dict[P, int] = {}
    shared: list[Turn[P]] = []
    for (since, until), rule in turns:
        day = since.date()
        first = _next([p for p in people.get(rule.first, ()) if (p, day) not in away], used)
        if first is None:
            continue
        others = [p for p in people.get(rule.second, ()) if p != first and (p, day) not in away]
        shared.append(Turn(since, until, first, _next(others, used)))
    return shared


def _next(candidates: Sequence[P], used: dict[P, int]) -> P | None:
    chosen = min(candidates, key=lambda person: used.get(person, 0), default=None)
    if chosen is not None:
        used[chosen] = used.get(chosen, 0) + 1
    return chosen


def _begins(rule: RosterRule, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, rule.starts, zone)


def _ends(rule: RosterRule, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day if rule.ends > rule.starts else day + ONE_DAY, rule.ends, zone)
