"""Every answer to everybody: no script or style of the page's own, no third party, all headers, nothing kept."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from naung.core.middleware import HEADERS
from tests.access.test_every_address import NOBODY, World, addresses, ask, filled
from tests.security.markup import Markup

PEOPLE = ("Sari", "Lina", "Ayu", NOBODY)
EVERYWHERE = {
    **HEADERS,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:",
    "font-src": "'self'", "connect-src": "'self'", "form-action": "'self'", "manifest-src": "'self'",
    "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip

# What is inside a file has an origin of its own and may do nothing at all; the page of a sound plays it.
INSIDE = {
    "sandbox": "", "default-src": "'none'", "frame-ancestors": "'none'", "base-uri": "'none'", "form-action": "'none'",
}  # fmt: skip
LOOK = {**POLICY, "media-src": "'self'"}


def policy_of(answer: Any) -> dict[str, str]:
    """What an answer must say of what it may load: one for all but files."""
    address = answer.wsgi_request.resolver_match
    name = address.view_name if address and answer.status_code == 200 else ""
    return INSIDE if name.endswith("-inside") else LOOK if name.endswith("-look") else POLICY


def every_answer(world: World) -> Iterator[tuple[str, Any]]:
    for address in addresses():
        for url, _about in filled(address, world, there=True):
            for who in PEOPLE:
                for method in ("get", "post"):
                    yield f"{who} {method} {url}", ask(world, who, method, url)


def missing_headers(answer: Any) -> list[str]:
    """What an answer does not say to the browser."""
    wrong = [name for name, value in EVERYWHERE.items() if answer.get(name) != value]
    parts = [part.strip().partition(" ") for part in answer.get("Content-Security-Policy", "").split(";") if part]
    told = {name: value for name, _, value in parts}
    return wrong + ([] if told == policy_of(answer) else [f"policy {told}"])


def kept(answer: Any) -> list[str]:
    """Whether a browser or a proxy may keep the answer."""
    told = answer.get("Cache-Control", "")
    return [] if "no-store" in told and "private" in told and "public" not in told else [f"may be kept: {told!r}"]


def speechless(page: str) -> list[str]:
    """Whether the forms of a page could not say from which site they come."""
    whole = "<html" in page and "<form" in page
    return ["its forms name no origin"] if whole and '<meta name="referrer" content="same-origin">' not in page else []


def test_every_answer_to_everybody_keeps_the_strict_policy(world: World) -> None:
    wrong, pages = [], 0
    for asked, answer in every_answer(world):
        faults = missing_headers(answer) + kept(answer)
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
            pages += 1
            faults += Markup(answer.content.decode()).wrong + speechless(answer.content.decode())
        wrong += [f"{asked} ({answer.status_code}): {fault}" for fault in faults]

    assert not wrong, "\n".join(wrong)
    assert pages > 300


@pytest.mark.parametrize(
    ("path", "host"),
    [("/tidak-ada/", "localhost"), ("/static/tidak-ada.css", "localhost"), ("/", "orang-lain.example")],
)
def test_what_is_refused_says_the_same(db: None, path: str, host: str) -> None:
    answer = Client(raise_request_exception=False).get(path, headers={"host": host})

    assert answer.status_code in (400, 404)
    assert missing_headers(answer) + kept(answer) + Markup(answer.content.decode()).wrong == []


def test_a_page_that_fails_says_the_same(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("naung.publicsite.views.render", None)
    answer = Client(raise_request_exception=False).get("/")

    assert answer.status_code == 500
    assert missing_headers(answer) + kept(answer) + Markup(answer.content.decode()).wrong == []


def test_styles_and_scripts_say_the_same_and_may_be_kept(db: None) -> None:
    if finders.find("naung/manifest.json") is None:
        pytest.skip("styles and scripts are not built: ./run setup")
    answer = Client().get(f"{settings.STATIC_URL}naung/manifest.json")

    answer.close()
    assert answer.status_code == 200
    assert missing_headers(answer) == []
    assert "max-age" in answer["Cache-Control"]


def test_over_https_cookies_and_browser_keep_to_it(db: None, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    sent_on = Client().get("/kerja/")

    assert (sent_on.status_code, sent_on["Location"]) == (301, "https://testserver/kerja/")
    assert missing_headers(sent_on) == []
    assert "max-age=31536000" in Client().get("/", secure=True)["Strict-Transport-Security"]


def test_cookies_tell_scripts_and_other_sites_nothing(db: None) -> None:
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == settings.CSRF_COOKIE_SAMESITE == "Lax"
    assert settings.SESSION_COOKIE_SECURE == settings.CSRF_COOKIE_SECURE == settings.SECURE_COOKIES
