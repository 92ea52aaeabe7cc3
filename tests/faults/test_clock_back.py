"""The server's clock goes back by an hour, a day or a year: it is said, nothing is lost, nothing happens twice."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock as timekeeper
from naung.audit import queries
from naung.audit.models import Batch
from naung.audit.sealing import seal
from naung.audit.verifying import verify
from naung.config import clocks, working
from naung.core import clock, limits
from naung.core.backups import DATA, KEYS, Backup, to_remove
from naung.duties.models import Deadline
from naung.teams.queries import office_ids
from tests.access.test_walls import make_case
from tests.duties.test_clock import tick, told
from tests.duties.test_deadlines import start
from tests.intake.test_pages import CALL, DRAFT
from tests.publicsite.test_telling import digits_of, send
from tests.scene import MONDAY, PASSWORD, Scene
from tests.signing import code, enter, signed_in, with_app
from tests.teams.test_locking import OWN, UNLOCK

BACK = [timedelta(hours=1), timedelta(days=1), timedelta(days=365)]
back_by = pytest.mark.parametrize("back", BACK, ids=["an hour", "a day", "a year"])
SAID = "Jam server salah"
Goes = Callable[[timedelta], None]


@pytest.fixture
def goes_back(monkeypatch: pytest.MonkeyPatch) -> Goes:
    """Let this machine's clock go back; the database keeps its own."""
    true_time, true_now = time.time, timezone.now

    def go(by: timedelta) -> None:
        monkeypatch.setattr(time, "time", lambda: true_time() - by.total_seconds())
        monkeypatch.setattr(timezone, "now", lambda: true_now() - by)

    return go


@back_by
def test_the_office_s_pages_say_it_and_those_for_everybody_do_not(
    scene: Scene, goes_back: Goes, back: timedelta
) -> None:
    rina, anybody = signed_in(scene, "Rina"), Client()
    assert SAID not in rina.get(OWN).content.decode()
    goes_back(back)
    assert SAID in anybody.get("/akun/login/").content.decode()
    assert SAID not in anybody.get("/lapor/").content.decode()
    clock.over(None)
    assert SAID not in anybody.get("/akun/login/").content.decode()


@back_by
def test_a_report_is_taken_and_its_clocks_run_from_now(scene: Scene, goes_back: Goes, back: timedelta) -> None:
    goes_back(back)
    visitor = Client()
    digits = digits_of(send(visitor))
    assert visitor.post("/kode/", {"code": digits})["Location"] == "/kode/laporan/"
    assert visitor.post("/kode/laporan/", {"text": "Ia di rumah nenek."}).status_code == 302
    with acting_as(timekeeper(office_ids())):
        due = list(Deadline.objects.values_list("started_at", "due_at"))
    assert due
    assert all(begun <= timezone.now() < ends < timezone.now() + timedelta(days=8) for begun, ends in due)


@back_by
def test_a_session_locks_because_nobody_knows_how_long_it_was_left(
    scene: Scene, goes_back: Goes, back: timedelta
) -> None:
    lina = signed_in(scene, "Lina")
    assert lina.get(OWN).status_code == 200
    lina.post(f"/laporan/baru/{DRAFT}/simpan/", CALL)
    goes_back(back)
    parked = lina.post(f"/laporan/baru/{DRAFT}/", CALL)
    assert parked["Location"].startswith(UNLOCK)
    assert lina.get(OWN)["Location"].startswith(UNLOCK), "what she showed before is yet to come, and does not count"
    offered = lina.post(parked["Location"], {"password": PASSWORD}, follow=True).content.decode()
    assert CALL["happened"] in offered
    assert lina.get(OWN).status_code == 200


@back_by
def test_an_opened_receipt_closes_and_opens_again(scene: Scene, goes_back: Goes, back: timedelta) -> None:
    visitor = Client()
    digits = digits_of(send(visitor))
    visitor.post("/kode/", {"code": digits})
    assert visitor.get("/kode/laporan/").status_code == 200
    goes_back(back)
    assert visitor.get("/kode/laporan/")["Location"] == "/kode/"
    visitor.post("/kode/", {"code": digits})
    assert visitor.get("/kode/laporan/").status_code == 200


def test_a_code_of_the_telephone_is_refused_and_the_page_says_why(scene: Scene, goes_back: Goes) -> None:
    secret = with_app(scene.users["Rina"])
    shown = code(secret)
    clock.over(timezone.now())
    goes_back(timedelta(hours=1))
    client, asked = enter("rina")
    refused = client.post(asked["Location"], {"code": shown}).content.decode()
    assert SAID in refused


@back_by
def test_nobody_waits_as_long_as_the_clock_went_back(db: None, goes_back: Goes, back: timedelta) -> None:
    held = limits.new_pass("code")
    assert limits.seconds_left(held, "code") == limits.WAIT
    goes_back(back)
    assert limits.seconds_left(held, "code") is None
    assert limits.seconds_left(limits.new_pass("code"), "code") == limits.WAIT


def test_what_was_counted_before_a_jump_of_days_is_forgotten(db: None) -> None:
    cache.add("long", 1, timedelta(days=365).total_seconds())
    cache.add("today", 1, 3600)
    cache.add("for-ever", 1, None)
    cache.sweep()  # type: ignore[attr-defined]
    assert (cache.get("long"), cache.get("today"), cache.get("for-ever")) == (None, 1, 1)


@back_by
def test_a_duty_is_passed_on_once_whatever_the_clock_does(scene: Scene, back: timedelta) -> None:
    start(scene, make_case(scene, "Sari", "barat"))
    late = MONDAY + timedelta(hours=24)
    assert tick(scene, late) == 1
    read = [told(scene, name) for name in ("Sari", "Rina", "Hadi")]
    assert [len(one) for one in read] == [1, 1, 0]

    assert [tick(scene, late - back + timedelta(minutes=minute)) for minute in range(3)] == [0, 0, 0]
    assert [told(scene, name) for name in ("Sari", "Rina", "Hadi")] == read
    assert tick(scene, MONDAY + timedelta(hours=36)) == 1, "it is passed on when its time has come again"


@back_by
def test_the_trace_is_sealed_on_and_stands_and_the_doctor_names_both_times(
    scene: Scene, goes_back: Goes, monkeypatch: pytest.MonkeyPatch, back: timedelta
) -> None:
    monkeypatch.setattr(queries, "horizon", lambda: 2**60)  # as if the transaction of the test were over
    send(Client())
    now = timezone.now()
    with acting_as(timekeeper([])):
        seal(now=now)
    assert list(clocks.findings()) == []
    goes_back(back)
    said = list(clocks.findings())
    assert any(f"sealed at {now:%Y-%m-%d %H:%M} UTC: set the clock" in line for line in said)
    assert any(line.startswith("The database's clock shows") for line in said)
    clocks.remember()
    assert clock.went_back(timezone.now()) == now
    send(Client())
    with acting_as(timekeeper([])):
        seal(now=timezone.now())
        assert Batch.objects.count() == 2
        assert verify().faults == []


@back_by
def test_no_backup_is_removed_by_a_clock_that_went_back(back: timedelta) -> None:
    now = timezone.now()
    kept = [Backup(now - timedelta(days=days), kind) for days in (0, 1, 2) for kind in (DATA, KEYS)]
    taken = Backup(now - back, DATA)
    assert to_remove([*kept, taken], now - back, timedelta(days=35)) == []


def test_the_worker_s_timetable_begins_anew_instead_of_waiting_for_the_old_time(
    goes_back: Goes, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[float] = []

    async def run_worker_async(**_: Any) -> None:
        begun.append(time.time())
        if len(begun) == 1:
            goes_back(timedelta(hours=1))
            await asyncio.sleep(60)

    monkeypatch.setattr(app, "run_worker_async", run_worker_async)
    monkeypatch.setattr(app, "open_async", lambda: _Opened())
    monkeypatch.setattr(working, "LOOK_SECONDS", 0.01)
    with ThreadPoolExecutor() as aside:  # a browser's loop may run in this thread
        aside.submit(asyncio.run, working._run()).result()
    assert len(begun) == 2
    assert begun[0] - begun[1] == pytest.approx(3600, abs=5)


class _Opened:
    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...
