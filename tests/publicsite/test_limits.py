"""Whoever sends often waits a little and is never refused; of the address nothing is kept."""

import re
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from naung.core import limits
from naung.core.caching import Shared
from naung.intake.models import Receipt
from tests.publicsite.test_telling import STORY, digits_of, token_of
from tests.scene import MONDAY, Scene


@pytest.fixture
def often(scene: Scene, settings: Any) -> Client:
    """A network from which one report and one code have come already."""
    settings.PUBLIC_REPORTS_HOUR = settings.PUBLIC_CODES_HOUR = 0
    return Client(REMOTE_ADDR="203.0.113.77")


def told(visitor: Client, **more: str) -> dict[str, str]:
    token = token_of(visitor.get("/lapor/").content.decode())
    return {"at": "2", "token": token, "happened": STORY, "child_name": "Rani", "send": "1", **more}


def pass_in(page: str) -> str:
    found = re.search(r'name="pass" value="([^"]+)"', page)
    assert found, page
    return found[1]


def work(held: str) -> str:
    return next(str(number) for number in count() if limits.worked(held, str(number)))


def test_over_the_limit_the_text_stays_and_the_numbers_to_call_stand_first(often: Client) -> None:
    page = often.post("/lapor/", told(often))

    assert page.status_code == 200
    text = page.content.decode()
    assert STORY in text
    assert 'value="Rani"' in text
    assert text.index("112") < text.index("belum terkirim")
    assert not Receipt.objects.exists()


def test_a_telephone_that_worked_is_let_through_once(often: Client) -> None:
    form = told(often)
    held = pass_in(often.post("/lapor/", form).content.decode())
    passed = {"pass": held, "proof": work(held)}

    assert digits_of(often.post("/lapor/", form | passed).content.decode())
    other = often.post("/lapor/", told(often) | passed).content.decode()
    assert "belum terkirim" in other  # the pass is for one report
    assert Receipt.objects.count() == 1


def test_without_scripts_it_is_sent_after_twenty_seconds_and_the_waiting_counts_on(
    often: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = told(often)
    held = pass_in(often.post("/lapor/", form).content.decode())
    early = often.post("/lapor/", form | {"pass": held}).content.decode()
    assert pass_in(early) == held
    assert not Receipt.objects.exists()

    now = limits.time.time()
    monkeypatch.setattr(limits.time, "time", lambda: now + limits.WAIT)
    assert digits_of(often.post("/lapor/", form | {"pass": held}).content.decode())


def test_a_code_waits_as_well_and_a_pass_is_good_once(often: Client) -> None:
    wrong = {"code": "1234 5678 9012 3456"}
    held = pass_in(often.post("/kode/", wrong).content.decode())
    passed = wrong | {"pass": held, "proof": work(held)}

    assert often.post("/kode/", passed).status_code == 422  # looked up, and not there
    assert "belum terkirim" in often.post("/kode/", passed).content.decode()
    assert "belum terkirim" in often.post("/kode/", wrong | {"pass": held[:-2], "proof": "1"}).content.decode()


@pytest.mark.django_db
def test_nothing_of_the_address_is_kept_and_the_key_ends_with_the_day(settings: Any) -> None:
    class Request:
        META = {"REMOTE_ADDR": "203.0.113.77"}
        headers: dict[str, str] = {}

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM naung_cache")
        assert [limits.came("report", Request(), MONDAY) for _ in range(3)] == [1, 2, 3]  # type: ignore[arg-type]
        assert limits.came("report", Request(), MONDAY + timedelta(days=1)) == 1  # type: ignore[arg-type]
        cursor.execute("SELECT cache_key, value, expires - clock_timestamp() FROM naung_cache")
        rows = cursor.fetchall()
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'naung_cache'")
        assert cursor.fetchone() == ("u",)
    assert "203.0.113" not in str(rows)
    counts = [left for _, value, left in rows if value.isdigit()]
    keys = [left for _, value, left in rows if not value.isdigit()]
    assert len(counts) == 2
    assert all(left <= timedelta(hours=1) for left in counts)
    assert len(keys) == 2
    assert all(left <= timedelta(days=1) for left in keys)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE naung_cache SET expires = clock_timestamp()")
        Shared("", {}).sweep()
        cursor.execute("SELECT count(*) FROM naung_cache")
        assert cursor.fetchone() == (0,)
