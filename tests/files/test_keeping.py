"""A photo hangs on a report, a recording on a case: who adds, opens, describes and removes them, and what is left."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.cases.models import CaseFile
from naung.cases.operations.contact import record_visit
from naung.cases.rules.contact import VisitFacts
from naung.core import vault
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.files import operations
from naung.files.models import Blob, BlobState
from naung.files.queries import hanging
from naung.files.queries.received import Received, from_form
from naung.intake.models import ReportFile
from tests.cases.stories import a_case, doing, triaged
from tests.files.samples import PAPER, SOUNDS, photo_with_a_place, picture
from tests.scene import MONDAY, Scene
from tests.trace import Entry


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_DIR = str(tmp_path)
    return tmp_path


def added(scene: Scene, name: str, model: Any, parent: Any, content: bytes, **given: Any) -> Any:
    called = given.pop("called", "")
    return doing(
        scene, name, operations.add_file, model=model, parent_id=parent.pk, sent=from_form(called, content), **given
    )


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def events(about: Any) -> list[str]:
    return list(
        Entry.objects.filter(about_id=about.pk, event__startswith="file").order_by("id").values_list("event", flat=True)
    )


def test_a_photo_on_a_report_lies_sealed_and_without_where_it_was_taken(scene: Scene, folder: Path) -> None:
    report = triaged(scene)
    line = added(scene, "Rina", ReportFile, report, photo_with_a_place(), called="lebam Rani.jpg", described="Lengan")

    (lies,) = kept(folder)
    assert b"JFIF" not in lies.read_bytes()
    with acting_as(scene.actor("Rina")):
        blob = Blob.objects.get(pk=line.blob_id)
        shown = b"".join(vault.read(blob.place))
        assert shown.startswith(b"\xff\xd8\xff")
        assert b"Exif" not in shown
        assert (blob.kind, blob.size) == ("JPEG", len(shown))
        (row,) = hanging.shown(scene.actor("Rina"), ReportFile, report)
        assert (row.line.name, row.line.described, row.by, row.state) == ("lebam Rani.jpg", "Lengan", "Rina", "OPEN")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, described FROM intake_reportfile")
            assert b"Rani" not in b"".join(bytes(cell) for cell in cursor.fetchone())
    assert events(report) == ["file.added"]


def test_whoever_may_not_read_the_report_finds_no_file(scene: Scene) -> None:
    report = triaged(scene)
    line = added(scene, "Rina", ReportFile, report, picture())
    for name in ("Toni", "Dewi", "Hadi", "Ayu", "Dodi"):
        with acting_as(scene.actor(name)) as actor:
            assert not ReportFile.objects.exists(), name
            assert hanging.shown(actor, ReportFile, report) == []
            with pytest.raises(ObjectDoesNotExist):
                operations.open_file(by=actor, model=ReportFile, parent_id=report.pk, file_id=line.pk, now=MONDAY)
            with pytest.raises(ObjectDoesNotExist):
                operations.list_files(by=actor, model=ReportFile, parent_id=report.pk, now=MONDAY)
            with pytest.raises(ObjectDoesNotExist):
                added(scene, name, ReportFile, report, picture())


def test_who_only_reads_adds_and_removes_nothing(scene: Scene) -> None:
    report = triaged(scene)
    line = added(scene, "Rina", ReportFile, report, picture())
    with acting_as(scene.actor("Lina")) as lina:  # after triage she reads it, but it lies with Rina
        assert not hanging.shown(lina, ReportFile, report)
    case = a_case(scene)
    on_case = added(scene, "Sari", CaseFile, case, PAPER)
    with acting_as(scene.actor("Hadi")), pytest.raises((AccessDenied, ObjectDoesNotExist)):
        operations.remove_file(
            by=scene.actor("Hadi"), model=CaseFile, parent_id=case.pk, file_id=on_case.pk, reason="x", now=MONDAY
        )
    assert line.removed_at is None


def test_a_file_of_one_case_is_not_found_under_another(scene: Scene) -> None:
    mine, other = a_case(scene), a_case(scene, name="Adi")
    line = added(scene, "Sari", CaseFile, mine, PAPER)
    with pytest.raises(ObjectDoesNotExist):
        doing(scene, "Sari", operations.open_file, model=CaseFile, parent_id=other.pk, file_id=line.pk)


def test_a_recording_belongs_to_a_visit_of_the_same_case(scene: Scene) -> None:
    case, other = a_case(scene, companions=("Budi",)), a_case(scene, name="Adi")
    seen = VisitFacts(kind="RUMAH", at=MONDAY, child_seen=True)
    visit = doing(scene, "Budi", record_visit, case_id=case.pk, visit=seen)
    added(scene, "Budi", CaseFile, case, SOUNDS["AMR"], called="rekaman.amr", part_id=visit.pk)
    with acting_as(scene.actor("Sari")) as sari:
        (row,) = hanging.shown(sari, CaseFile, case)
        assert (row.part_id, row.part_at, row.by) == (visit.pk, MONDAY, "Budi")
    with pytest.raises(Refused):
        added(scene, "Sari", CaseFile, other, SOUNDS["AMR"], part_id=visit.pk)


def test_every_opening_is_written_down_once(scene: Scene) -> None:
    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, SOUNDS["MP3"])
    for noted in (True, False):  # a player fetches a sound in parts
        doing(scene, "Rina", operations.open_file, model=CaseFile, parent_id=case.pk, file_id=line.pk, noted=noted)
    assert events(case) == ["file.added", "file.opened"]


def test_a_removed_file_keeps_its_line_and_nothing_else(
    scene: Scene, folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, PAPER, called="surat.pdf")
    told = {"model": CaseFile, "parent_id": case.pk, "file_id": line.pk}
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.remove_file, **told, reason=" ")
    with django_capture_on_commit_callbacks(execute=True):
        doing(scene, "Sari", operations.remove_file, **told, reason="Salah anak")
    assert kept(folder) == []
    with acting_as(scene.actor("Rina")) as rina:
        (row,) = hanging.shown(rina, CaseFile, case)
        assert (row.state, row.line.name, row.line.removed_reason, row.removed_by) == (
            "REMOVED", "surat.pdf", "Salah anak", "Sari",
        )  # fmt: skip
    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.open_file, **told)
    assert events(case)[-1] == "file.removed"


def test_a_description_is_changed_by_one_at_a_time(scene: Scene) -> None:
    from naung.core.errors import Stale

    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, PAPER)
    told = {"model": CaseFile, "parent_id": case.pk, "file_id": line.pk, "version": line.version}
    doing(scene, "Sari", operations.describe_file, **told, described="Surat sekolah")
    with pytest.raises(Stale):
        doing(scene, "Rina", operations.describe_file, **told, described="Rapor")


def test_what_is_too_large_is_refused(scene: Scene, settings: Any, folder: Path) -> None:
    settings.FILE_LARGEST = 1_000_000
    case = a_case(scene)
    with pytest.raises(Refused) as refusal:
        added(scene, "Sari", CaseFile, case, SOUNDS["MP3"] + b"\0" * 1_000_000)
    assert "paling besar 1 MB" in str(refusal.value.message)
    assert kept(folder) == []


def test_a_large_recording_needs_little_memory(scene: Scene, settings: Any) -> None:
    import tracemalloc

    settings.FILE_LARGEST = 60_000_000
    case, piece = a_case(scene), b"\0" * 1_000_000
    sent = Received("rekaman.mp3", 50_000_000, lambda: iter([SOUNDS["MP3"], *[piece] * 50]))
    tracemalloc.start()
    try:
        doing(scene, "Sari", operations.add_file, model=CaseFile, parent_id=case.pk, sent=sent)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 10_000_000


def by_the_clock(scene: Scene, operation: Any, now: Any = MONDAY) -> Any:
    with acting_as(clock([scene.office.pk])) as by:
        return operation(by=by, now=now)


def age(folder: Path, seconds: float) -> None:
    import os
    import time

    for path in folder.rglob("*"):
        os.utime(path, (time.time() - seconds,) * 2)


def test_bytes_of_an_operation_that_did_not_come_about_are_swept_and_others_stay(scene: Scene, folder: Path) -> None:
    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, PAPER)
    with acting_as(scene.actor("Sari")), transaction.atomic():
        added(scene, "Sari", CaseFile, case, SOUNDS["MP3"])
        transaction.set_rollback(True)
    assert len(kept(folder)) == 2
    assert by_the_clock(scene, operations.sweep) == 0, "what has just come may still be on its way"

    age(folder, 4_000)
    assert by_the_clock(scene, operations.sweep) == 1

    (left,) = kept(folder)
    with acting_as(scene.actor("Sari")):
        assert Blob.objects.get(pk=line.blob_id).place == left.name


def test_bytes_that_were_to_go_and_did_not_are_swept(scene: Scene, folder: Path) -> None:
    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, PAPER)
    doing(
        scene, "Sari", operations.remove_file, model=CaseFile, parent_id=case.pk, file_id=line.pk, reason="Salah",
        now=MONDAY,
    )  # fmt: skip
    assert len(kept(folder)) == 1, "the transaction of this test does not end"
    age(folder, 4_000)
    by_the_clock(scene, operations.sweep)
    assert kept(folder) == []


def test_only_the_clock_sweeps_and_asks_the_scanner(scene: Scene) -> None:
    for operation in (operations.sweep, operations.check_next):
        with pytest.raises(AccessDenied):
            doing(scene, "Rina", operation)


def test_a_file_whose_key_was_destroyed_is_gone_for_the_scanner_too(scene: Scene, settings: Any) -> None:
    from naung.core.models import DataKey

    case = a_case(scene)
    line = added(scene, "Sari", CaseFile, case, PAPER)
    with acting_as(scene.actor("Sari")):
        DataKey.objects.filter(pk=case.child_id).delete()
    settings.CLAMD = "localhost:1"
    assert by_the_clock(scene, operations.check_next, MONDAY + timedelta(hours=1))
    with acting_as(scene.actor("Sari")):
        assert Blob.objects.get(pk=line.blob_id).state == BlobState.REMOVED
