"""People at work in a real browser: everybody in a browser of her own, the pages and the walls as in real use."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response

from naung.teams.models import User
from tests.scene import PASSWORD, Scene
from tests.signing import paper, with_app

ROOT = Path(__file__).parents[2]
BUILT = ROOT / "build" / "static" / "naung" / "manifest.json"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = ROOT / "screenshots"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 640}
DESK = {"width": 1280, "height": 800}


@dataclass
class Person:
    """Somebody before a screen; `faults` is what her browser complained about."""

    page: Page
    site: str
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("pageerror", lambda error: self.note(str(error)))
        self.page.on(
            "console", lambda line: self.note(f"{line.text} {line.location}") if line.type == "error" else None
        )

    def note(self, fault: str) -> None:
        """Keep a fault with the page on which it happened."""
        self.faults.append(f"{self.page.url}: {fault}")

    def watch(self, request: Request) -> None:
        """Whatever page of ours it is, it asks nobody else. To go elsewhere oneself is another thing."""
        ours = request.url.startswith((f"{self.site}/", "data:", "blob:"))
        if not ours and not request.is_navigation_request() and request.frame.url.startswith(self.site):
            self.note(f"asks a third party: {request.url}")

    def open(self, name: str, *args: object, **query: object) -> Response:
        """Go to a page by its name in the code."""
        asked = "&".join(f"{key}={value}" for key, value in query.items())
        answer = self.page.goto(self.site + reverse(name, args=args) + (f"?{asked}" if asked else ""))
        assert answer is not None
        return answer

    def is_refused(self, name: str, *args: object) -> bool:
        """Whether this page does not exist for her. The browser notes the answer; that is no fault."""
        before = len(self.faults)
        refused = self.open(name, *args).status == 404
        del self.faults[before:]
        return refused

    def tap(self, *boxes: str, **answers: str) -> None:
        """Tick the boxes with these names, tap these answers of the questions with these names."""
        wanted = [*(f"[name='{name}']" for name in boxes)]
        wanted += [f"[name='{name}'][value='{answer}']" for name, answer in answers.items()]
        for one in wanted:
            self.page.locator(f"label:has(input{one})").click()

    def pick(self, **answers: str) -> None:
        """Pick from drop-down lists with these names."""
        for name, label in answers.items():
            self.page.locator(f"select[name='{name}']").select_option(label=label)

    def write(self, **told: str) -> None:
        """Write into the fields with these names."""
        for name, text in told.items():
            self.page.locator(f"[name='{name}']").fill(text)

    def press(self, button: str) -> None:
        """Press a button and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()

    def follow(self, link: str) -> None:
        """Follow a link."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link, exact=True).first.click()

    def reads(self, text: str) -> bool:
        """Whether this text can be read on the page."""
        return text in self.page.locator("main").inner_text()


Arrive = Callable[..., Person]


@pytest.fixture
def arrive(live_server: Any, scene: Scene, browser: Browser) -> Iterator[Arrive]:
    """Somebody comes: `arrive()` from the street, `arrive("Sari")` signed in; at a phone unless told otherwise."""
    if not BUILT.exists():
        pytest.skip("styles and scripts are not built: ./run setup")
    cache.clear()  # nobody is slowed down for the sign-ins of another story
    contexts: list[BrowserContext] = []
    people: list[Person] = []

    def come(name: str = "", size: dict[str, int] = PHONE, **options: Any) -> Person:
        phone = {"has_touch": True, "is_mobile": True} if size == PHONE else {}
        context = browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Makassar", **phone, **options)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        contexts.append(context)
        people.append(Person(context.new_page(), live_server.url))
        context.on("request", people[-1].watch)
        if name:
            sign_in(people[-1], name)
        return people[-1]

    yield come
    for context in contexts:
        context.close()
    assert [fault for person in people for fault in person.faults] == []


def sign_in(person: Person, name: str) -> None:
    """Sign in as somebody of the cast, on the real pages: the password, then a code from her paper."""
    user = User.objects.get(username=name.lower())
    with_app(user)
    person.open("account_login")
    person.write(login=user.username, password=PASSWORD)
    person.press("Masuk")
    person.write(code=paper(user))
    person.press("Masuk")
    assert person.page.url.endswith(("/kerja/", "/pencegahan/kekhawatiran/")), person.page.locator("main").inner_text()


def look(person: Person, name: str) -> Path:
    """Keep a picture of the whole page, and see that everybody can use it: no violation, nothing too wide."""
    page = person.page
    PICTURES.mkdir(exist_ok=True)
    picture = PICTURES / f"{name}.png"
    check(page)
    size = page.viewport_size or PHONE
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({**size, "height": max(height, size["height"])})  # what floats stays at the edge
    # With its own caret: hiding it leaves style attributes that htmx copies and the content security policy refuses.
    page.screenshot(path=picture, full_page=True, caret="initial")
    page.set_viewport_size(size)
    return picture


def check(page: Page) -> None:
    """axe finds no violation on this page, and nobody has to scroll sideways."""
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    wrong = [
        f"{one['id']}: {one['help']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]
    ]
    assert wrong == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen"
