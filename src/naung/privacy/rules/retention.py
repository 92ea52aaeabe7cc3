"""Until when a record is kept: the day on which it falls due to be sealed, and later to be erased. No law names the
days of an office's files on children; these are proposals, each a setting (UU 27/2022 Art. 16, 43 and 44: no longer
than needed).

What is not known counts as what keeps a record longest: a record too early gone does not come back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SOON = timedelta(days=90)  # so long before it falls due a record stands in the officer's list
GUESSED_BY = 2  # years by which a child that looks older may be younger than somebody thought


@dataclass(frozen=True)
class Terms:
    """How many years after its last case and to which age a child's record is kept; a report without a case; how long
    it then lies sealed.
    """

    years: int = 5
    age: int = 25
    report_years: int = 2
    sealed_years: int = 1


@dataclass(frozen=True)
class Birth:
    """What one record says of the child's age: its birth date, or how old it was thought to be on a day."""

    day: date | None = None
    thought: int | None = None
    thought_on: date | None = None


@dataclass(frozen=True)
class Lying:
    """A record at rest: of a child with what its records say of its age, or a report that ended without a case.

    `last` is the last day on which something of it ended or was told; `waits` is an open case, a legal hold, an open
    request or a report about the child that is not decided yet.
    """

    first: date
    last: date
    births: tuple[Birth, ...] = ()
    waits: bool = False


def years_after(day: date, years: int) -> date:
    """The same day so many years later; the first of March for who was born on a leap day."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def youngest(births: Iterable[Birth], first: date) -> date:
    """The latest day on which the child may have been born; never after it was first told of."""
    return max((_born(one, first) for one in births), default=first)


def _born(one: Birth, first: date) -> date:
    if one.day is not None:
        return one.day
    if one.thought is None or one.thought_on is None:
        return first
    return min(first, years_after(one.thought_on, GUESSED_BY - one.thought))


def child_due(lying: Lying, terms: Terms) -> date | None:
    """The day on which a child's record is sealed, the later of both terms; none while something waits."""
    if lying.waits:
        return None
    return max(years_after(lying.last, terms.years), years_after(youngest(lying.births, lying.first), terms.age))


def report_due(lying: Lying, terms: Terms) -> date | None:
    """The day on which a report that ended without a case is sealed; none while something waits."""
    return None if lying.waits else years_after(lying.last, terms.report_years)


def erasable_from(sealed: date, terms: Terms) -> date:
    """From which day on a sealed record may be erased because its term is over."""
    return years_after(sealed, terms.sealed_years)
