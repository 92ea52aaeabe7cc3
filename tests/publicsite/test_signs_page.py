"""The signs for parents and for friends: answered at once, kept nowhere, ending in "tell us"."""

import logging
from typing import Any

import pytest
from django.db import connection
from django.test import Client

PAGES = ("/tanda/", "/tanda/teman/")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", PAGES)
def test_a_grave_sign_leads_to_telling(client: Client, address: str) -> None:
    page = client.post(address, {"sign": ["T01"]}).content.decode()

    assert 'href="/lapor/"' in page
    assert "satu saja sudah cukup" in page
    assert "Tanda bukan bukti" in page
    assert 'value="T01" checked' in page


@pytest.mark.parametrize("address", PAGES)
def test_light_signs_say_watch_note_talk_unless_they_came_again(client: Client, address: str) -> None:
    light = client.post(address, {"sign": ["T11", "T12"]}).content.decode()
    again = client.post(address, {"sign": ["T11", "T12"], "again": "1"}).content.decode()

    assert "dan perhatikan" in light or "Perhatikan, catat" in light
    assert "dalam dua minggu." in again
    assert 'href="/lapor/"' in light


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_stored_anywhere(client: Client, address: str, caplog: pytest.LogCaptureFixture) -> None:
    written: list[str] = []

    def listen(execute: Any, sql: Any, *rest: Any) -> Any:
        written.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(listen), caplog.at_level(logging.DEBUG):
        for answer in (client.get(address), client.post(address, {"sign": ["T04", "T02"], "again": "1"})):
            assert answer.status_code == 200
            assert not answer.cookies
            assert answer["Cache-Control"].startswith("max-age=0") or "no-store" in answer["Cache-Control"]
    assert not [sql for sql in written if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))]
    assert "T04" not in caplog.text


def test_what_nobody_offered_is_passed_over(client: Client) -> None:
    answer = client.post("/tanda/", {"sign": ["T99", "<b>", "T06"], "again": ["x", "y"]})

    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode()
    assert client.post("/tanda/", {}).status_code == 200


def test_the_other_language_keeps_what_is_ticked_and_goes_on(client: Client) -> None:
    page = client.post("/tanda/", {"sign": ["T06"], "language": "en"})

    assert 'value="T06" checked' in page.content.decode()
    assert "Worried about a child?" in page.content.decode()
    assert "Who helps" in client.get("/bantuan/").content.decode()


def test_no_mark_of_csrf_is_asked_because_nothing_changes() -> None:
    assert Client(enforce_csrf_checks=True).post("/tanda/", {"sign": ["T01"]}).status_code == 200


def test_the_short_pages_lead_here_and_back(client: Client) -> None:
    assert 'href="/tanda/"' in client.get("/hak/").content.decode()
    assert 'href="/hak/"' in client.get("/tanda/").content.decode()
