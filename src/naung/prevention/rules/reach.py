"""What a session leads to: how many told afterwards, said so that nobody can infer that a single one did.

A figure is a band of five, stands only once its time is over, and is never sharper than the figures beside it allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

BAND = 5
WINDOWS = (30, 60, 90)  # days after the session


@dataclass(frozen=True, slots=True)
class Window:
    """So many days after a session: until when they last, and the least number of contacts; 0 where it is hidden.

    `at_least` is none while the days are not over: a number that grows tells of each contact.
    """

    days: int
    ends: date
    at_least: int | None


def window(held: date, days: int, received: Sequence[date], today: date) -> Window:
    """The contacts of one session in so many days, in bands of five."""
    ends = held + timedelta(days=days)
    if today < ends:
        return Window(days, ends, None)
    return Window(days, ends, band(sum(held <= day < ends for day in received)))


def band(count: int) -> int:
    """The beginning of the band of five in which a count lies."""
    return count // BAND * BAND


def together(counts: Sequence[int]) -> int:
    """The least number of contacts of several sessions, never so sharp that it betrays a hidden one among them.

    Of a hidden session it is known that it has four or fewer, of a shown one that it lies in its band. If the sum
    could not be reached without a hidden session, the sum would tell that somebody told after that session.
    """
    whole = band(sum(counts))
    if all(count >= BAND for count in counts):
        return whole
    others = sum(band(count) + BAND - 1 for count in counts) - (BAND - 1)
    return min(whole, band(others))
