"""Guessing is slow, nobody locks a colleague out, and the trace names only people who are there."""

import re
from typing import Any

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core.cache import cache
from django.db import connection
from django.test import Client

from naung.access.acting import acting_as
from naung.core.models import Remembered
from naung.teams.signin.attempts import COOKIE
from tests.scene import PASSWORD, Scene
from tests.signing import SECOND_STEP, SIGN_IN, code, enter, paper, signed_in, with_app
from tests.trace import Entry

WRONG = "bukan-ini-kata-sandinya"
STRANGER, OFFICE = {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": "198.51.100.7"}


def text(answer: Any) -> str:
    return str(answer.content.decode())


def fail(name: str, times: int, client: Client | None = None, **place: str) -> Any:
    """Give a wrong password so many times; the last answer."""
    for _ in range(times):
        client, answer = enter(name, WRONG, client, **place)
    return answer


def at_home(scene: Scene, name: str = "Dodi") -> Client:
    """A device from which somebody signed in before."""
    client, answer = enter(name.lower(), **OFFICE)
    assert answer.status_code == 302
    client.post("/akun/logout/", **OFFICE)  # type: ignore[arg-type]
    return client


def entries(scene: Scene, event: str) -> list[Entry]:
    with acting_as(scene.actor("Dodi")):
        return list(Entry.objects.filter(event=event).order_by("recorded_at", "pk"))


def test_after_five_wrong_passwords_one_waits_and_is_told_how_long_and_whom_to_ask(scene: Scene) -> None:
    before = fail("dodi", 5, **STRANGER)
    after = fail("dodi", 1, **STRANGER)

    assert "Tunggu lima menit" not in text(before)
    assert "Tunggu lima menit" in text(after)
    assert "Pengelola akun" in text(after)
    assert enter("dodi", **STRANGER)[1].status_code == 200, "not even the right one is looked at"


def test_a_stranger_who_fails_on_her_name_does_not_lock_her_own_device(scene: Scene, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_strangers": "10/h/key"}
    hers = at_home(scene)
    for number in range(12):
        fail("dodi", 1, REMOTE_ADDR=f"203.0.113.{number}")

    elsewhere = enter("dodi", REMOTE_ADDR="192.0.2.1")[1]
    at_her_own = enter("dodi", client=hers, **OFFICE)[1]

    assert "belum dikenal" in text(elsewhere), "new devices wait, wherever they are"
    assert at_her_own.status_code == 302


def test_a_colleague_behind_the_same_address_does_not_lock_her_either(scene: Scene, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_address": "12/10m/ip"}
    hers = at_home(scene)
    for number in range(14):
        fail(f"nama-{number}", 1, **OFFICE)

    assert "Tunggu lima menit" in text(fail("sari", 1, **OFFICE))
    assert enter("dodi", client=hers, **OFFICE)[1].status_code == 302


def test_her_own_device_is_counted_too(scene: Scene) -> None:
    hers = at_home(scene)

    fail("dodi", 5, client=hers, **OFFICE)

    assert "Tunggu lima menit" in text(enter("dodi", client=hers, **OFFICE)[1])


def test_a_device_is_known_for_those_who_signed_in_on_it_and_names_nobody(scene: Scene) -> None:
    hers = at_home(scene)
    fail("ratna", 6, client=hers, **OFFICE)

    assert "dodi" not in hers.cookies[COOKIE].value
    assert hers.cookies[COOKIE]["httponly"]
    assert "Tunggu lima menit" in text(enter("ratna", **OFFICE)[1]), "Ratna is no stranger less for Dodi's device"


def test_a_forged_device_is_unknown(scene: Scene) -> None:
    thief = Client()
    thief.cookies[COOKIE] = "eyJkZXZpY2UiOiJ4IiwibmFtZXMiOltdfQ:1tTTTT:forged"

    fail("dodi", 5, client=thief, **STRANGER)

    assert "Tunggu lima menit" in text(enter("dodi", **STRANGER)[1])


def test_the_right_password_counts_for_nothing(scene: Scene) -> None:
    for _ in range(8):
        assert enter("dodi", **STRANGER)[1].status_code == 302


def test_codes_of_the_second_step_cannot_be_guessed_either(scene: Scene) -> None:
    secret = with_app(scene.users["Sari"])
    client, _ = enter("sari", **STRANGER)
    for _ in range(5):
        client.post(SECOND_STEP, {"code": "000000"}, **STRANGER)  # type: ignore[arg-type]

    answer = client.post(SECOND_STEP, {"code": code(secret)}, **STRANGER)  # type: ignore[arg-type]

    assert "Tunggu lima menit" in text(answer)
    assert [entry.details for entry in entries(scene, "account.sign-in-failed")] == [{"step": "totp"}] * 5


def test_a_name_that_nobody_has_is_answered_as_a_wrong_password(scene: Scene, monkeypatch: Any) -> None:
    hashed: list[str] = []
    real = type(get_hasher()).encode
    monkeypatch.setattr(type(get_hasher()), "encode", lambda *args: hashed.append("once") or real(*args))

    def told(name: str) -> str:
        return text(fail(name, 1, REMOTE_ADDR=f"192.0.2.{len(name)}")).replace(name, "NAMA")

    pages = {_without_tokens(told(name)) for name in ("dodi", "tidak-ada")}

    assert len(pages) == 1
    assert len(hashed) == 2, "and takes as long: one hash each"


def _without_tokens(page: str) -> str:
    return re.sub(r'(name="csrfmiddlewaretoken" value="|X-CSRFToken": ")[^"]+', "", page)


def test_every_sign_in_failure_and_sign_out_leaves_its_entry_of_ids_only(scene: Scene) -> None:
    with_app(scene.users["Sari"])
    fail("sari", 1)
    fail("seseorang-lain", 1)
    sari, _ = enter("sari")
    sari.post(SECOND_STEP, {"code": paper(scene.users["Sari"])})
    sari.post("/akun/logout/")

    with acting_as(scene.actor("Dodi")):
        kept = [
            (e.event, e.actor_id, e.about_id, e.details)
            for e in Entry.objects.filter(event__startswith="account.sign").order_by("recorded_at", "pk")
        ]
        everything = repr(list(Entry.objects.values()))
    hers = scene.id("Sari")
    assert kept == [
        ("account.sign-in-failed", None, hers, {"step": "password"}),
        ("account.sign-in-failed", None, None, {"step": "password"}),
        ("account.signed-in", hers, hers, {"shown": ["password", "recovery_codes"]}),
        ("account.signed-out", hers, hers, {}),
    ]
    assert "password" in everything
    assert "seseorang" not in everything


def test_what_is_counted_names_nobody_and_no_address(scene: Scene) -> None:
    fail("dodi", 1, **STRANGER)

    kept = repr(list(Remembered.objects.values()))

    assert Remembered.objects.count() >= 3
    assert "dodi" not in kept
    assert STRANGER["REMOTE_ADDR"] not in kept


@pytest.mark.usefixtures("password_is_enough")
def test_signing_in_renews_the_session(scene: Scene) -> None:
    """A session that somebody else gave her before does not become hers (fixation)."""
    client = Client()
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key

    enter("dodi", PASSWORD, client)

    thief = Client()
    thief.cookies["sessionid"] = planted
    assert client.session.session_key != planted
    assert thief.get("/kerja/").status_code == 302
    assert client.get("/kerja/").status_code == 200


class TestTheSharedCache:
    def test_it_keeps_adds_once_and_forgets(self, db: None) -> None:
        cache.set("a", [1.5, "x"], 60)
        cache.set("gone", 1, -1)

        assert cache.get("a") == [1.5, "x"]
        assert cache.get("gone", "no") == "no"
        assert cache.add("b", True, 60)
        assert not cache.add("b", False, 60)
        assert cache.get("b") is True
        assert cache.add("gone", 2, None), "what has run out can be added anew"
        assert cache.get("gone") == 2
        assert cache.delete("a")
        assert not cache.delete("a")

    def test_it_throws_away_what_has_run_out(self, db: None) -> None:
        cache.set("a", 1, -1)
        cache.set("b", 1, 60)

        assert cache.sweep() == 1  # type: ignore[attr-defined]
        cache.clear()
        assert not Remembered.objects.exists()

    def test_its_table_is_in_no_log(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'naung_cache'")
            assert cursor.fetchone() == ("u",)


def test_the_administrator_sees_whose_name_strangers_try_and_lifts_the_limit(scene: Scene, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed_strangers": "6/h/key"}
    address, ayu = f"/tim/akun/{scene.id('Dodi')}/", signed_in(scene, "Ayu")
    assert "percobaan masuk yang gagal" not in text(ayu.get(address))
    for number in range(6):
        fail("dodi", 1, REMOTE_ADDR=f"203.0.113.{number}")
    assert enter("dodi", **OFFICE)[1].status_code == 200, "a new device is refused now"

    page = text(ayu.get(address))
    assert "6 percobaan masuk yang gagal" in page
    assert "tertutup sampai" in page
    assert "Sering dicoba orang asing" in text(ayu.get("/kerja/"))
    assert signed_in(scene, "Rina").post(f"{address}buka-pembatasan/").status_code == 403
    ayu.post(f"{address}buka-pembatasan/")

    assert "tertutup sampai" not in text(ayu.get(address))
    assert enter("dodi", **OFFICE)[1].status_code == 302
    assert [entry.about_id for entry in entries(scene, "account.limit-lifted")] == [scene.id("Dodi")]
