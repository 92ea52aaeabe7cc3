"""What a person reads when something went wrong, and what the log says of it."""

import io
import logging
import logging.config
import os
import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.db import IntegrityError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.utils import translation

from naung.publicsite import views
from tests.scene import Scene

TOLD = "Zulaikha Kencana, 6471990101010001"
PAGES = {
    "400",
    "403",
    "404",
    "409",
    "413",
    "500",
    "503",
    "507",
    "error",
    "read_only",
    "refused",
    "stale",
    "session_ended",
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("page", sorted(PAGES))
def test_every_page_for_a_fault_shows_a_way_back_in_both_languages(page: str, language: str, db: None) -> None:
    with translation.override(language):
        shown = render_to_string(f"core/{page}.html", {"error": None}, request=RequestFactory().get("/"))
    main = shown[shown.index("<main") :]
    assert f'lang="{language}"' in shown
    assert "href=" in main[: main.index("</main>")]


def test_the_two_languages_say_different_things(db: None) -> None:
    def heading(page: str, language: str) -> str:
        with translation.override(language):
            shown = render_to_string(f"core/{page}.html", {"error": None}, request=RequestFactory().get("/"))
        return shown.split("<h1", 1)[1].split("</h1>")[0]

    assert not [page for page in sorted(PAGES - {"error"}) if heading(page, "id") == heading(page, "en")]


def test_a_request_that_fails_leaves_no_name_in_the_log(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_options: object) -> None:
        try:
            raise ValueError(TOLD)
        except ValueError as error:
            raise IntegrityError(f"Failing row contains ({TOLD})") from error

    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(formatter())
    logging.getLogger("django.request").addHandler(handler)
    monkeypatch.setattr(views, "render", fails)
    try:
        answer = Client(raise_request_exception=False).post("/lapor/", {"happened": "Zulaikha Kencana dipukul"})
    finally:
        logging.getLogger("django.request").removeHandler(handler)

    assert answer.status_code == 500
    assert "IntegrityError" in said.getvalue()
    assert "in fails" in said.getvalue(), "the place is told"
    assert "Zulaikha" not in said.getvalue()
    assert "647199" not in said.getvalue()


def formatter() -> logging.Formatter:
    """As the settings say it."""
    made: dict[str, Any] = deepcopy(configured.LOGGING["formatters"]["plain"])
    return logging.config.DictConfigurator({}).configure_formatter(made)


ASKS = (
    "from django.conf import settings as s; print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
    "s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.DATA_UPLOAD_MAX_MEMORY_SIZE)"
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [({}, "False False False 0 False 1000000"), ({"NAUNG_HTTPS": "1"}, "False True True 31536000 True 1000000")],
)
def test_what_protects_is_on_unless_somebody_turns_it_off(given: dict[str, str], expected: str) -> None:
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "naung.config.settings"} | given
    shown = subprocess.run([sys.executable, "-c", ASKS], env=env, capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == expected


def test_a_form_beyond_all_measure_is_refused(scene: Scene) -> None:
    answer = Client().post("/lapor/", {"happened": "a" * 1_100_000})
    assert answer.status_code in (400, 413)


def test_every_page_for_a_fault_is_known_here() -> None:
    there = {path.stem for path in (Path(views.__file__).parents[1] / "core/jinja2/core").glob("[0-9]*.html")}
    assert there <= PAGES


def test_a_page_that_fails_carries_what_was_typed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_args: object, **_options: object) -> None:
        raise ValueError("wrong")

    client = Client(raise_request_exception=False)
    client.get("/lapor/")
    monkeypatch.setattr(views, "render", fails)
    answer = client.post("/lapor/", {"happened": "Anak menangis.", "at": "1"})
    page = answer.content.decode()
    assert answer.status_code == 500
    assert '<input type="hidden" name="happened" value="Anak menangis.">' in page
    assert "Kirim lagi" in page
    assert "no-store" in answer["Cache-Control"]
