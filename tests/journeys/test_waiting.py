"""A network that sends often: with scripts the telephone works a little, without it waits. Nobody is refused."""

from typing import Any

import pytest

from tests.journeys.conftest import PICTURES, Arrive

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("scripts", [True, False])
def test_over_the_limit_the_report_still_gets_through(arrive: Arrive, settings: Any, scripts: bool) -> None:
    settings.PUBLIC_REPORTS_HOUR = 0
    visitor = arrive(java_script_enabled=scripts)
    visitor.open("publicsite:tell")
    visitor.write(happened="Anak tetangga sering ditinggal sendirian sampai malam.")
    visitor.press("Lanjut")
    visitor.press("Lanjut")
    visitor.press("Kirim laporan")
    if scripts:
        visitor.page.wait_for_selector(".receipt .words")
        return
    assert visitor.reads("Tunggu 20 detik")
    visitor.page.screenshot(path=PICTURES / "waiting.png", full_page=True)
    visitor.press("Kirim laporan")
    assert visitor.reads("lalu tekan tombol ini")
