"""The figures by which the simulation draws, each with its source or the assumption behind it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from naung.core import reference

DATA = Path(__file__).resolve().parent.parent / "data"
T = TypeVar("T")


@cache
def packaged(name: str) -> dict[str, Any]:
    """One of the simulation's own data files."""
    content: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return content


def figures() -> dict[str, Any]:
    """The figures and assumptions."""
    return packaged("figures")


def weighted(draw: Random, weights: Mapping[T, float]) -> T:
    """One key, as likely as its weight."""
    return draw.choices(list(weights), list(weights.values()))[0]


def chance(draw: Random, share: float) -> bool:
    """Yes, as often as the share says."""
    return draw.random() < share


@cache
def district_weights() -> Mapping[str, float]:
    """The weight of each kecamatan: half its share of the people, half its share of the victims."""
    held = figures()["districts"]
    people, victims = held["population"], held["victims"]
    return {
        code: people[code] / sum(people.values()) / 2 + victims[code] / sum(victims.values()) / 2 for code in people
    }


@cache
def wards_of(areas: Path) -> Mapping[str, tuple[str, ...]]:
    """The wards of each kecamatan, by code. A city without published figures has equal weights."""
    found: dict[str, list[str]] = {}
    for area in reference.areas(areas):
        if area.level == "WARD":
            found.setdefault(area.parent, []).append(area.code)
    return {district: tuple(wards) for district, wards in found.items()}


def draw_ward(draw: Random, areas: Path) -> str:
    """The code of a ward: first the kecamatan by its weight, then one of its wards, all equally likely."""
    wards = wards_of(areas)
    known = {code: weight for code, weight in district_weights().items() if code in wards}
    district = weighted(draw, known or dict.fromkeys(wards, 1.0))
    return draw.choice(wards[district])


def moments(draw: Random, start: datetime, end: datetime, count: int) -> list[datetime]:
    """So many moments between two, by the weights of months and hours, in order.

    `start` and `end` carry the office's zone: hours are the clock on its wall.
    """
    months: Sequence[float] = figures()["months"]["weights"]
    hours: Sequence[float] = figures()["hours"]["weights"]
    found: list[datetime] = []
    while len(found) < count:
        moment = start + (end - start) * draw.random()
        likely = months[moment.month - 1] / max(months) * hours[moment.hour] / max(hours)
        if draw.random() < likely:
            found.append(moment)
    return sorted(found)
