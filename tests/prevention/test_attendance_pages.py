"""The pages of a list of absent pupils: refused rows first, then the list once; known or not, the same pages."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.intake.models import Report
from naung.prevention.models import AbsenceList, AbsentPupil
from naung.prevention.operations.attendance import look_for_known
from tests.access.test_inference import ask
from tests.prevention.attendance_stories import DIMAS_NISN, kept
from tests.prevention.concern_stories import people_of_school
from tests.prevention.test_attendance import case_of_dimas, report_of_dimas
from tests.scene import Scene
from tests.security.markup import Markup
from tests.signing import signed_in

HERE, CONCERN = "/pencegahan/kekhawatiran/tidak-hadir/", "/pencegahan/kekhawatiran/sampaikan/"
LAST = timezone.localdate() - timedelta(days=1)
FIRST = LAST - timedelta(days=27)
HEADS = "NISN;Nama;Kelas;Hari tidak hadir;Dari;Sampai"
DIMAS = f"{DIMAS_NISN};Dimas Pratama;4B;12;{FIRST};{LAST}"
AINI = f"0111111111;Nur Aini;5A;15;{FIRST};{LAST}"


def a_file(*rows: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("absen.csv", "\n".join((HEADS, *rows)).encode())}


@pytest.fixture
def school(scene: Scene) -> Scene:
    people_of_school(scene)
    return scene


@pytest.fixture
def yanti(school: Scene) -> Client:
    return signed_in(school, "Yanti")


def shown(client: Client, address: str = HERE) -> str:
    return str(client.get(address).content.decode())


def stored(scene: Scene) -> tuple[int, int]:
    with acting_as(clock([scene.office.pk])):
        return AbsenceList.objects.count(), AbsentPupil.objects.count()


def look(scene: Scene) -> None:
    by = clock([scene.office.pk])
    with acting_as(by):
        look_for_known(by=by, now=timezone.now())


def test_a_clean_file_is_shown_at_once_most_days_first(yanti: Client, school: Scene) -> None:
    assert "Unduh contoh berkas" in shown(yanti)
    assert yanti.post(HERE, a_file(DIMAS, AINI)).status_code == 302
    page = shown(yanti)

    assert page.index("Nur Aini") < page.index("Dimas Pratama")
    assert "2 murid terbaca." in page
    assert "Tidak perlu menyelidiki" in page
    assert DIMAS_NISN not in page
    assert "Kirim daftar" in shown(signed_in(school, "Tuti"))


def test_with_refused_rows_nothing_is_kept_until_she_has_seen_them(yanti: Client, school: Scene) -> None:
    answer = yanti.post(HERE, a_file(DIMAS, ";Rani;4B;12;1;2", AINI.replace(";15;", ";9;")))
    page = answer.content.decode()

    assert (answer.status_code, stored(school)) == (422, (0, 0))
    for said in ("NISN tidak diisi", "1 murid di bawah batas hari", "kurang dari 10 hari", "Lanjutkan dengan 1 murid"):
        assert said in page
    assert yanti.post(HERE, {"rows": rows_of(page)}).status_code == 302
    assert stored(school) == (1, 1)
    assert "Dimas Pratama" in shown(yanti)


def rows_of(page: str) -> str:
    """What the form for going on carries."""
    fields = [field for form in Markup(page).forms for field in form.fields]
    return next(field.value for field in fields if field.name == "rows" and field.value)


def test_what_is_sent_on_is_read_as_strictly_as_a_file(yanti: Client, school: Scene) -> None:
    answer = yanti.post(HERE, {"rows": f"{HEADS}\n;Rani;4B;12;{FIRST};{LAST}"})

    assert (answer.status_code, stored(school)) == (422, (0, 0))
    assert "NISN tidak diisi" in answer.content.decode()
    assert "Lanjutkan" not in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Pilih berkasnya dulu."),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "Berkas ini kosong."),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, "Simpan dulu sebagai"),
        ({"file": SimpleUploadedFile("x.csv", b"x" * 900_001)}, "900 kB"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(yanti: Client, school: Scene, sent: dict[str, Any], said: str) -> None:
    answer = yanti.post(HERE, sent)

    assert (answer.status_code, stored(school)) == (422, (0, 0))
    assert said in answer.content.decode()


def test_a_second_file_waits_for_the_first(yanti: Client, school: Scene) -> None:
    yanti.post(HERE, a_file(DIMAS))
    answer = yanti.post(HERE, a_file(AINI))

    assert (answer.status_code, stored(school)) == (422, (1, 1))
    assert "Daftar yang lama masih terbuka" in answer.content.decode()


def test_the_example_comes_as_a_file_that_can_be_sent(yanti: Client) -> None:
    answer = yanti.get(f"{HERE}contoh.csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert yanti.post(HERE, {"file": SimpleUploadedFile("contoh.csv", answer.content)}).status_code == 302


def test_from_the_list_to_the_concern_and_to_the_end(yanti: Client, school: Scene) -> None:
    yanti.post(HERE, a_file(DIMAS, AINI))
    look(school)
    begin, leave = forms_of(shown(yanti), "Dimas Pratama")
    page = yanti.post(CONCERN, begin).content.decode()
    assert "Tidak hadir 12 hari, dari" in page
    assert 'value="Dimas Pratama"' in page
    assert 'value="4B"' in page
    more = yanti.post(CONCERN, {**begin, "begin": "", "more": "1"} | {"seen": "Ia takut."}).content.decode()
    assert begin["absent"] in more, "one more child is asked for; it still tells of him"

    sent = {"absent": begin["absent"], "token": "abc", "seen": "Tidak hadir 12 hari.", "child1-name": "Dimas Pratama"}
    assert yanti.post(CONCERN, sent).status_code == 302
    with acting_as(school.actor("Lina", timezone.now())):
        assert Report.objects.get().child.nisn == DIMAS_NISN
    page = shown(yanti)
    assert "Dimas Pratama" not in page
    assert "Nur Aini" in page

    assert yanti.post(f"{HERE}biarkan/", leave).status_code == 404, "he is decided already"
    yanti.post(f"{HERE}biarkan/", forms_of(page, "Nur Aini")[1])
    assert "Semua sudah diputuskan" in shown(yanti)
    yanti.post(f"{HERE}selesai/")
    assert stored(school) == (0, 0)
    assert "Kirim daftar" in shown(yanti)


def forms_of(page: str, name: str) -> list[dict[str, str]]:
    """What the two buttons beside a pupil send."""
    row = page[page.index(f'<th scope="row">{name}') :].partition("</tr>")[0]
    wanted = ("begin", "absent", "pupil")
    return [{f.name: f.value for f in form.fields if f.name in wanted} for form in Markup(row).forms]


def test_another_persons_list_is_not_there(yanti: Client, school: Scene) -> None:
    yanti.post(HERE, a_file(DIMAS))
    begin, leave = forms_of(shown(yanti), "Dimas Pratama")
    tuti = signed_in(school, "Tuti")

    assert tuti.post(CONCERN, begin).status_code == 404
    assert tuti.post(f"{HERE}biarkan/", leave).status_code == 404
    assert tuti.post(f"{HERE}biarkan/", {"pupil": "x"}).status_code == 404
    assert tuti.post(f"{HERE}selesai/").status_code == 404
    assert stored(school) == (1, 1)


def test_the_holder_reads_it_in_the_chronology_and_the_desk_beside_the_report(yanti: Client, school: Scene) -> None:
    case, report = case_of_dimas(school), report_of_dimas(school)
    yanti.post(HERE, a_file(DIMAS))
    look(school)

    story = shown(signed_in(school, "Sari"), reverse("cases:file", args=[case.pk]))
    assert "Tidak hadir 12 hari, " in story
    assert "SD Negeri 001 Contoh" in story
    desk = shown(signed_in(school, "Lina"), reverse("intake:triage", args=[report.pk]))
    assert "Tidak hadir 12 hari, " in desk
    assert "Ada kabar dari sekolah" in shown(signed_in(school, "Sari"), reverse("desk:notices"))


def lived(scene: Scene, known: Any) -> list[tuple[str, Any]]:
    """Everything that Bu Yanti does and sees around a list, with or without an open record of one of the pupils."""
    with transaction.atomic():
        if known:
            known(scene)
        client = signed_in(scene, "Yanti")
        answers = list(_steps(scene, client))
        assert bool(kept(scene, "Sari") or kept(scene, "Lina")) == bool(known)
        transaction.set_rollback(True)
    return answers


def _steps(scene: Scene, client: Client) -> Iterator[tuple[str, Any]]:
    yield "file", ask(client, "post", HERE, a_file(DIMAS, AINI))
    client.post(HERE, a_file(DIMAS, AINI))
    for when in ("before", "after"):
        for address in (HERE, "/pencegahan/kekhawatiran/", "/pencegahan/tanda-dini/", reverse("desk:notices")):
            yield f"{when} {address}", ask(client, "get", address, {})
        begin, leave = forms_of(shown(client), "Dimas Pratama")
        yield f"{when} begin", ask(client, "post", CONCERN, begin)
        yield f"{when} leave", ask(client, "post", f"{HERE}biarkan/", leave)
        yield f"{when} end", ask(client, "post", f"{HERE}selesai/", {})
        look(scene)


@pytest.mark.parametrize("known", [case_of_dimas, report_of_dimas])
def test_nothing_that_the_sender_sees_tells_whether_a_pupil_is_known(school: Scene, known: Any, settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"

    assert lived(school, None) == lived(school, known)


def test_five_thousand_rows_are_read_and_shown(yanti: Client, school: Scene) -> None:
    rows = [f"{number:010d};Murid {number};4B;12;{FIRST};{LAST}" for number in range(1, 5_001)]
    with connection.execute_wrapper(_no_more_than(60)):
        assert yanti.post(HERE, a_file(*rows)).status_code == 302
    assert stored(school) == (1, 5_000)


def _no_more_than(most: int) -> Any:
    asked = [0]

    def count(execute: Any, *told: Any) -> Any:
        asked[0] += 1
        assert asked[0] <= most
        return execute(*told)

    return count
