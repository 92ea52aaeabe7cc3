"""What the map of the board draws: the kelurahan's boundaries, and the places with how far they are."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max, Sum

from naung.places.models import Area, Level
from naung.prevention.queries.rollout import WARD, Asked, board
from naung.prevention.rules import rollout
from naung.prevention.rules import rollout_map as rules

Dot = tuple[float, float, str, str]  # across, down, state, name


@dataclass(frozen=True)
class Drawing:
    """Everything on the map. Either `dots`, or when there are too many `circles`: across, down, radius, number."""

    height: float
    shapes: tuple[str, ...]
    dots: list[Dot] = field(default_factory=list)
    circles: list[tuple[float, float, float, int]] = field(default_factory=list)
    nowhere: int = 0  # places without a coordinate, or with one far from here

    width = rules.WIDTH


def drawing(asked: Asked) -> Drawing | None:
    """The map of the places asked for; none without boundaries and coordinates."""
    mark = Area.objects.exclude(boundary=None).aggregate(n=Count("pk"), s=Sum("version"), last=Max("code"))
    on, shapes = _ground(mark["n"], mark["s"], mark["last"])
    places = _places(asked)
    if on is None:
        on = rules.sheet([place[:2] for place in places if place[0] is not None])
    if on is None:
        return None
    placed = [place for place in places if place[0] is not None and on.holds(place[0], place[1])]
    drawn: dict[str, Any] = {"height": on.height, "shapes": shapes, "nowhere": len(places) - len(placed)}
    if len(placed) > rules.MOST_POINTS:
        return Drawing(**drawn, circles=_circles(placed, on))
    placed.sort(key=lambda place: rollout.STATES.index(place[2]))  # what is reached is drawn above what waits
    return Drawing(**drawn, dots=[(*on.at(lat, lng), state, name) for lat, lng, state, name, _ in placed])


@lru_cache(maxsize=2)
def _ground(number: int, versions: int | None, last: object) -> tuple[rules.Sheet | None, tuple[str, ...]]:  # noqa: ARG001
    """The boundaries, laid out once until they change: they are many corners, and the same for everybody."""
    drawn = list(Area.objects.exclude(boundary=None).values_list("level", "boundary"))
    finest = Level.WARD if any(level == Level.WARD for level, _ in drawn) else Level.DISTRICT
    kept = [boundary for level, boundary in drawn if level == finest] or [boundary for _, boundary in drawn]
    boundaries = [boundary for boundary in kept if boundary is not None]
    on = rules.sheet(corner for boundary in boundaries for corner in rules.corners(boundary))
    return on, tuple(rules.path(boundary, on) for boundary in boundaries) if on else ()


def _places(asked: Asked) -> list[Any]:
    """Latitude, longitude, state, name and area of each place."""
    found = board(asked)
    if asked.state:
        found = found.filter(state=asked.state)
    above = "parent" if asked.kind == WARD else "area"
    return list(found.order_by("name", "pk").values_list("latitude", "longitude", "state", "name", above))


def _circles(placed: list[Any], on: rules.Sheet) -> list[tuple[float, float, float, int]]:
    """One circle for each kecamatan, in the middle of its places."""
    wards = dict(Area.objects.filter(level=Level.WARD).values_list("pk", "parent"))
    groups: dict[Any, list[Any]] = {}
    for place in placed:
        groups.setdefault(wards.get(place[4], place[4]), []).append(place)
    most = max(map(len, groups.values()))
    return list(_middles(groups.values(), on, most))


def _middles(groups: Any, on: rules.Sheet, most: int) -> Iterator[tuple[float, float, float, int]]:
    for group in groups:
        latitude = sum(place[0] for place in group) / len(group)
        longitude = sum(place[1] for place in group) / len(group)
        yield (*on.at(latitude, longitude), rules.radius(len(group), most), len(group))
