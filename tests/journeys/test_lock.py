"""A screen that somebody left covers itself, and whoever comes back goes on where she was."""

import pytest

from tests.journeys.conftest import DESK, PHONE, Arrive, check
from tests.scene import PASSWORD

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_an_unattended_page_is_covered_and_what_was_typed_is_still_there(arrive: Arrive, size: dict[str, int]) -> None:
    rina = arrive("Rina", size)
    page = rina.page
    page.clock.install()
    rina.open("teams:team-new")
    rina.write(name="Tim Zulaikha")
    page.clock.fast_forward(14 * 60_000)
    assert not page.locator("dialog.lock").is_visible()

    page.clock.fast_forward(70_000)

    page.locator("dialog.lock").wait_for()
    assert page.title() == "Terkunci"
    page.keyboard.press("Escape")
    assert page.locator("dialog.lock").is_visible()
    check(page)
    page.fill("#lock-password", "bukan-kata-sandinya")
    page.locator("dialog.lock button").click()
    page.get_by_text("tidak cocok").wait_for()
    page.fill("#lock-password", PASSWORD)
    page.locator("dialog.lock button").click()

    page.locator("dialog.lock").wait_for(state="detached")
    assert page.input_value("[name=name]") == "Tim Zulaikha"
    rina.press("Simpan")
    assert rina.reads("Tim Zulaikha")


def test_typing_keeps_the_page_open(arrive: Arrive) -> None:
    rina = arrive("Rina", DESK)
    rina.page.clock.install()
    rina.open("teams:team-new")
    for _ in range(4):
        rina.page.clock.fast_forward(8 * 60_000)
        with rina.page.expect_response("**/masih-di-sini/") as told:
            rina.page.press("[name=name]", "a")
        assert told.value.status == 204

    assert not rina.page.locator("dialog.lock").is_visible()
