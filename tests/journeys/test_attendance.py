"""A teacher sends the list of her often absent pupils, tells of one, and the rest is gone.

One row lacks its NISN: she sees that before anything is kept. Rani has a case: its social worker learns the days, and
nothing on the teacher's pages says so.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.intake.models import Report
from naung.people.rules import ChildFacts
from naung.prevention.models import AbsenceList
from naung.prevention.operations.attendance import look_for_known
from tests.cases.stories import register, triaged
from tests.journeys.conftest import DESK, Arrive, Person, look
from tests.prevention.concern_stories import people_of_school
from tests.scene import Scene

pytestmark = pytest.mark.journey
RANI = "0130000001"


def test_a_list_of_absent_pupils_from_the_file_to_its_end(arrive: Arrive, scene: Scene, tmp_path: Path) -> None:
    people_of_school(scene)
    case = register(scene, triaged(scene, name="Rani"), child=ChildFacts(name="Rani Saputri", nisn=RANI))
    yanti = arrive("Yanti")
    sends(yanti, a_file(tmp_path))
    the_clock_looks(scene)
    tells_of_dimas(yanti)
    ends(yanti)

    with acting_as(clock([scene.office.pk])):
        assert not AbsenceList.objects.exists()
    with acting_as(scene.actor("Lina", timezone.now())):
        assert Report.objects.get(channel="SKL").child.nisn == "0140000002"
    sari = arrive("Sari", DESK)
    sari.open("cases:file", case.pk)
    assert sari.reads("Tidak hadir 14 hari")
    look(sari, "attendance-6-chronology")


def a_file(folder: Path) -> Path:
    last = timezone.localdate() - timedelta(days=1)
    period = f"{(last - timedelta(days=27)):%d/%m/%Y};{last:%d/%m/%Y}"
    pupils = (
        f"{RANI};Rani Saputri;5A;14", "0140000002;Dimas Pratama;4B;12", ";Nur Aini;4B;11", "0140000003;Bagas;4B;4",
        "0140000004;Melati Ayuningtyas Kusumaningrum;6C;10",
    )  # fmt: skip
    rows = ("NISN;Nama;Kelas;Hari tidak hadir;Dari;Sampai", *(f"{pupil};{period}" for pupil in pupils))
    file = folder / "absen.csv"
    file.write_text("\r\n".join(rows), encoding="utf-8-sig")
    return file


def sends(yanti: Person, file: Path) -> None:
    yanti.follow("Murid yang sering tidak hadir")
    look(yanti, "attendance-1-file")
    yanti.page.set_input_files("input[type=file]", file)
    yanti.press("Baca berkas")
    yanti.faults.clear()  # the browser notes the 422
    assert yanti.reads("NISN tidak diisi")
    yanti.page.get_by_text("1 murid di bawah batas hari").click()
    look(yanti, "attendance-2-refused")
    yanti.press("Lanjutkan dengan 3 murid")
    assert yanti.reads("Rani Saputri")
    look(yanti, "attendance-3-list")


def the_clock_looks(scene: Scene) -> None:
    by = clock([scene.office.pk])
    with acting_as(by):
        assert look_for_known(by=by, now=timezone.now()) == 1


def tells_of_dimas(yanti: Person) -> None:
    row = yanti.page.locator("tr", has_text="Dimas Pratama")
    with yanti.page.expect_navigation():
        row.get_by_role("button", name="Sampaikan").click()
    assert yanti.page.locator("[name='child1-name']").input_value() == "Dimas Pratama"
    assert yanti.page.locator("[name='seen']").input_value().startswith("Tidak hadir 12 hari")
    look(yanti, "attendance-4-concern")
    yanti.press("Sampaikan kekhawatiran")
    yanti.follow("Murid yang sering tidak hadir")
    assert not yanti.reads("Dimas Pratama")


def ends(yanti: Person) -> None:
    yanti.page.get_by_role("button", name="Selesai, hapus daftar").click()
    look(yanti, "attendance-5-end")
    with yanti.page.expect_navigation():
        yanti.page.locator("dialog[open]").get_by_role("button", name="Selesai, hapus daftar").click()
    assert yanti.reads("Daftar selesai dan dihapus.")
    yanti.follow("Murid yang sering tidak hadir")
    assert yanti.reads("Kirim daftar")
