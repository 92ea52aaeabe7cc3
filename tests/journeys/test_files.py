"""A photo from a visit and a long recording over a bad line: sent, seen, heard, and nothing of it lost."""

import random
import wave
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from naung.access.acting import acting_as
from naung.cases.models import CaseFile
from naung.core import vault
from naung.files import operations
from naung.files.models import Blob, Upload
from naung.files.queries.received import from_form
from tests.cases.stories import a_case, doing
from tests.files.samples import PAPER, photo_with_a_place
from tests.journeys.conftest import PHONE, Arrive, look
from tests.scene import Scene

SLOW = {"offline": False, "latency": 5, "downloadThroughput": 2_000_000, "uploadThroughput": 700_000}
SECONDS = 120
HEARD = """() => new Promise((done) => {
    const sound = document.querySelector("audio");
    sound.onloadedmetadata = () => done(sound.duration);
    sound.onerror = () => done(sound.error.message);
    sound.load();
    sound.preload = "metadata";
})"""


def speech() -> bytes:
    """A recording of two minutes, two megabytes long; nobody speaks."""
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(random.Random(6).randbytes(SECONDS * 16_000))
    return out.getvalue()


pytestmark = pytest.mark.journey


def test_a_recording_arrives_whole_over_a_line_that_broke(
    scene: Scene, arrive: Arrive, tmp_path: Path, settings: Any
) -> None:
    settings.FILES_DIR = str(tmp_path / "files")
    case = a_case(scene, companions=("Budi",))
    recording = tmp_path / "rekaman.wav"
    recording.write_bytes(speech())
    budi = arrive("Budi", PHONE)
    budi.open("files:kasus", case.pk)
    line = budi.page.context.new_cdp_session(budi.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)

    budi.page.locator("input[type=file]").set_input_files(recording)
    budi.write(described="Cerita ibu")
    send = budi.page.get_by_role("button", name="Simpan berkas")
    send.click()
    budi.page.get_by_role("button", name="Batalkan pengiriman").click()
    budi.page.get_by_text("Pengiriman dibatalkan.").wait_for()
    send.click()
    budi.page.wait_for_function("() => document.querySelector('.sending progress').value > 20")
    line.send("Network.emulateNetworkConditions", SLOW | {"offline": True})
    budi.page.locator(".sending-words").filter(has_text="Sambungan terputus").wait_for()
    assert budi.faults, "the browser complains that there is no line"
    budi.faults.clear()
    line.send("Network.emulateNetworkConditions", SLOW)
    budi.page.get_by_text("Berkas tersimpan.").wait_for()

    assert budi.reads("Cerita ibu")
    with acting_as(scene.actor("Budi")):
        kept = CaseFile.objects.get()
        kept.case = case
        assert kept.name == "rekaman.wav"
        assert b"".join(vault.read(Blob.objects.get(pk=kept.blob_id).place)) == speech()
        assert not Upload.objects.filter(received__gt=0).exists()
    budi.follow("Cerita ibu")
    assert budi.page.evaluate(HEARD) == SECONDS, "it is heard in the page"


def test_a_photo_is_seen_and_acts_in_nobodys_name(scene: Scene, arrive: Arrive, tmp_path: Path, settings: Any) -> None:
    settings.FILES_DIR = str(tmp_path / "files")
    case = a_case(scene)
    sent = from_form("Surat Rani.pdf", PAPER)
    line = doing(scene, "Sari", operations.add_file, model=CaseFile, parent_id=case.pk, sent=sent)
    paper = reverse("files:kasus-inside", args=[case.pk, line.pk])
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(photo_with_a_place())
    sari = arrive("Sari", PHONE)
    sari.open("files:kasus", case.pk)
    look(sari, "files-paper-phone")
    sari.page.locator("input[type=file]").set_input_files(photo)
    sari.write(described="Lebam di lengan")
    with sari.page.expect_navigation():
        sari.page.get_by_role("button", name="Simpan berkas").click()
    look(sari, "files-phone")
    sari.follow("Lebam di lengan")
    look(sari, "file-phone")
    assert sari.page.evaluate("document.querySelector('.file-picture img').naturalHeight") == 60

    with sari.page.expect_download() as taken:
        sari.page.evaluate("(here) => location.assign(here)", sari.site + paper)
    assert taken.value.path().read_bytes() == PAPER
    assert taken.value.suggested_filename.startswith("berkas-"), "never the name that somebody gave"

    sari.page.locator(".file-picture").click()
    sari.page.wait_for_url("**/isi/")

    assert sari.page.evaluate("self.origin") == "null", "a page of its own, not one of ours"
    assert all("Applying inline style" in fault for fault in sari.faults), "not even the browser's own styles"
    sari.faults.clear()
