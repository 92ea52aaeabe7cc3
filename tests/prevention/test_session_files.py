"""Photos of a session without faces, and the list that adults signed: what is kept, shown, printed and thrown away."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.files.queries.received import from_form
from naung.prevention.models import AwarenessSession, SessionFile
from naung.prevention.operations import sessions_day
from naung.prevention.operations.sessions_files import add_session_file, empty_old_lists
from naung.prevention.queries.sessions_files import MOST, photos_of, printed
from naung.prevention.rules.sessions_files import NOT_COUNTED, PUPILS_CAME, why_no_list
from tests.cases.stories import doing
from tests.files.samples import PAPER, SOUNDS, photo_with_a_place, picture
from tests.files.test_keeping import kept
from tests.prevention.stories import a_session
from tests.scene import MONDAY, Scene
from tests.trace import Entry

IMAGE = b"/Subtype/Image"
ADULTS, PUPILS = {("PARENTS", "P"): 12, ("TEACHERS", "X"): 2}, {("PUPILS", "L"): 30}


@pytest.fixture
def session(scene: Scene, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> AwarenessSession:
    settings.FILES_DIR = str(tmp_path)
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    return a_session(scene, at=MONDAY - timedelta(hours=3))


def held(scene: Scene, session: AwarenessSession, counts: Any) -> None:
    doing(
        scene, "Sari", sessions_day.hold_session, session_id=session.pk, counts=counts, on_paper=False, list_at="",
        sure=True,
    )  # fmt: skip


def added(scene: Scene, session: AwarenessSession, name: str = "Sari", **given: Any) -> SessionFile:
    told = {"kind": "PHOTO", "confirmed": "NO_FACE", "described": "", "sent": from_form("", picture())} | given
    line: SessionFile = doing(scene, name, add_session_file, session_id=session.pk, **told)
    return line


def refused(scene: Scene, session: AwarenessSession, **given: Any) -> str:
    with pytest.raises(Refused) as refusal:
        added(scene, session, **given)
    return f"{refusal.value.about['field']}: {refusal.value.message}"


def page(scene: Scene, name: str, address: str, session: AwarenessSession, *more: object) -> Any:
    client = Client()
    client.force_login(scene.users[name])
    return client.get(reverse(f"prevention:{address}", args=[session.pk, *more]))


def test_a_photo_is_kept_only_when_somebody_said_that_no_face_can_be_known(
    scene: Scene, session: AwarenessSession
) -> None:
    assert refused(scene, session, confirmed="").startswith("confirmed: Periksa fotonya")
    assert refused(scene, session, confirmed="MAYBE").startswith("confirmed")
    assert refused(scene, session, sent=from_form("", PAPER)).startswith("file: Untuk ini kirim foto")
    assert refused(scene, session, kind="VIDEO").startswith("kind")
    line = added(scene, session, sent=from_form("", photo_with_a_place()))
    assert (line.kind, line.confirmed, line.ends_at) == ("PHOTO", "NO_FACE", None)
    assert Entry.objects.filter(event="session.file-added", about_id=session.pk).count() == 1


def test_a_signed_list_is_kept_only_where_all_who_came_are_adults(scene: Scene, session: AwarenessSession) -> None:
    assert why_no_list({}) is NOT_COUNTED
    assert why_no_list(ADULTS) is None
    assert why_no_list(ADULTS | PUPILS) is PUPILS_CAME
    told = {"kind": "SIGNED_LIST", "confirmed": "", "sent": from_form("daftar.pdf", PAPER)}
    assert "Isi dahulu jumlah peserta" in refused(scene, session, **told)
    held(scene, session, ADULTS | PUPILS)
    assert "nama murid tidak dicatat" in refused(scene, session, **told)
    assert "Daftar hadir" not in page(scene, "Sari", "session-files", session).content.decode().split("Tambah")[1]

    held(scene, session, ADULTS)
    assert "foto atau PDF" in refused(scene, session, **told | {"sent": from_form("", SOUNDS["MP3"])})
    line = added(scene, session, **told)

    assert line.ends_at == MONDAY + timedelta(days=730)
    assert "SIGNED_LIST" in page(scene, "Sari", "session-files", session).content.decode()


def test_the_list_is_thrown_away_when_its_time_is_over(
    scene: Scene, session: AwarenessSession, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    held(scene, session, ADULTS)
    added(scene, session)
    added(scene, session, kind="SIGNED_LIST", sent=from_form("", PAPER))

    def empty(now: Any) -> int:
        with acting_as(clock([scene.office.pk])) as by, django_capture_on_commit_callbacks(execute=True):
            return empty_old_lists(by=by, now=now)

    assert empty(MONDAY + timedelta(days=729)) == 0
    assert empty(MONDAY + timedelta(days=730)) == 1
    assert empty(MONDAY + timedelta(days=731)) == 0
    assert len(kept(tmp_path)) == 1, "the photo stays"
    assert "Waktu simpan habis" in page(scene, "Sari", "session-files", session).content.decode()
    with pytest.raises(AccessDenied):
        doing(scene, "Rina", empty_old_lists)


def test_only_who_holds_sessions_sees_the_pictures(scene: Scene, session: AwarenessSession) -> None:
    line = added(scene, session, described="Papan tulis penuh")
    for name, status in (("Budi", 200), ("Toni", 200), ("Lina", 403), ("Ayu", 403), ("Dodi", 403)):
        assert page(scene, name, "session-files", session).status_code == status, name
        client = Client()
        client.force_login(scene.users[name])
        assert client.get(reverse("files:kegiatan-inside", args=[session.pk, line.pk])).status_code == (
            200 if status == 200 else 404
        )
        shown = page(scene, name, "session", session).content.decode()
        assert ("Papan tulis penuh" in shown) is (status == 200), name
        with acting_as(scene.actor(name)):
            assert SessionFile.objects.exists() is (status == 200), name


def test_the_page_tells_the_rule_before_the_choice_and_takes_a_photo_without_scripts(
    scene: Scene, session: AwarenessSession
) -> None:
    text = page(scene, "Sari", "session-files", session).content.decode()
    assert text.index("Wajah anak tidak pernah") < text.index('type="file"')
    client = Client()
    client.force_login(scene.users["Sari"])
    here = reverse("prevention:session-files", args=[session.pk])
    photo = {"kind": "PHOTO", "file": SimpleUploadedFile("a.jpg", picture())}
    missing = client.post(here, photo)
    assert missing.status_code == 422
    assert "Periksa fotonya dahulu" in missing.content.decode()
    photo["file"] = SimpleUploadedFile("a.jpg", picture())
    assert client.post(here, photo | {"confirmed": "ALL_AGREED"})["Location"] == here
    assert "Foto (JPEG)" in client.get(here).content.decode()


def test_the_report_shows_the_first_photos_and_says_that_they_were_opened(
    scene: Scene, session: AwarenessSession
) -> None:
    held(scene, session, ADULTS)
    bare = page(scene, "Sari", "session-letter", session, "laporan").content
    kinds = enumerate(("PNG", "JPEG", "WEBP", "JPEG", "PNG"))
    lines = [added(scene, session, sent=from_form("", picture(kind, (60 + n, 40)))) for n, kind in kinds]
    added(scene, session, kind="SIGNED_LIST", sent=from_form("", picture()))

    with acting_as(scene.actor("Sari")) as sari:
        assert [line.pk for line in photos_of(sari, session)] == [line.pk for line in lines[:MOST]]
        assert bytes(printed(lines[0])["jpeg"])[:3] == b"\xff\xd8\xff"  # type: ignore[call-overload]
    shown = page(scene, "Sari", "session-letter", session, "laporan").content
    assert shown.count(IMAGE) - bare.count(IMAGE) == MOST
    assert Entry.objects.filter(event="file.opened", about_id=session.pk).count() == MOST
    assert page(scene, "Lina", "session-letter", session, "laporan").content.count(IMAGE) == 0


def test_nothing_is_added_before_the_day(scene: Scene, session: AwarenessSession) -> None:
    with acting_as(scene.actor("Sari")):
        session.from_at, session.until_at = MONDAY + timedelta(days=1), MONDAY + timedelta(days=1, hours=1)
        session.save()
    with pytest.raises(NotAllowedNow):
        added(scene, session)
    assert "Tambah berkas" not in page(scene, "Sari", "session-files", session).content.decode()


def test_a_cancelled_session_takes_no_photo(scene: Scene, session: AwarenessSession) -> None:
    with acting_as(scene.actor("Sari")):
        AwarenessSession.objects.filter(pk=session.pk).update(status="CANCELLED")
    with pytest.raises(NotAllowedNow):
        added(scene, session)
    assert "Tambah berkas" not in page(scene, "Sari", "session-files", session).content.decode()
