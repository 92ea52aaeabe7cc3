"""The public pages as a visitor's browser has them: light, left in a moment, fit for paper."""

import gzip
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, Response

from naung.publicsite.urls import urlpatterns
from tests.journeys.conftest import Arrive

pytestmark = pytest.mark.journey

MOST = 60_000
SHORT = ("rights", "afterwards", "helpers", "signs", "signs_peers")
PAGES = ("home", "tell", "code", "check_proof", *SHORT)


@pytest.mark.parametrize("name", ["home", "tell"])
def test_the_first_view_weighs_little(arrive: Arrive, name: str) -> None:
    visitor = arrive()
    came: list[Response] = []
    visitor.page.on("response", lambda answer: came.append(answer))
    visitor.open(f"publicsite:{name}")
    visitor.page.wait_for_load_state("networkidle")

    kinds = {answer.request.resource_type for answer in came}
    assert {"document", "stylesheet", "script"} <= kinds
    assert sum(len(gzip.compress(answer.body())) for answer in came) < MOST


def test_every_public_page_that_can_be_opened_without_a_code_is_looked_at_here() -> None:
    no_page_to_open = {"status", "withdraw", "leave", "proof", "exit"}
    assert {one.name for one in urlpatterns} == {*PAGES, *no_page_to_open}


@pytest.mark.parametrize("name", PAGES)
def test_quick_exit_leaves_at_once_and_the_way_back_does_not_lead_here(arrive: Arrive, name: str) -> None:
    visitor = arrive()
    page, outside = visitor.page, settings.CITY.quick_exit
    page.route(f"{outside}**", lambda route: route.fulfill(body="<p>Cuaca</p>", content_type="text/html"))
    visitor.open(f"publicsite:{name}")
    page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(f"{outside}**")
    page.go_back()

    assert "lapor" not in page.url
    assert visitor.site not in page.url


@pytest.mark.parametrize("scripts", [True, False])
def test_quick_exit_without_scripts_or_by_escape_twice_makes_the_browser_forget_us(
    arrive: Arrive, settings: Any, scripts: bool
) -> None:
    visitor = arrive(java_script_enabled=scripts)
    page, outside = visitor.page, visitor.site.replace("localhost", "127.0.0.1") + "/hak/"  # another site to a browser
    settings.CITY = replace(settings.CITY, quick_exit=outside)
    cached = from_cache(page)
    visitor.open("publicsite:home")
    visitor.press("English")
    visitor.open("publicsite:tell")
    page.evaluate("localStorage.setItem('said', 'something')")
    assert cached
    assert {cookie["name"] for cookie in page.context.cookies(visitor.site)} == {"csrftoken", "django_language"}

    if scripts:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Leave quickly").click()
    page.wait_for_url(outside)
    assert page.context.cookies(visitor.site) == []
    cached.clear()
    visitor.open("publicsite:home")
    assert page.evaluate("localStorage.length") == 0
    assert cached == []


def from_cache(page: Page) -> list[str]:
    """What this page had no need to ask the server for."""
    found: list[str] = []
    devtools = page.context.new_cdp_session(page)
    devtools.on("Network.requestServedFromCache", lambda told: found.append(told["requestId"]))
    devtools.send("Network.enable")
    return found


@pytest.mark.parametrize("name", SHORT)
def test_a_short_page_is_fit_for_paper(arrive: Arrive, name: str) -> None:
    visitor = arrive()
    visitor.open(f"publicsite:{name}")
    visitor.page.emulate_media(media="print")

    assert visitor.page.locator("h1").is_visible()
    assert visitor.page.locator("main h2").first.is_visible()
    assert not visitor.page.get_by_role("link", name="Keluar cepat").is_visible()
    assert not visitor.page.locator("form, nav").filter(visible=True).count()
    paper = visitor.page.pdf(format="A4")
    assert 1 <= paper.count(b"/Type /Page\n") <= 2


@pytest.mark.parametrize("scripts", [True, False])
def test_the_language_changes_above_and_enter_goes_on(arrive: Arrive, scripts: bool) -> None:
    visitor = arrive(java_script_enabled=scripts)
    page = visitor.page
    visitor.open("publicsite:tell")
    visitor.write(happened="Anak tetangga sering dipukul.")
    visitor.press("English")
    assert visitor.reads("Tell us what happened")
    assert page.locator("[name=happened]").input_value() == "Anak tetangga sering dipukul."

    with page.expect_navigation():
        page.locator("[name=happened_when]").press("Enter")
    assert visitor.reads("Step 2 of 3")
    with page.expect_navigation():
        page.locator("[name=child_name]").press("Enter")
    assert visitor.reads("Step 3 of 3")
    visitor.press("Bahasa Indonesia")
    visitor.press("Kirim laporan")
    assert visitor.reads("Laporan terkirim")
