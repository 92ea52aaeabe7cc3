"""A mother comes to the office and asks for the copy of her child's data."""

import json

import pytest
from django.utils import timezone

from tests.cases.stories import a_case
from tests.journeys.conftest import Arrive, check
from tests.privacy.test_guardian import MOTHER
from tests.scene import Scene

pytestmark = pytest.mark.journey


def test_a_guardian_asks_and_goes_home_with_receipt_copy_and_letter(arrive: Arrive, scene: Scene) -> None:
    case = a_case(scene)
    dodi = arrive("Dodi")
    dodi.open("privacy:requests")
    assert dodi.reads("Tidak ada permintaan yang menunggu")
    check(dodi.page)
    dodi.follow("Terima permintaan")
    check(dodi.page)
    asked_at = f"{timezone.localtime():%Y-%m-%dT%H:%M}"
    dodi.write(number=case.number, name=MOTHER, asked_at=asked_at)
    dodi.tap(kind="COPY", asker="GUARDIAN", identity="CARD")
    dodi.press("Terima permintaan")

    assert dodi.reads("sisa ")
    check(dodi.page)
    copies = {}
    for button in ("Buat salinan untuk dibaca (PDF)", "Buat salinan untuk mesin (JSON)"):
        with dodi.page.expect_download() as given:
            dodi.page.get_by_role("button", name=button).click()
        copies[given.value.suggested_filename[-4:]] = given.value.path().read_bytes()
    assert copies[".pdf"].startswith(b"%PDF-")
    assert json.loads(copies["json"])["people.Child"][0]["name"] == "Rani"

    dodi.tap(outcome="DONE")
    dodi.write(answer="Salinan diserahkan.")
    dodi.press("Simpan jawaban tertulis")
    assert dodi.reads("Dipenuhi")
    with dodi.page.expect_download() as letter:
        dodi.page.get_by_role("link", name="Cetak surat jawaban").click()
    assert letter.value.suggested_filename.startswith("surat-")
    check(dodi.page)
