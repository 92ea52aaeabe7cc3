"""Files as a browser asks for them: given out so that they act in nobody's name, and sent whole or in pieces."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import CaseFile
from naung.cases.operations.contact import record_visit
from naung.cases.rules.contact import VisitFacts
from naung.files import operations
from naung.files.models import Upload
from naung.files.operations import sweep
from naung.files.operations.uploads import AT_ONCE, EMPTY_AFTER
from naung.files.queries.received import from_form
from naung.intake.models import Report, ReportFile
from tests.cases.stories import a_case, doing
from tests.files.samples import PAPER, SOUNDS, picture
from tests.files.test_keeping import by_the_clock, kept
from tests.scene import MONDAY, Scene
from tests.trace import Entry

TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.FILES_DIR = str(tmp_path)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    return tmp_path


@pytest.fixture
def case(scene: Scene) -> Any:
    return a_case(scene, companions=("Budi",))


def as_(scene: Scene, name: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(scene.users[name])
    return client


def hung(scene: Scene, case: Any, content: bytes, name: str = "") -> Any:
    return doing(scene, "Sari", operations.add_file, model=CaseFile, parent_id=case.pk, sent=from_form(name, content))


def inside(line: Any) -> str:
    return reverse("files:kasus-inside", args=[line.case_id, line.pk])


def add(client: Client, case: Any, **given: Any) -> Any:
    return client.post(reverse("files:kasus-add", args=[case.pk]), given)


def test_a_form_without_scripts_carries_a_file(scene: Scene, case: Any) -> None:
    sari = as_(scene, "Sari")
    sent = SimpleUploadedFile("surat.pdf", PAPER, "text/html")  # what the browser says counts for nothing

    answer = add(sari, case, file=sent, described="Surat dari sekolah")

    page = reverse("files:kasus", args=[case.pk])
    assert (answer.status_code, answer["Location"]) == (302, page)
    text = sari.get(page).content.decode()
    assert "Surat dari sekolah" in text
    assert "Dokumen (PDF)" in text
    assert "Surat dari sekolah" in sari.get(reverse("cases:documents", args=[case.pk])).content.decode()


def test_what_is_refused_comes_back_in_words_with_what_was_typed(scene: Scene, case: Any, folder: Path) -> None:
    answer = add(as_(scene, "Sari"), case, file=SimpleUploadedFile("x.zip", b"PK" + b"\0" * 99), described="Arsip")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Jenis berkas ini tidak diterima" in text
    assert 'value="Arsip"' in text
    empty = add(as_(scene, "Sari"), case, described="Arsip")
    assert "Pilih berkasnya dahulu" in empty.content.decode()
    assert kept(folder) == []


@pytest.mark.parametrize(
    ("content", "kind", "way"),
    [
        (picture(), "image/jpeg", "inline"),
        (PAPER, "application/pdf", "attachment"),
        (SOUNDS["MP3"], "audio/mpeg", "inline"),
    ],
    ids=["picture", "paper", "sound"],
)  # fmt: skip
def test_a_file_is_given_out_in_a_sandbox_of_its_own(
    scene: Scene, case: Any, content: bytes, kind: str, way: str
) -> None:
    line = hung(scene, case, content, 'a"\r\nSet-Cookie: x=1; <script>')
    answer = as_(scene, "Sari").get(inside(line))

    assert answer.status_code == 200
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"].startswith(way)
    assert "script" not in answer["Content-Disposition"]
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "allow-" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "Set-Cookie" not in str(answer.headers.get("Content-Disposition"))


def test_a_sound_is_fetched_in_parts_and_noted_once(scene: Scene, case: Any) -> None:
    line = hung(scene, case, SOUNDS["MP3"])
    sari, whole = as_(scene, "Sari"), SOUNDS["MP3"]
    first = sari.get(inside(line), headers={"Range": "bytes=0-99"})
    rest = sari.get(inside(line), headers={"Range": "bytes=100-"})

    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.content + rest.content == whole
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert sari.get(inside(line), headers={"Range": f"bytes={len(whole)}-"}).status_code == 416
    assert sari.get(inside(line), headers={"Range": "bytes=x"}).content == whole
    assert Entry.objects.filter(event="file.opened", about_id=case.pk).count() == 2


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b"x" * 500)])
def test_a_file_that_is_lost_or_damaged_says_so(scene: Scene, case: Any, folder: Path, harm: Any) -> None:
    line = hung(scene, case, picture())
    harm(kept(folder)[0])
    answer = as_(scene, "Sari").get(inside(line))
    assert answer.status_code == 409
    assert "tidak dapat dibaca" in answer.content.decode()


def test_a_piece_that_the_disk_lost_is_asked_for_again(scene: Scene, case: Any, folder: Path) -> None:
    sari = as_(scene, "Sari")
    url = begun(sari, len(PAPER))
    patch(sari, url, 0, PAPER)
    kept(folder)[0].unlink()
    answer = add(sari, case, upload=url.split("/")[-2], name="surat.pdf")
    assert answer.status_code == 422
    assert "belum terkirim seluruhnya" in answer.content.decode()


def test_a_file_that_waits_for_the_scanner_is_given_to_nobody(scene: Scene, case: Any, settings: Any) -> None:
    settings.CLAMD = "localhost:1"
    line = hung(scene, case, picture())
    sari = as_(scene, "Sari")

    assert sari.get(inside(line)).status_code == 409
    for page in ("files:kasus", "cases:documents"):
        text = sari.get(reverse(page, args=[case.pk])).content.decode()
        assert "Sedang diperiksa" in text
        assert reverse("files:kasus-look", args=[case.pk, line.pk]) not in text
    assert "Sedang diperiksa" in sari.get(reverse("files:kasus-look", args=[case.pk, line.pk])).content.decode()


def test_a_case_shows_the_files_of_its_reports_and_of_each_visit(scene: Scene, case: Any) -> None:
    with acting_as(scene.actor("Sari")):
        report = Report.objects.get(case_id=case.pk)
    told = {"parent_id": report.pk, "sent": from_form("", picture()), "described": "Dari pelapor"}
    doing(scene, "Rina", operations.add_file, model=ReportFile, **told)
    seen = VisitFacts(kind="RUMAH", at=MONDAY, child_seen=True)
    visit = doing(scene, "Budi", record_visit, case_id=case.pk, visit=seen)
    sari = as_(scene, "Sari")
    chronology = sari.get(reverse("cases:file", args=[case.pk])).content.decode()
    assert f"{reverse('files:kasus', args=[case.pk])}?bagian={visit.pk}" in chronology
    form = sari.get(reverse("files:kasus", args=[case.pk]), {"bagian": visit.pk}).content.decode()
    assert f'value="{visit.pk}"' in form

    photo = SimpleUploadedFile("pagar.jpg", picture())
    assert add(sari, case, file=photo, described="Pagar rumah", part=visit.pk).status_code == 302

    papers = sari.get(reverse("cases:documents", args=[case.pk])).content.decode()
    assert "Dari pelapor" in papers
    assert "dari kunjungan" in papers
    assert "Pagar rumah" in sari.get(reverse("cases:visit_edit", args=[case.pk, visit.pk])).content.decode()


def test_strangers_find_neither_file_nor_list(scene: Scene, case: Any) -> None:
    line = hung(scene, case, picture())
    for name in ("Toni", "Hadi", "Ayu"):
        client = as_(scene, name)
        for address in ("look", "inside"):
            assert client.get(reverse(f"files:kasus-{address}", args=[case.pk, line.pk])).status_code == 404, name
        assert client.get(reverse("files:kasus", args=[case.pk])).status_code == 404
        for address in ("describe", "remove"):
            assert client.post(reverse(f"files:kasus-{address}", args=[case.pk, line.pk])).status_code == 404
        assert add(client, case, file=SimpleUploadedFile("a.jpg", picture())).status_code == 404


def test_a_removed_file_says_by_whom_and_why(scene: Scene, case: Any) -> None:
    line = hung(scene, case, picture())
    sari = as_(scene, "Sari")
    gone = reverse("files:kasus-remove", args=[case.pk, line.pk])
    assert sari.post(gone, {"reason": ""}).status_code == 422
    assert sari.post(gone, {"reason": "Anak lain ikut terlihat"}).status_code == 302
    text = sari.get(reverse("files:kasus", args=[case.pk])).content.decode()
    assert "Dihapus Sari" in text
    assert "Anak lain ikut terlihat" in text
    assert sari.get(inside(line)).status_code == 409


def begun(client: Client, length: int) -> str:
    answer = client.post(reverse("files:uploads"), headers={**TUS, "Upload-Length": str(length)})
    assert answer.status_code == 201, answer.content
    return str(answer["Location"])


def patch(client: Client, url: str, offset: int, piece: bytes, **headers: str) -> Any:
    told = {**TUS, "Upload-Offset": str(offset), **headers}
    return client.patch(url, piece, content_type="application/offset+octet-stream", headers=told)


def offset(client: Client, url: str) -> int:
    answer = client.head(url, headers=TUS)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return int(answer["Upload-Offset"])


def test_a_file_comes_in_pieces_over_a_broken_line(scene: Scene, case: Any, folder: Path) -> None:
    sari, whole = as_(scene, "Sari"), PAPER + b"\n" * 5_000
    whole = whole.replace(b"%%EOF\n", b"") + b"%%EOF\n"
    url = begun(sari, len(whole))
    assert patch(sari, url, 0, whole[:2_000]).status_code == 204
    assert patch(sari, url, 0, whole[:2_000]).status_code == 409, "the answer was lost, and the piece came again"
    assert patch(sari, url, 3_000, whole[3_000:]).status_code == 409, "too far on"
    assert offset(sari, url) == 2_000
    early = add(sari, case, upload=url.split("/")[-2], name="surat.pdf")
    assert "belum terkirim seluruhnya" in early.content.decode()
    last = patch(sari, url, 2_000, whole[2_000:])
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(whole)))

    assert add(sari, case, upload=url.split("/")[-2], name="surat.pdf").status_code == 302
    twice = add(sari, case, upload=url.split("/")[-2], name="surat.pdf").content.decode()
    assert "sudah tersimpan, atau terlalu lama" in twice, "the answer was lost, and the form came again"

    with acting_as(scene.actor("Sari")):
        line = CaseFile.objects.get()
        assert line.name == "surat.pdf"
        assert not Upload.objects.exists()
    assert sari.get(inside(line)).content == whole


def test_what_was_sent_in_pieces_is_not_sent_again_for_another_fault(scene: Scene, case: Any) -> None:
    sari = as_(scene, "Sari")
    url = begun(sari, len(PAPER))
    patch(sari, url, 0, PAPER)
    key = url.split("/")[-2]
    other = add(sari, case, upload=key, name="surat.pdf", described="x" * 301).content.decode()
    assert key in other
    assert "<strong>surat.pdf</strong> sudah terkirim" in other
    wrong = add(sari, case, upload=key, name="surat.jpg").content.decode()
    assert key not in wrong, "the file itself is at fault: another one is to be chosen"


def test_an_upload_is_its_sender_s_alone(scene: Scene, case: Any) -> None:
    sari, budi = as_(scene, "Sari"), as_(scene, "Budi")
    url = begun(sari, 10)
    for answer in (
        patch(budi, url, 0, b"x" * 10), budi.head(url, headers=TUS), budi.delete(url, headers=TUS),
    ):  # fmt: skip
        assert answer.status_code == 404
    assert add(budi, case, upload=url.split("/")[-2], name="a.jpg").status_code == 422
    assert as_(scene, "Ayu").post(reverse("files:uploads"), headers={**TUS, "Upload-Length": "5"}).status_code == 403


def test_what_the_protocol_asks(scene: Scene, settings: Any) -> None:
    settings.FILE_LARGEST = 1_000_000
    sari, here = as_(scene, "Sari"), reverse("files:uploads")
    can = sari.options(here)
    assert (can.status_code, can["Tus-Version"], can["Tus-Max-Size"]) == (204, "1.0.0", "1000000")
    assert can["Tus-Extension"] == "creation,expiration,termination"
    assert sari.post(here, headers={"Upload-Length": "5"}).status_code == 412
    assert sari.post(here, headers=TUS).status_code == 400
    assert sari.post(here, headers={**TUS, "Upload-Length": "-5"}).status_code == 400
    assert sari.post(here, headers={**TUS, "Upload-Length": "1000001"}).status_code == 413
    url = begun(sari, 5)
    assert patch(sari, url, 0, b"123456").status_code == 409, "more than was said"
    assert sari.patch(url, b"1", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}).status_code == 415
    cut: dict[str, Any] = {"CONTENT_LENGTH": "5", "wsgi.input": BytesIO(b"123")}
    told = {**TUS, "Upload-Offset": "0"}
    broken = sari.generic("PATCH", url, b"12345", "application/offset+octet-stream", headers=told, **cut)
    assert broken.status_code == 400, "cut on the way"
    assert offset(sari, url) == 0
    assert sari.delete(url, headers=TUS).status_code == 204
    assert sari.head(url, headers=TUS).status_code == 404


def test_nobody_fills_the_disk_with_what_she_does_not_finish(
    scene: Scene, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sari, here = as_(scene, "Sari"), reverse("files:uploads")
    urls = [begun(sari, 10) for _ in range(AT_ONCE)]
    assert sari.post(here, headers={**TUS, "Upload-Length": "10"}).status_code == 429
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + EMPTY_AFTER)
    patch(sari, urls[0], 0, b"12345")
    for _ in range(AT_ONCE - 1):  # those that stayed empty make room
        patch(sari, begun(sari, 10), 0, b"12345")
    assert sari.post(here, headers={**TUS, "Upload-Length": "10"}).status_code == 429

    later = MONDAY + timedelta(hours=25)
    assert by_the_clock(scene, sweep, later) == AT_ONCE
    assert kept(folder) == []
    begun(sari, 10)


def test_pieces_need_the_page_s_token(scene: Scene) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.users["Sari"])
    assert client.post(reverse("files:uploads"), headers={**TUS, "Upload-Length": "5"}).status_code == 403


def test_a_locked_session_takes_no_piece(scene: Scene, settings: Any) -> None:
    sari = as_(scene, "Sari")
    url = begun(sari, 10)
    session = sari.session
    session["naung_locked"] = 9e12
    session.save()
    assert patch(sari, url, 0, b"12345", **{"X-Autosave": "1"}).status_code == 423
