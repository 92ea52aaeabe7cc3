"""Schools come from a list; what cannot be right is refused, what is odd is a warning."""

import json

import pytest

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.city import load_city
from naung.core.errors import AccessDenied
from naung.core.importing import read_csv
from naung.places.models import Area, Level
from naung.places.operations import set_up_areas
from naung.teams import operations
from naung.teams.models import Organisation, OrganisationKind
from naung.teams.rules.schools import PUPILS_COLUMN, SCHOOL_COLUMNS
from tests.core.test_second_city import SECOND
from tests.places.samples import REAL, take_areas, take_boundaries, written
from tests.scene import MONDAY
from tests.signing import signed_in

HEAD = "npsn,nama,bentuk,status,kecamatan,kode_kecamatan,alamat,lat,lng\n"
FIRST = "30400001,SD NEGERI 001,SD,Negeri,Contoh Hulu,99.71.01,Jl. Contoh RT 05,1,1\n"
AREAS = """level,kode_kemendagri,nama,kode_induk
kota,99.71,Kota Contoh,99
kecamatan,99.71.01,Contoh Hulu,99.71
kelurahan,99.71.01.1001,Mata Air,99.71.01
"""
SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]]}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _areas(request, tmp_path):
    take_areas(written(tmp_path, AREAS))


def take(path, by=None):
    with acting_as(by or operator([])) as actor:
        return operations.import_schools(by=actor, source=read_csv(path, SCHOOL_COLUMNS, [PUPILS_COLUMN]), now=MONDAY)


def test_a_school_is_an_organisation_in_its_kecamatan(tmp_path):
    outcome = take(written(tmp_path, HEAD + FIRST))

    school = Organisation.objects.select_related("area").get(npsn="30400001")
    assert outcome.counts == {"added": 1, "changed": 0, "unchanged": 0, "refused": 0, "warnings": 0}
    assert (school.kind, school.form, school.state_owned) == (OrganisationKind.SCHOOL, "SD", True)
    assert (school.name, school.area.name, school.latitude) == ("SD NEGERI 001", "Contoh Hulu", 1)


def test_the_same_list_twice_changes_nothing_and_a_new_name_changes_one(tmp_path):
    take(written(tmp_path, HEAD + FIRST))

    again = take(written(tmp_path, HEAD + FIRST))
    renamed = take(written(tmp_path, HEAD + FIRST.replace("NEGERI 001", "NEGERI 010")))

    assert (again.unchanged, renamed.changed) == (1, 1)
    assert Organisation.objects.get().name == "SD NEGERI 010"


def test_a_kelurahan_that_somebody_filled_in_is_kept(tmp_path):
    take(written(tmp_path, HEAD + FIRST))
    Organisation.objects.update(area=Area.objects.get(code="99.71.01.1001"))

    outcome = take(written(tmp_path, HEAD + FIRST.replace("RT 05", "RT 06")))

    school = Organisation.objects.select_related("area").get()
    assert (outcome.changed, school.area.name, school.address) == (1, "Mata Air", "Jl. Contoh RT 06")


def test_bad_rows_are_refused_and_the_rest_is_taken(tmp_path):
    Organisation.objects.create(kind=OrganisationKind.PARTNER, name="LKSA Contoh", npsn="30400009")
    rows = (
        "3040001,Pendek,SD,Negeri,Contoh Hulu,99.71.01,x,1,1\n"
        "30400002,,SD,Negeri,Contoh Hulu,99.71.01,x,1,1\n"
        "30400003,Status,SD,Milik,Contoh Hulu,99.71.01,x,1,1\n"
        "30400004,Di mana,SD,Negeri,Contoh Hulu,99.71.09,x,1,1\n"
        "30400005,Koordinat,SD,Negeri,Contoh Hulu,99.71.01,x,satu,1\n"
        "30400006,Kode,SD,Negeri,Contoh Hulu,Contoh Hulu,x,1,1\n"
        f"30400007,Alamat,SD,Negeri,Contoh Hulu,99.71.01,{'x' * 301},1,1\n"
        "30400001,Dua kali,SD,Negeri,Contoh Hulu,99.71.01,x,1,1\n"
        "30400009,Bukan sekolah,SD,Negeri,Contoh Hulu,99.71.01,x,1,1\n"
        "30400008,Terakhir,smp,SWASTA,Contoh Hulu,99.71.01,,1,1\n"
    )

    outcome = take(written(tmp_path, HEAD + FIRST + rows))

    refused = {int(p.place.rpartition(":")[2]): p.column for p in outcome.refused}
    assert refused == {
        3: "npsn", 4: "nama", 5: "status", 6: "kode_kecamatan", 7: "lat", 8: "kode_kecamatan", 9: "alamat",
        10: "npsn", 11: "npsn",
    }  # fmt: skip
    assert sorted(Organisation.objects.filter(kind="SCHOOL").values_list("name", flat=True)) == [
        "SD NEGERI 001",
        "Terakhir",
    ]


SIZED = HEAD.replace("\n", ",murid\n")


def sized(npsn: str, name: str, form: str, pupils: str) -> str:
    return f"{npsn},{name},{form},Swasta,Contoh Hulu,99.71.01,,1,1,{pupils}\n"


def test_madrasah_paud_learning_centres_and_pesantren_come_in_with_their_pupils_and_twice_changes_nothing(tmp_path):
    rows = (
        sized("60700001", "MTsS Nurul Ilmi", "MTs.", "240")
        + sized("69800001", "TK Melati", "tk", "45")
        + sized("P9900001", "PKBM Cahaya", "PKBM", "")
        + sized("", "Pesantren Al Hidayah", "Ponpes", "310")
    )

    first = take(written(tmp_path, SIZED + rows))
    again = take(written(tmp_path, SIZED + rows))
    grown = take(written(tmp_path, SIZED + rows.replace(",310", ",325")))

    assert (first.added, again.unchanged, grown.changed) == (4, 4, 1)
    assert set(Organisation.objects.values_list("npsn", "form", "pupils")) == {
        ("60700001", "MTS", 240), ("69800001", "TK", 45), ("P9900001", "PKBM", None), (None, "PESANTREN", 325),
    }  # fmt: skip


def test_a_list_without_pupils_keeps_those_that_are_known(tmp_path):
    take(written(tmp_path, SIZED + sized("30400001", "SD Contoh", "SD", "180")))

    take(written(tmp_path, HEAD + FIRST))

    assert Organisation.objects.get().pupils == 180


def test_wrong_sizes_kinds_and_a_pesantren_twice_are_refused_with_their_place(tmp_path):
    rows = (
        sized("30400001", "Setengah", "SD", "12.5")
        + sized("30400002", "Terlalu banyak", "SD", "20001")
        + sized("30400003", "Jenis", "Bimbel", "20")
        + sized("", "SD tanpa NPSN", "SD", "20")
        + sized("", "Pesantren Dua", "PESANTREN", "20")
        + sized("", "PESANTREN DUA", "PESANTREN", "30")
    )

    outcome = take(written(tmp_path, SIZED + rows))

    refused = {int(p.place.rpartition(":")[2]): p.column for p in outcome.refused}
    assert refused == {2: "murid", 3: "murid", 4: "bentuk", 5: "npsn", 7: "npsn"}
    assert outcome.added == 1


def test_a_coordinate_outside_its_kecamatan_is_a_warning(tmp_path):
    far = FIRST.replace("30400001", "30400002").replace(",1,1\n", ",9,9\n")
    nowhere = FIRST.replace("30400001", "30400003").replace(",1,1\n", ",,\n")
    named = FIRST.replace("30400001", "30400004").replace("Contoh Hulu", "Contoh Hilir")

    before = take(written(tmp_path, HEAD + FIRST + far))
    take_boundaries([{"properties": {"kode": "99.71.01.1001"}, "geometry": SQUARE}])
    after = take(written(tmp_path, HEAD + FIRST + far + nowhere + named))

    assert before.warnings == []
    assert [(p.place.rpartition(":")[2], p.reason.en) for p in after.warnings] == [
        ("3", "the coordinates lie in no kecamatan with a known boundary, not in Contoh Hulu"),
        ("4", "there are no coordinates"),
        ("5", "99.71.01 is Contoh Hulu, not Contoh Hilir"),
    ]
    assert Organisation.objects.count() == 4


def test_only_who_manages_lists_may_import(scene, tmp_path):
    with pytest.raises(AccessDenied):
        take(written(tmp_path, HEAD + FIRST), by=scene.actor("Lina"))


@pytest.mark.skipif(not REAL.exists(), reason="the files of Balikpapan are not on this machine")
def test_the_real_list_of_balikpapan_is_taken_with_its_known_oddities():
    take_areas(REAL / "balikpapan_wilayah.csv")
    take_boundaries(json.loads((REAL / "balikpapan_kelurahan.geojson").read_text())["features"])

    outcome = take(REAL / "balikpapan_sekolah_2019.csv")

    nowhere = [p for p in outcome.warnings if "no kecamatan with a known boundary" in p.reason.en]
    elsewhere = [p for p in outcome.warnings if "lie in Balikpapan" in p.reason.en]
    assert (outcome.added, outcome.refused) == (292, [])
    assert (len(elsewhere), len(nowhere), len(outcome.warnings)) == (23, 7, 31)


def test_the_second_city_takes_its_own_schools_and_refuses_another_citys(tmp_path, settings):
    settings.CITY = load_city(SECOND)
    with acting_as(operator([])) as by:
        set_up_areas(by=by, now=MONDAY)
    district = Area.objects.filter(code__startswith=settings.CITY.area_code, level=Level.DISTRICT).order_by("code")[0]
    theirs = FIRST.replace("Contoh Hulu", district.name).replace("99.71.01", district.code)
    foreign = FIRST.replace("30400001", "30400002").replace("99.71.01", "64.71.01")

    outcome = take(written(tmp_path, HEAD + theirs + foreign))

    assert (outcome.counts["added"], outcome.counts["refused"]) == (1, 1)
    assert Organisation.objects.get(npsn="30400001").area == district


def test_a_schools_kind_and_size_are_also_kept_on_its_page_and_only_schools_have_them(scene):
    rina = signed_in(scene, "Rina")
    told = {
        "kind": "SCHOOL",
        "name": "MTs Contoh",
        "npsn": "60700009",
        "form": "MTS",
        "pupils": "240",
        "area": "",
        "address": "",
    }

    rina.post("/tim/lembaga/baru/", told)
    held = Organisation.objects.get(npsn="60700009")
    page = rina.get(f"/tim/lembaga/{held.pk}/").content.decode()
    rina.post(f"/tim/lembaga/{held.pk}/", told | {"pupils": "255", "version": held.version})
    wrong = [told | {"form": "KAMPUS"}, told | {"pupils": "-1"}, told | {"kind": "PARTNER", "npsn": ""}]

    held.refresh_from_db()
    assert (held.form, held.pupils) == ("MTS", 255)
    assert 'value="240"' in page
    assert [rina.post("/tim/lembaga/baru/", one | {"name": "Lain"}).status_code for one in wrong] == [422, 422, 422]
