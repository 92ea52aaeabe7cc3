"""Readable numbers for many cases at once: spread like random ones, and none twice."""

from bisect import bisect_left
from collections.abc import Iterable
from random import Random

from naung.core.ids import READABLE

BASE = len(READABLE)
ALL = BASE**7
SPREAD = 6_700_417  # prime to BASE: neighbouring places get numbers far apart, each its own
BACK: int = pow(SPREAD, -1, ALL)


def number_at(place: int) -> str:
    """The number at a place."""
    left, signs = place * SPREAD % ALL, ""
    for _ in range(7):
        left, sign = divmod(left, BASE)
        signs += READABLE[sign]
    return f"{signs[:4]}-{signs[4:]}"


def place_of(number: str) -> int:
    """The place of a number."""
    signs = number.replace("-", "")
    spread: int = sum(READABLE.index(sign) * BASE**place for place, sign in enumerate(signs))
    return spread * BACK % ALL


def free_run(length: int, used: Iterable[str]) -> int:
    """Where a run of so many places begins whose numbers nobody has."""
    taken, draw = sorted(map(place_of, used)), Random()
    while True:
        start = draw.randrange(ALL - length)
        place = bisect_left(taken, start)
        if place == len(taken) or taken[place] >= start + length:
            return start
