"""A mother agrees to one purpose, takes the receipt home, and takes her word back: nothing more is given away."""

import pytest

from naung.cases.operations import record_consent
from naung.cases.rules.consent import Terms
from tests.cases.stories import a_case, doing
from tests.journeys.conftest import Arrive, check
from tests.scene import Scene

pytestmark = pytest.mark.journey


def test_a_word_is_given_printed_and_taken_back(arrive: Arrive, scene: Scene) -> None:
    case, sari = a_case(scene), arrive("Sari")
    agrees = Terms(agreed=("HEALTH",), recipients=("HEALTH",))
    doing(scene, "Sari", record_consent, case_id=case.pk, kind="CHILD", given=True, who="Rani", terms=agrees)
    sari.open("cases:consent", case.pk)
    check(sari.page)
    sari.tap(kind="CAREGIVER", given="yes", to_HEALTH="yes", to_SCHOOL="no", evidence="PAPER", recipients="HEALTH")
    sari.write(who="Mariamah", recipient_names="Puskesmas Damai")
    sari.press("Catat persetujuan")
    assert sari.reads("Berlaku")
    check(sari.page)
    with sari.page.expect_download() as receipt:
        sari.page.get_by_role("link", name="Cetak tanda terima").first.click()
    assert receipt.value.path().read_bytes().startswith(b"%PDF-")

    sari.follow("Serahkan keterangan ke lembaga lain")
    give = {"name": "dr. Lia, Puskesmas Damai", "what": "Ringkasan kunjungan"}
    sari.tap(purpose="HEALTH", recipient="HEALTH")
    sari.write(**give)
    sari.press("Catat penyerahan")
    assert sari.reads("Ringkasan kunjungan")
    check(sari.page)

    sari.follow("Lihat persetujuan")
    sari.page.get_by_text("Catat penarikan").first.click()
    sari.page.locator("textarea[name='reason']").first.fill("Ibu berubah pikiran.")
    with sari.page.expect_navigation():
        sari.page.get_by_role("button", name="Simpan penarikan").first.click()
    sari.open("cases:share", case.pk)
    sari.tap(purpose="HEALTH", recipient="HEALTH")
    sari.write(**give)
    sari.page.get_by_role("button", name="Catat penyerahan").click()
    assert sari.reads("sudah menarik persetujuannya")
    sari.faults.clear()  # the browser notes the refusal as an error
