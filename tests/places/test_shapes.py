"""A point lies in a shape, or it does not; what is no shape is said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naung.core.errors import Refused
from naung.places.rules import shapes

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
ISLAND = [[10, 10], [11, 10], [11, 11], [10, 10]]
WITH_HOLE = {"type": "Polygon", "coordinates": [SQUARE, HOLE]}
WITH_ISLAND = {"type": "MultiPolygon", "coordinates": [[SQUARE, HOLE], [ISLAND]]}


@pytest.mark.parametrize(
    ("latitude", "longitude", "inside"),
    [(3, 3, True), (1.5, 1.5, False), (5, 3, False), (3, -1, False), (10.2, 10.7, True), (10.9, 10.1, False)],
)
def test_holes_are_outside_and_islands_inside(latitude, longitude, inside):
    assert shapes.contains(WITH_ISLAND, latitude, longitude) is inside


def test_a_kecamatan_is_the_sum_of_its_kelurahan():
    east, west = ({"type": "Polygon", "coordinates": [ring]} for ring in (SQUARE, ISLAND))

    assert shapes.contains_any([east, west], 3, 3)
    assert not shapes.contains_any([east, west], 8, 8)
    assert not shapes.contains_any([], 3, 3)


@given(st.floats(0.01, 3.99), st.floats(0.01, 3.99))
def test_any_point_within_the_square_is_inside_wherever_the_ring_begins(x, y):
    for start in range(4):
        ring = SQUARE[start:-1] + SQUARE[:start]
        assert shapes.contains({"type": "Polygon", "coordinates": [[*ring, ring[0]]]}, y, x)


def test_sound_geometry_is_kept_without_extras():
    assert shapes.checked({**WITH_HOLE, "bbox": [0, 0, 4, 4]}) == WITH_HOLE


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (None, "neither Polygon nor MultiPolygon"),
        ({"type": "Point", "coordinates": [1, 2]}, "neither Polygon"),
        ({"type": "Polygon"}, "no coordinates"),
        ({"type": "Polygon", "coordinates": []}, "no rings"),
        ({"type": "MultiPolygon", "coordinates": [7]}, "not a list of rings"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, "fewer than four"),
        ({"type": "Polygon", "coordinates": [SQUARE[:-1]]}, "not closed"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, "1"], [2, 2], [0, 0]]]}, "[longitude, latitude]"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 95], [2, 2], [0, 0]]]}, "[longitude, latitude]"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1], [2, 2], [0, 0]]]}, "[longitude, latitude]"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [float("nan"), 1], [2, 2], [0, 0]]]}, "in degrees"),
    ],
)
def test_what_cannot_be_drawn_is_said(geometry, said):
    with pytest.raises(shapes.ShapeError) as caught:
        shapes.checked(geometry)

    assert said in str(caught.value)


def test_a_file_that_is_no_geojson_is_refused_whole():
    with pytest.raises(Refused, match=r"kota\.json:2, column 1: is not JSON"):
        shapes.features("kota.json", "{\n")
    with pytest.raises(Refused, match="list of `features`"):
        shapes.features("kota.json", json.dumps({"type": "Feature"}))
    assert shapes.features("kota.json", json.dumps({"features": [7, {"a": 1}]})) == [{}, {"a": 1}]
