"""Where scripts are off or never arrive, telling, coming back and signing in go just the same."""

import pytest

from naung.access.acting import acting_as
from naung.intake.models import Report
from tests.journeys.conftest import PICTURES, Arrive
from tests.scene import Scene

pytestmark = pytest.mark.journey


def test_a_child_is_reported_and_the_code_opens_its_news(arrive: Arrive, scene: Scene) -> None:
    reporter = arrive(java_script_enabled=False)
    reporter.open("publicsite:home")
    reporter.page.get_by_role("link", name="Ceritakan yang terjadi").click()
    reporter.write(happened="Anak tetangga dipukul setiap malam.")
    reporter.press("Lanjut")
    reporter.write(child_name="Adi")
    reporter.press("Lanjut")
    assert reporter.reads("Anak tetangga dipukul setiap malam.")
    reporter.press("Kirim laporan")
    PICTURES.mkdir(exist_ok=True)
    reporter.page.screenshot(path=PICTURES / "without-scripts-sent.png", full_page=True)
    digits = reporter.page.locator(".digits").inner_text()

    reporter.open("publicsite:code")
    reporter.write(code=digits)
    reporter.press("Buka kabar")
    assert reporter.reads("Belum ada pesan")
    with acting_as(scene.actor("Lina")):
        assert Report.objects.filter(status="RECEIVED", bundle_id__isnull=False).count() == 1


def test_what_is_missing_is_said_and_what_was_written_stays(arrive: Arrive) -> None:
    reporter = arrive(java_script_enabled=False)
    reporter.open("publicsite:tell")
    reporter.write(happened_when="tadi malam")
    reporter.press("Lanjut")
    assert reporter.reads("Tulis satu kalimat tentang apa yang terjadi.")
    assert reporter.page.locator("[name=happened_when]").input_value() == "tadi malam"
    reporter.faults.clear()  # the browser notes that the page was answered with 422


def test_people_of_the_office_sign_in_and_out(arrive: Arrive) -> None:
    lina = arrive("Lina", java_script_enabled=False)
    assert lina.page.get_by_role("link", name="Laporan masuk").first.is_visible()
    lina.page.locator(".user-menu summary").click()
    lina.press("Keluar")
    lina.open("desk:today")
    assert "/akun/" in lina.page.url
