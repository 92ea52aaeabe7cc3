"""Areas, statistics codes and boundaries come from files, as often as one likes."""

import json

import pytest

from naung.core.errors import AccessDenied
from naung.places.models import Area
from naung.places.queries import shapes_by_district
from naung.places.rules import shapes
from tests.places.samples import AREAS, REAL, take_areas, take_boundaries, take_bps, written
from tests.trace import Entry

SQUARE = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]

pytestmark = pytest.mark.django_db


def reasons(outcome):
    return [f"{p.place.rpartition(':')[2].strip()} {p.column}: {p.reason.en}" for p in outcome.refused]


def feature(code, ring=SQUARE):
    return {"properties": {"kode": code}, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def test_areas_may_stand_in_any_order_and_find_their_parents(tmp_path):
    outcome = take_areas(written(tmp_path, AREAS))

    ward = Area.objects.select_related("parent__parent").get(code="99.71.01.1001")
    assert outcome.counts == {"added": 3, "changed": 0, "unchanged": 0, "refused": 0, "warnings": 0}
    assert (ward.name, ward.level, ward.latitude) == ("Mata Air", "WARD", 1.5)
    assert (ward.parent.name, ward.parent.parent.name) == ("Contoh Hulu", "Kota Contoh")
    assert ward.parent.parent.parent is None


def test_the_same_file_twice_changes_nothing_and_a_new_name_changes_one(tmp_path):
    take_areas(written(tmp_path, AREAS))

    again = take_areas(written(tmp_path, AREAS))
    renamed = take_areas(written(tmp_path, AREAS.replace("Mata Air,99.71.01,1.5,1.5", "Mata Air Baru,99.71.01,,")))

    assert (again.added, again.changed, again.unchanged) == (0, 0, 3)
    assert (renamed.added, renamed.changed, renamed.unchanged) == (0, 1, 2)
    ward = Area.objects.get(code="99.71.01.1001")
    assert (ward.name, ward.latitude, ward.version) == ("Mata Air Baru", 1.5, 2)


def test_bad_rows_are_refused_with_line_column_and_reason_and_the_rest_is_taken(tmp_path):
    bad = (
        "desa,99.71.01.7,Pendek,99.71.01,,\n"
        "kampung,99.71.01.1002,Lain,99.71.01,,\n"
        "kelurahan,99.71.01.1003,Salah Induk,99.71.02,,\n"
        "kelurahan,99.71.09.1001,Tanpa Induk,99.71.09,,\n"
        "kelurahan,99.71.01.1004,,99.71.01,,\n"
        "kelurahan,99.71.01.1005,Jauh,99.71.01,116.8,-1.2\n"
        "kelurahan,99.71.01.1001,Sekali Lagi,99.71.01,,\n"
        "kelurahan,99.71.01.1006,Terakhir,99.71.01,,\n"
    )

    outcome = take_areas(written(tmp_path, AREAS + bad))

    assert outcome.added == 4
    assert sorted(reasons(outcome)) == [
        "10 lat: 116.8 is not between -90 and 90 degrees",
        f"11 kode_kemendagri: 99.71.01.1001 stands already at {tmp_path}/list.csv:2",
        "5 kode_kemendagri: “99.71.01.7” is not the code of a desa",
        "6 level: “kampung” is none of desa, kabupaten, kecamatan, kelurahan, kota",
        "7 kode_induk: “99.71.02” must be 99.71.01, as the area's code says",
        "8 kode_induk: 99.71.09 is neither in this file nor known already",
        "9 nama: is empty",
    ]
    assert set(Area.objects.values_list("name", flat=True)) >= {"Mata Air", "Terakhir"}
    assert not Area.objects.filter(name__in=["Sekali Lagi", "Tanpa Induk", "Jauh"]).exists()


def test_an_import_leaves_its_line_in_the_audit(tmp_path):
    take_areas(written(tmp_path, AREAS))

    entry = Entry.objects.latest("recorded_at")
    assert (entry.event, entry.roles, entry.details["counts"]["added"]) == ("places.areas-imported", "OPERATOR", 3)


def test_only_who_manages_lists_may_import(scene, tmp_path):
    with pytest.raises(AccessDenied):
        take_areas(written(tmp_path, AREAS), by=scene.actor("Rina"))

    assert take_areas(written(tmp_path, AREAS), by=scene.actor("Ayu")).added == 3


def test_statistics_codes_stand_beside_the_ministrys(tmp_path):
    take_areas(written(tmp_path, AREAS))
    content = (
        "kode_kemendagri,kode_bps_2018\n"
        "99.71,9971\n99.71.01,9971020\n99.71.01.1001,9971020001\n"
        "99.71.05,9971050\n99.71.01.1001,12\nx,9971\n"
    )

    outcome = take_bps(written(tmp_path, content))

    assert (outcome.changed, len(outcome.refused)) == (3, 3)
    assert reasons(outcome) == [
        "6 kode_bps_2018: “12” must have 10 digits",
        "7 kode_kemendagri: “x” is not an area's code",
        "5 kode_kemendagri: there is no area 99.71.05; import areas first",
    ]
    assert Area.objects.get(code="99.71.01").bps_code == "9971020"
    assert take_bps(written(tmp_path, content)).unchanged == 3


def test_one_statistics_code_belongs_to_one_area(tmp_path):
    more = AREAS + "kecamatan,99.71.02,Contoh Hilir,99.71,,\n"
    take_areas(written(tmp_path, more))

    outcome = take_bps(written(tmp_path, "kode_kemendagri,kode_bps_2018\n99.71.01,9971020\n99.71.02,9971020\n"))

    assert reasons(outcome) == ["3 kode_bps_2018: 9971020 belongs already to 99.71.01"]


def test_boundaries_are_set_by_code_and_bad_features_refused(tmp_path):
    take_areas(written(tmp_path, AREAS))
    bent = feature("99.71.01", [[0, 0], [1, 1], [0, 0]])
    features = [feature("99.71.01.1001"), bent, feature("99.99"), feature("99.71.01.1001"), {}]

    outcome = take_boundaries(features)

    assert (outcome.changed, len(outcome.refused)) == (1, 4)
    assert reasons(outcome)[0] == "feature 2 geometry: has a ring of fewer than four positions"
    assert reasons(outcome)[1].startswith("feature 3 kode: 99.99 is no known area")
    assert take_boundaries(features[:1]).unchanged == 1
    (shape,) = shapes_by_district()["99.71.01"]
    assert shapes.contains(shape, 1, 1)


@pytest.mark.skipif(not REAL.exists(), reason="the files of Balikpapan are not on this machine")
def test_the_real_files_of_balikpapan_are_taken_whole():
    assert take_areas(REAL / "balikpapan_wilayah.csv").counts["added"] == 41
    assert take_bps(REAL / "balikpapan_wilayah_bps.csv").counts["changed"] == 41

    whole = json.loads((REAL / "balikpapan_kelurahan.geojson").read_text())
    outcome = take_boundaries(whole["features"])

    assert (outcome.changed, outcome.refused) == (34, [])
    drawn = shapes_by_district()
    assert {code: len(found) for code, found in drawn.items()} == {
        "64.71.01": 4, "64.71.02": 6, "64.71.03": 6, "64.71.04": 6, "64.71.05": 7, "64.71.06": 5,
    }  # fmt: skip
    manggar = Area.objects.get(code="64.71.01.1001")
    assert shapes.contains(manggar.boundary, manggar.latitude, manggar.longitude)
