"""`naung import …`: what is taken, what is refused, and how the command ends."""

import json

import pytest
from click.testing import CliRunner

from naung.duties.commands import holidays
from naung.duties.models import Holiday
from naung.places.commands import areas, boundaries, bps
from naung.places.models import Area
from naung.teams.commands import schools
from naung.teams.models import Organisation
from tests.places.samples import AREAS, written

pytestmark = pytest.mark.django_db

SHAPE = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 0]]]}


def run(command, path):
    return CliRunner().invoke(command, [str(path)])


def test_a_whole_city_is_taken_file_by_file(tmp_path):
    whole = json.dumps({"features": [{"properties": {"kode": "99.71.01"}, "geometry": SHAPE}]})
    school = (
        "npsn,nama,bentuk,status,kecamatan,kode_kecamatan,alamat,lat,lng\n"
        "30400001,SD 1,SD,Negeri,Contoh Hulu,99.71.01,,9,9\n"
    )

    results = [
        run(areas, written(tmp_path, AREAS)),
        run(bps, written(tmp_path, "kode_kemendagri,kode_bps_2018\n99.71,9971\n")),
        run(boundaries, written(tmp_path, whole, "kota.geojson")),
        run(schools, written(tmp_path, school, "sekolah.csv")),
        run(holidays, written(tmp_path, "tanggal,nama\n2027-02-10,Hari jadi kota\n", "libur.csv")),
    ]

    assert [result.exit_code for result in results] == [0] * 5
    assert results[0].stdout == f"{tmp_path}/list.csv: 3 added, 0 changed, 0 unchanged, 0 refused, 0 warnings\n"
    assert f"warning: {tmp_path}/sekolah.csv:2, column lat: the coordinates lie in no" in results[3].stderr
    assert Area.objects.get(code="99.71").bps_code == "9971"
    assert Organisation.objects.get(npsn="30400001").area.name == "Contoh Hulu"
    assert Holiday.objects.get().own


def test_a_refused_row_fails_the_command_and_the_others_are_taken(tmp_path):
    result = run(areas, written(tmp_path, AREAS + "kota,1,Salah,,,\n"))

    assert result.exit_code == 1
    assert result.stderr == (f"refused: {tmp_path}/list.csv:5, column kode_kemendagri: “1” is not the code of a kota\n")
    assert Area.objects.count() == 3


@pytest.mark.parametrize("command", [areas, bps, schools, holidays, boundaries])
def test_a_file_that_is_not_there_is_one_sentence(command, tmp_path):
    result = run(command, tmp_path / "tidak-ada.csv")

    assert result.exit_code == 1
    assert result.stderr == f"Error: {tmp_path}/tidak-ada.csv cannot be read: No such file or directory.\n"


@pytest.mark.parametrize("command", [areas, bps, schools, holidays])
def test_a_file_without_its_columns_is_refused_whole(command, tmp_path):
    result = run(command, written(tmp_path, "a,b\n1,2\n"))

    assert result.exit_code == 1
    assert "the first line must name the columns; missing:" in result.stderr


def test_a_file_that_is_no_json_is_refused_with_its_place(tmp_path):
    result = run(boundaries, written(tmp_path, '{"features": [', "kota.geojson"))

    assert result.exit_code == 1
    assert "kota.geojson:1, column 15: is not JSON" in result.stderr
