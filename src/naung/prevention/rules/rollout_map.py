"""A map without a map server: boundaries and points of a city laid flat on a drawing of fixed width."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

WIDTH = 640.0
MARGIN = 12.0
MOST_POINTS = 2_000  # more than these are drawn as one circle for each kecamatan
WIDEST_CIRCLE, NARROWEST_CIRCLE = 26.0, 7.0
PLACES = 1  # a tenth of a unit is less than anybody sees

Position = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where on the drawing a point of the earth lies. Longitudes are drawn shorter away from the equator."""

    west: float
    north: float
    scale: float
    shorter: float
    height: float

    def at(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Across and down."""
        across = MARGIN + (longitude - self.west) * self.shorter * self.scale
        return round(across, PLACES), round(MARGIN + (self.north - latitude) * self.scale, PLACES)

    def holds(self, latitude: float, longitude: float) -> bool:
        """Whether the point lies on the drawing; a wrong coordinate does not."""
        across, down = self.at(latitude, longitude)
        return 0 <= across <= WIDTH and 0 <= down <= self.height


def sheet(positions: Iterable[Position]) -> Sheet | None:
    """A drawing on which all these points find their place; none when there are not two different ones."""
    found = list(positions)
    if not found:
        return None
    north, south = max(p[0] for p in found), min(p[0] for p in found)
    east, west = max(p[1] for p in found), min(p[1] for p in found)
    shorter = math.cos(math.radians((north + south) / 2))
    across = (east - west) * shorter
    if across <= 0 or north <= south:
        return None
    scale = (WIDTH - 2 * MARGIN) / max(across, (north - south) * 0.8)  # a tall city is not drawn taller than it is wide
    return Sheet(west, north, scale, shorter, round((north - south) * scale + 2 * MARGIN, PLACES))


def corners(geometry: Mapping[str, Any]) -> list[Position]:
    """Every corner of a boundary."""
    return [(point[1], point[0]) for ring in _rings(geometry) for point in ring]


def path(geometry: Mapping[str, Any], on: Sheet) -> str:
    """A boundary as the `d` of a path; corners that fall together are drawn once."""
    return "".join(_drawn([on.at(point[1], point[0]) for point in ring]) for ring in _rings(geometry))


def _drawn(ring: list[tuple[float, float]]) -> str:
    kept = [point for place, point in enumerate(ring) if place == 0 or point != ring[place - 1]]
    return "M" + "L".join(f"{across:g} {down:g}" for across, down in kept) + "Z"


def _rings(geometry: Mapping[str, Any]) -> list[list[Any]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def radius(number: int, most: int) -> float:
    """How wide the circle of so many places is: its area follows their number."""
    return round(max(NARROWEST_CIRCLE, WIDEST_CIRCLE * math.sqrt(number / max(most, 1))), PLACES)
