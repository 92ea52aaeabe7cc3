"""Where somebody is signed in: told in words, ended by herself, and never with an address."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.models import Remembered
from naung.duties.jobs import tidy
from naung.teams import operations, queries
from naung.teams.rules.devices import BROWSER_NAMES, SYSTEM_NAMES, device_of
from tests.scene import PASSWORD, Scene
from tests.signing import enter
from tests.trace import Entry

PHONE = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"
OFFICE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0"
LIST = "/tim/akun/saya/perangkat/"


def at(device: str, name: str = "dodi") -> Client:
    client = Client(headers={"User-Agent": device}, REMOTE_ADDR="203.0.113.77")
    assert enter(name, client=client)[1].status_code == 302
    return client


def text(answer: Any) -> str:
    return " ".join(str(answer.content.decode()).split())


def entries(scene: Scene, event: str) -> int:
    with acting_as(scene.actor("Dodi")):
        return Entry.objects.filter(event=event, about_id=scene.id("Dodi")).count()


def works(client: Client) -> bool:
    return bool(client.get("/kerja/").status_code == 200)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (PHONE, "Chrome/Android"),
        (OFFICE, "Firefox/Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile Safari/604.1", "Safari/iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge/Windows"),
        ("curl/8.0", "?/?"),
    ],
)  # fmt: skip
def test_a_device_is_told_in_two_words(said: str, told: str) -> None:
    assert device_of(said) == told


@given(st.text(max_size=200))
def test_nothing_else_of_what_a_browser_says_is_kept(said: str) -> None:
    browser, system = device_of(said).split("/")

    assert browser in BROWSER_NAMES
    assert system in SYSTEM_NAMES
    assert device_of(device_of(said)) == device_of(said)


@pytest.mark.usefixtures("password_is_enough")
def test_she_sees_her_devices_in_words_and_nobody_elses(scene: Scene) -> None:
    phone, _office, _ratnas = at(PHONE), at(OFFICE), at("Mozilla/5.0 (Macintosh; Mac OS X) Safari", "ratna")

    page = text(phone.get(LIST))

    assert "Chrome di Android" in page
    assert "Perangkat ini, sekarang" in page
    assert "Firefox di Windows" in page
    assert "Terakhir dipakai" in page
    assert "Mac" not in page


def test_no_address_and_no_whole_name_of_a_browser_is_kept(scene: Scene) -> None:
    at(PHONE)

    kept = UserSession.objects.get(user=scene.users["Dodi"])

    assert (kept.ip, kept.user_agent) == ("0.0.0.0", "Chrome/Android")
    assert "203.0.113.77" not in repr(list(UserSession.objects.values()))


@pytest.mark.usefixtures("password_is_enough")
def test_she_ends_one_device(scene: Scene) -> None:
    phone, office, third = at(PHONE), at(OFFICE), at(PHONE)
    lost = UserSession.objects.get(session_key=phone.session.session_key)

    answer = office.post(reverse("teams:session-end", args=[lost.pk]), follow=True)

    assert "sudah dikeluarkan" in text(answer)
    assert [works(client) for client in (phone, office, third)] == [False, True, True]
    assert entries(scene, "account.sessions-ended") == 1


@pytest.mark.usefixtures("password_is_enough")
def test_nobody_ends_a_device_of_somebody_else(scene: Scene) -> None:
    hers, ratna = at(PHONE), at(OFFICE, "ratna")
    session = UserSession.objects.get(user=scene.users["Dodi"])

    assert ratna.post(reverse("teams:session-end", args=[session.pk])).status_code == 404
    assert works(hers)


@pytest.mark.usefixtures("password_is_enough")
def test_one_button_ends_all_others(scene: Scene) -> None:
    phone, office, third, ratna = at(PHONE), at(OFFICE), at(PHONE), at(OFFICE, "ratna")

    office.post(reverse("teams:sessions-end"))

    assert [works(client) for client in (phone, office, third, ratna)] == [False, True, False, True]


@pytest.mark.usefixtures("password_is_enough")
def test_a_new_password_ends_all_others(scene: Scene) -> None:
    phone, office = at(PHONE), at(OFFICE)
    told = {"oldpassword": PASSWORD, "password1": "rahasia-yang-lain-lagi", "password2": "rahasia-yang-lain-lagi"}

    answer = office.post("/akun/password/change/", told)

    assert answer.status_code == 302
    assert [works(client) for client in (phone, office)] == [False, True]
    assert text(office.get(LIST)).count("masuk sejak") == 1
    assert entries(scene, "account.password-changed") == 1


def test_last_use_is_kept_every_few_minutes(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    phone = at(PHONE)
    phone.get("/kerja/")
    first = UserSession.objects.get(user=scene.users["Dodi"]).last_seen_at

    for minutes in (2, 6):
        monkeypatch.setattr(timezone, "now", lambda late=first + timedelta(minutes=minutes): late)
        phone.get("/kerja/")
        seen = UserSession.objects.get(user=scene.users["Dodi"]).last_seen_at
        assert seen == (first if minutes == 2 else first + timedelta(minutes=6))
    monkeypatch.undo()


def test_at_night_what_ran_out_is_forgotten(scene: Scene) -> None:
    phone, office = at(PHONE), at(OFFICE)
    now = timezone.now()
    Session.objects.filter(session_key=phone.session.session_key).update(expire_date=now - timedelta(seconds=1))
    Remembered.objects.create(cache_key="old", value="1", expires=now - timedelta(days=1))

    with acting_as(clock(queries.office_ids())) as by:
        assert operations.tidy_sessions(by=by, now=now) == 1

    assert [one.session_key for one in UserSession.objects.all()] == [office.session.session_key]
    assert not Remembered.objects.filter(cache_key="old").exists()
    assert tidy.name == "teams.tidy"
