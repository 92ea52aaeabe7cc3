"""What a session taught: the share of right answers before and after, with a 95 % interval, and what stays hidden.

Intervals are Newcombe's hybrid score intervals (his method 10): for pairs after R. G. Newcombe, *Improved confidence
intervals for the difference between binomial proportions based on paired data*, Statistics in Medicine 17 (1998),
2635-2650; for separate groups (paper counts) after *Interval estimation for the difference between independent
proportions*, ibid. 873-890. A topic has several questions, so one person's share lies between 0 and 1: its variance is
at most that of a yes or no, and the interval is then a little too wide, never too narrow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

LEAST = 5  # fewer people than this are never shown
Z = 1.959963984540054  # 97.5 % of the standard normal distribution


@dataclass(frozen=True, slots=True)
class Gain:
    """Shares of right answers before and after, their difference, and between what it lies with 95 %."""

    people: int
    before: float
    after: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """After less before, as a share of 1."""
        return self.after - self.before

    @property
    def sure(self) -> bool:
        """Whether the interval leaves out "no change"."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One line of the table: an audience and a topic ("" is all of them); `gain` is none where it stays hidden."""

    set_code: str
    topic: str
    gain: Gain | None


def paired(pairs: Sequence[tuple[float, float]]) -> Gain | None:
    """The gain of people who answered twice; none for fewer than five."""
    count = len(pairs)
    if count < LEAST:
        return None
    before, after = fmean(first for first, _ in pairs), fmean(second for _, second in pairs)
    together = fmean(first * second for first, second in pairs) - before * after
    if together > 0:  # Newcombe's correction of the correlation for few pairs
        together = max(together - 1 / (2 * count), 0.0)
    spread = sqrt(max(before * (1 - before) * after * (1 - after), 0.0))
    return _hybrid(count, before, count, after, max(-1.0, min(1.0, together / spread)) if spread > 1e-12 else 0.0)


def counted(before: float, people_before: int, after: float, people_after: int) -> Gain | None:
    """The gain between two separate counts; none where either is of fewer than five people."""
    if min(people_before, people_after) < LEAST:
        return None
    return _hybrid(people_before, before, people_after, after, 0.0)


def _hybrid(people_before: int, before: float, people_after: int, after: float, correlation: float) -> Gain:
    low_b, high_b = wilson(before, people_before)
    low_a, high_a = wilson(after, people_after)
    down, up = _reach(after - low_a, high_b - before, correlation), _reach(high_a - after, before - low_b, correlation)
    change = after - before
    low, high = max(-1.0, change - down), min(1.0, change + up)
    return Gain(min(people_before, people_after), before, after, low, high)


def _reach(one: float, other: float, correlation: float) -> float:
    return sqrt(max(one * one - 2 * correlation * one * other + other * other, 0.0))


def wilson(share: float, people: int) -> tuple[float, float]:
    """Wilson's score interval of one share (E. B. Wilson, JASA 22 (1927), 209-212)."""
    middle = (share + Z * Z / (2 * people)) / (1 + Z * Z / people)
    half = Z * sqrt(max(share * (1 - share), 0.0) / people + Z * Z / (4 * people * people)) / (1 + Z * Z / people)
    return max(0.0, min(share, middle - half)), min(1.0, max(share, middle + half))


def share(right: Iterable[bool]) -> float:
    """The share of right answers."""
    return fmean(map(float, right))
