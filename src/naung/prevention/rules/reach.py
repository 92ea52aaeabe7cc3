"""What a session leads to: within which times it is counted, and how coarsely.

A figure is a band of five, stands only once its time is over (a number that grows tells of each contact), and is never
sharper than the figures beside it allow.
"""

from dataclasses import dataclass
from datetime import date, timedelta

BAND = 5
WINDOWS = (30, 60, 90)  # days, beginning with that of the session


@dataclass(frozen=True, slots=True)
class Window:
    """So many days from a session on: when they are over, and the least number of contacts; 0 where it is hidden.

    `at_least` is none while the days are not over.
    """

    days: int
    over: date
    at_least: int | None


def over_on(held: date, days: int) -> date:
    """The first day on which so many days after a session are over."""
    return held + timedelta(days=days)
