"""A real clamd looks at files before anybody opens them. Its one signature names EICAR; nothing is downloaded."""

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from naung.access.acting import acting_as
from naung.cases.models import CaseFile
from naung.config import doctor
from naung.core.errors import NotAllowedNow
from naung.files import operations
from naung.files.jobs import check_waiting
from naung.files.models import Blob, BlobState
from naung.files.operations.checking import TRY_AGAIN
from naung.files.queries.hanging import lost
from naung.files.queries.received import from_form
from naung.files.queries.scanner import NoVerdict, answers, judged
from tests.cases.stories import a_case, doing
from tests.files.samples import EICAR, SOUNDS, packed, pdf
from tests.files.test_keeping import by_the_clock, events, kept
from tests.scene import MONDAY, Scene
from tests.trace import Entry

CLAMD = shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
INFECTED = pdf(b"<< /Type /Catalog >>", packed(b"Surat", b"")).replace(b"%%EOF", EICAR + b"\n%%EOF")
SETTINGS = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 26M
"""


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if CLAMD is None:
        pytest.skip("no clamd on this machine: apt install clamav-daemon")
    folder = tmp_path_factory.mktemp("clamd")
    (folder / "signatures").mkdir()
    (folder / "signatures" / "eicar.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder))
    daemon = subprocess.Popen([CLAMD, "--config-file", folder / "clamd.conf"], stdout=subprocess.DEVNULL)
    try:
        yield _when_it_listens(folder / "clamd.sock")
    finally:
        daemon.terminate()
        daemon.wait(20)


def _when_it_listens(path: Path) -> str:
    for _ in range(200):
        with socket.socket(socket.AF_UNIX) as probe:
            if path.exists() and probe.connect_ex(str(path)) == 0:
                return f"unix://{path}"
        time.sleep(0.05)
    raise AssertionError("clamd does not listen")


@pytest.fixture
def case(scene: Scene, tmp_path: Path, settings: Any) -> Any:
    settings.FILES_DIR = str(tmp_path)
    settings.CLAMD = "localhost:1"
    return a_case(scene)


def hung(scene: Scene, case: Any, content: bytes) -> Any:
    return doing(scene, "Sari", operations.add_file, model=CaseFile, parent_id=case.pk, sent=from_form("", content))


def opened(scene: Scene, line: Any) -> Any:
    return doing(scene, "Sari", operations.open_file, model=CaseFile, parent_id=line.case_id, file_id=line.pk)


def state(scene: Scene, line: Any) -> str:
    with acting_as(scene.actor("Sari")):
        return str(Blob.objects.get(pk=line.blob_id).state)


def test_a_clean_file_waits_until_it_was_looked_at(scene: Scene, case: Any, settings: Any, clamd: str) -> None:
    line = hung(scene, case, SOUNDS["MP3"] + bytes(600_000))
    assert by_the_clock(scene, operations.check_next) is False, "nobody answers there"
    with pytest.raises(NotAllowedNow, match="masih diperiksa"):
        opened(scene, line)

    settings.CLAMD = clamd
    assert by_the_clock(scene, operations.check_next) is True
    assert by_the_clock(scene, operations.check_next) is False, "nothing waits any more"

    assert opened(scene, line).pk == line.pk
    assert Entry.objects.filter(event="file.checked", about_id=line.blob_id).exists()


def test_what_is_harmful_is_thrown_away_and_written_down(
    scene: Scene, case: Any, settings: Any, clamd: str, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    line = hung(scene, case, INFECTED)
    settings.CLAMD = clamd
    with django_capture_on_commit_callbacks(execute=True):
        by_the_clock(scene, operations.check_next)

    assert state(scene, line) == BlobState.INFECTED
    assert kept(tmp_path) == []
    with pytest.raises(NotAllowedNow, match="sudah tidak ada"):
        opened(scene, line)
    entry = Entry.objects.get(event="file.infected")
    assert (entry.about_id, entry.details) == (line.blob_id, {"found": "Eicar-Test.UNOFFICIAL"})
    assert events(case) == ["file.added"], "nobody opened it"


def test_what_is_longer_than_the_scanner_takes_goes_on_waiting(
    scene: Scene, case: Any, settings: Any, clamd: str
) -> None:
    settings.FILE_LARGEST = 30_000_000
    line = hung(scene, case, SOUNDS["MP3"] + bytes(27_500_000))
    settings.CLAMD = clamd
    later = hung(scene, case, SOUNDS["AMR"])
    while by_the_clock(scene, operations.check_next):
        pass
    assert state(scene, line) == BlobState.WAITING
    assert state(scene, later) == BlobState.CLEAN, "nobody waits behind it"
    assert by_the_clock(scene, operations.check_next, MONDAY + TRY_AGAIN) is True, "it is tried again"


def test_the_doctor_finds_lost_files_and_a_silent_scanner(
    scene: Scene, case: Any, settings: Any, clamd: str, tmp_path: Path
) -> None:
    hung(scene, case, SOUNDS["MP3"])
    assert (lost(), answers()) == (0, False)
    kept(tmp_path)[0].unlink()
    settings.CLAMD = clamd
    assert (lost(), answers()) == (1, True)
    findings = "".join(doctor._work())
    assert "1 files are not in NAUNG_FILES" in findings
    assert "scanner" not in findings
    settings.CLAMD = "localhost:1"
    assert "The scanner does not answer" in "".join(doctor._work())


def test_without_a_scanner_files_are_open_at_once(scene: Scene, case: Any, settings: Any) -> None:
    line = hung(scene, case, SOUNDS["MP3"])
    settings.CLAMD = ""
    assert opened(scene, line).pk == line.pk
    assert by_the_clock(scene, operations.check_next) is False
    check_waiting()  # the worker's job has nothing to do
    assert state(scene, line) == BlobState.WAITING


@pytest.mark.parametrize("answer", ["", "INSTREAM size limit exceeded. ERROR", "UNKNOWN COMMAND", "stream: OKAY"])
def test_an_answer_that_says_nothing_of_the_file_lets_it_wait(answer: str) -> None:
    with pytest.raises(NoVerdict):
        judged(answer)


def test_what_the_scanner_says() -> None:
    assert judged("stream: OK") == ""
    assert judged("stream: Win.Test.EICAR_HDB-1 FOUND") == "Win.Test.EICAR_HDB-1"
