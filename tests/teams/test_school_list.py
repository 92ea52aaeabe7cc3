"""The administrator brings the list of schools as a file: she sees what would change before it does."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.audit.models import Entry
from naung.teams.models import Organisation
from tests.scene import Scene
from tests.signing import signed_in

PAGE = reverse("teams:school-list")
HEAD = "npsn;nama;bentuk;status;kecamatan;kode_kecamatan;alamat;lat;lng;murid\r\n"
ROWS = (
    "30400001;SD Negeri 001;SD;negeri;Balikpapan Barat;64.71.02;Jl. Satu;;;240\r\n"
    "12;SD Salah;SD;negeri;Balikpapan Barat;64.71.02;;;;\r\n"
    "30400001;SD Negeri 001 lagi;SD;negeri;Balikpapan Barat;64.71.02;;;;\r\n"
)


def file(content: str, name: str = "sekolah.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content.encode(), content_type="text/csv")


def schools() -> list[tuple[str | None, str, int | None]]:
    return list(Organisation.objects.filter(kind="SCHOOL").values_list("npsn", "name", "pupils"))


def test_she_sees_what_a_file_would_change_and_nothing_is_kept_until_she_takes_it(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu")
    page = ayu.post(PAGE, {"file": file(HEAD + ROWS)}).content.decode()

    assert "“12” harus 8 angka" in page
    assert "30400001 sudah ada di sekolah.csv:2" in page
    with acting_as(operator([])):
        assert schools() == []
        assert not Entry.objects.filter(event="teams.schools-imported").exists()

    taken = ayu.post(PAGE, {"kept": HEAD + ROWS, "name": "sekolah.csv", "take": "1"})
    assert taken["Location"] == reverse("teams:organisations")
    with acting_as(operator([])):
        assert schools() == [("30400001", "SD Negeri 001", 240)]
    assert "Tidak ada yang perlu diambil" in ayu.post(PAGE, {"file": file(HEAD + ROWS)}).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Pilih berkas CSV."),
        ({"file": file("nama;alamat\r\nSD;Jalan\r\n")}, "yang tidak ada: npsn, bentuk"),
        ({"file": SimpleUploadedFile("a.csv", b"\xff\xfe\x00")}, "bukan teks UTF-8"),
        ({"file": file(HEAD + "x" * 400_000)}, "lebih besar dari 400 KB"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "kosong"),
    ],
)
def test_a_file_that_is_no_list_of_schools_is_refused_in_words(scene: Scene, sent: dict, said: str) -> None:
    for one in sent.values():
        one.seek(0)
    answer = signed_in(scene, "Ayu").post(PAGE, sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_template_can_be_taken_back_as_it_is(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu")
    content = ayu.get(reverse("teams:school-list-template")).content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    page = ayu.post(PAGE, {"file": file(content.replace("64.71.01", "64.71.02"))}).content.decode()

    assert row["murid"] == "250"
    assert "Ambil daftar ini" in page
