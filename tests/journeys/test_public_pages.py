"""The public pages as a visitor's browser has them: light, left in a moment, fit for paper."""

import gzip

import pytest
from django.conf import settings
from playwright.sync_api import Response

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
    behind_the_code = {"status", "withdraw", "leave", "proof"}
    assert {one.name for one in urlpatterns} == {*PAGES, *behind_the_code}


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
def test_quick_exit_is_a_plain_link_too_and_escape_twice_does_the_same(arrive: Arrive, scripts: bool) -> None:
    visitor = arrive(java_script_enabled=scripts)
    page, outside = visitor.page, settings.CITY.quick_exit
    page.route(f"{outside}**", lambda route: route.fulfill(body="<p>Cuaca</p>", content_type="text/html"))
    visitor.open("publicsite:tell")
    if scripts:
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(f"{outside}**")


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
