"""Boundaries: what a shape must be, and whether a point lies in it. Simple plane geometry is enough for a city."""

import itertools
import json
import math
from collections.abc import Iterable, Mapping
from json import JSONDecodeError
from typing import Any

from naung.core.errors import Refused
from naung.core.text import Text

Position = tuple[float, float]
SHAPES = ("Polygon", "MultiPolygon")
NO_POLYGON = Text("bukan Polygon atau MultiPolygon", "is neither Polygon nor MultiPolygon")
NO_RINGS = Text("tidak punya cincin", "has no rings")
NO_COORDINATES = Text("tidak punya koordinat", "has no coordinates")
NO_LIST = Text("berisi poligon yang bukan daftar cincin", "has a polygon that is not a list of rings")
SHORT_RING = Text("berisi cincin dengan kurang dari empat titik", "has a ring of fewer than four positions")
NO_POSITION = Text(
    "berisi titik yang bukan [bujur, lintang] dalam derajat",
    "has a position that is not [longitude, latitude] in degrees",
)
OPEN_RING = Text("berisi cincin yang tidak tertutup", "has a ring that is not closed")
SHORTEST_RING = 4  # a triangle whose last point is its first


class ShapeError(ValueError):
    """A boundary that cannot be drawn; says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def features(name: str, content: str) -> list[Mapping[str, Any]]:
    """The features of a GeoJSON file, or one sentence why it is none."""
    try:
        whole = json.loads(content)
    except JSONDecodeError as error:
        raise Refused(f"{name}:{error.lineno}, column {error.colno}: is not JSON ({error.msg}).") from error
    found = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(found, list):
        raise Refused(f"{name}: is not GeoJSON with a list of `features`.")
    return [feature if isinstance(feature, dict) else {} for feature in found]


def checked(geometry: object) -> dict[str, Any]:
    """The geometry when it is a polygon with closed rings of positions in degrees; else `ShapeError`."""
    if not isinstance(geometry, dict) or geometry.get("type") not in SHAPES:
        raise ShapeError(NO_POLYGON)
    polygons = _polygons(geometry)
    if not polygons or not all(polygons):
        raise ShapeError(NO_RINGS)
    for polygon in polygons:
        for ring in polygon:
            _check_ring(ring)
    return {"type": geometry["type"], "coordinates": geometry["coordinates"]}


def contains(geometry: Mapping[str, Any], latitude: float, longitude: float) -> bool:
    """Whether the point lies in the shape and in none of its holes."""
    return any(_in_polygon(polygon, longitude, latitude) for polygon in _polygons(geometry))


def contains_any(shapes: Iterable[Mapping[str, Any]], latitude: float, longitude: float) -> bool:
    """Whether the point lies in one of the shapes (a kecamatan is the sum of its kelurahan)."""
    return any(contains(shape, latitude, longitude) for shape in shapes)


def _polygons(geometry: Mapping[str, Any]) -> list[list[list[Any]]]:
    coordinates = geometry.get("coordinates")
    if not isinstance(coordinates, list):
        raise ShapeError(NO_COORDINATES)
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not all(isinstance(polygon, list) for polygon in polygons):
        raise ShapeError(NO_LIST)
    return polygons


def _check_ring(ring: object) -> None:
    if not isinstance(ring, list) or len(ring) < SHORTEST_RING:
        raise ShapeError(SHORT_RING)
    if not all(_is_position(position) for position in ring):
        raise ShapeError(NO_POSITION)
    if ring[0] != ring[-1]:
        raise ShapeError(OPEN_RING)


def _is_position(position: object) -> bool:
    if not isinstance(position, list) or len(position) < 2:
        return False
    longitude, latitude = position[:2]
    return _is_degrees(longitude, 180) and _is_degrees(latitude, 90)


def _is_degrees(value: object, most: int) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and math.isfinite(value) and abs(value) <= most  # type: ignore[arg-type]


def _in_polygon(polygon: list[list[Any]], x: float, y: float) -> bool:
    outer, *holes = polygon
    return _in_ring(outer, x, y) and not any(_in_ring(hole, x, y) for hole in holes)


def _in_ring(ring: list[Any], x: float, y: float) -> bool:
    """A ray to the east crosses the ring an odd number of times."""
    inside = False
    for (x1, y1, *_), (x2, y2, *_) in itertools.pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
