"""A session that nobody uses locks itself and loses nothing; none lasts longer than twelve hours."""

import time
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from naung.teams.models import Team, User
from naung.teams.signin.locking import ACTIVE, BEGAN, LOCKED
from tests.scene import PASSWORD, Scene
from tests.signing import signed_in
from tests.trace import Entry

MINUTE, HOUR = 60, 3600
UNLOCK = "/akun/reauthenticate/"
OWN = "/tim/akun/saya/"


def idle(client: Client, seconds: float) -> None:
    """So long ago somebody last used this session."""
    client.get(OWN)
    session = client.session
    session[ACTIVE] = time.time() - seconds
    session.save()


def at_work(scene: Scene, name: str = "Rina") -> Client:
    return signed_in(scene, name, minutes_ago=30)


def test_after_fifteen_minutes_the_session_locks_and_with_the_password_the_page_goes_on(scene: Scene) -> None:
    rina = at_work(scene)
    idle(rina, 14 * MINUTE)
    assert rina.get(OWN).status_code == 200
    idle(rina, 15 * MINUTE)

    asked = rina.get("/tim/piket/?pekan=2026-11-23", follow=True)
    page = asked.content.decode()
    assert asked.redirect_chain[0][0] == f"{UNLOCK}?next=%2Ftim%2Fpiket%2F%3Fpekan%3D2026-11-23"
    assert "<h1>Terkunci</h1>" in page
    assert rina.get(OWN)["Location"].startswith(UNLOCK), "every page stays shut"
    assert rina.post(UNLOCK, {"password": "bukan-ini"}).status_code == 200
    assert rina.get(OWN)["Location"].startswith(UNLOCK), "a wrong password opens nothing"

    opened = rina.post(f"{UNLOCK}?next=/tim/piket/", {"password": PASSWORD})

    assert opened["Location"] == "/tim/piket/"
    assert rina.get(OWN).status_code == 200
    assert Entry.objects.filter(event="account.session-unlocked", about_id=scene.id("Rina")).count() == 1


def test_a_form_that_arrives_in_a_locked_session_is_kept_and_offered_again(scene: Scene) -> None:
    rina = at_work(scene)
    idle(rina, 20 * MINUTE)

    asked = rina.post("/tim/baru/", {"name": "Tim Zulaikha"})
    assert not Team.objects.filter(name="Tim Zulaikha").exists()
    assert "Zulaikha" not in str(Session.objects.get(pk=rina.session.session_key).get_decoded())

    page = rina.post(asked["Location"], {"password": PASSWORD}, follow=True).content.decode()

    assert 'action="/tim/baru/"' in page
    assert 'name="name" value="Tim Zulaikha"' in page
    rina.post("/tim/baru/", {"name": "Tim Zulaikha"})
    assert Team.objects.filter(name="Tim Zulaikha").exists()


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {"X-Autosave": "1"}])
def test_what_pages_send_by_themselves_keeps_no_session_awake(scene: Scene, headers: dict[str, str]) -> None:
    rina = at_work(scene)
    idle(rina, 10 * MINUTE)
    rina.get(OWN, headers=headers)
    assert time.time() - rina.session[ACTIVE] > 9 * MINUTE

    idle(rina, 16 * MINUTE)
    assert rina.post(OWN, headers=headers).status_code == 423


def test_whoever_types_on_an_open_page_stays_awake(scene: Scene) -> None:
    rina = at_work(scene)
    idle(rina, 10 * MINUTE)
    assert rina.post("/tim/akun/masih-di-sini/", headers={"X-Still-Here": "1"}).status_code == 204
    assert time.time() - rina.session[ACTIVE] < MINUTE

    idle(rina, 16 * MINUTE)
    assert rina.post("/tim/akun/masih-di-sini/", headers={"X-Still-Here": "1"}).status_code == 423
    assert rina.session[LOCKED]


def test_the_office_says_how_long(scene: Scene, settings: Any) -> None:
    settings.IDLE_MINUTES = 5
    rina = at_work(scene)
    idle(rina, 6 * MINUTE)

    assert rina.get(OWN)["Location"].startswith(UNLOCK)


def test_a_locked_session_can_be_left_and_what_is_public_stays_open(scene: Scene) -> None:
    rina = at_work(scene)
    idle(rina, 16 * MINUTE)

    assert rina.get("/lapor/").status_code == 200
    assert rina.post("/akun/logout/").status_code == 302
    assert "_auth_user_id" not in rina.session


@pytest.mark.usefixtures("password_is_enough")
def test_after_twelve_hours_she_signs_in_anew_and_gets_her_form_back(scene: Scene) -> None:
    ratna = signed_in(scene, "Ratna")
    ratna.get(OWN)
    session = ratna.session
    session[BEGAN] = time.time() - 12 * HOUR
    session.save()

    answer = ratna.post(OWN, {"name": "Ratna Andi", "phone": "", "language": "id"})

    assert answer["Location"] == "/akun/login/?next=%2Ftim%2Fakun%2Flanjut%2F"
    assert "_auth_user_id" not in ratna.session
    page = ratna.post(answer["Location"], {"login": "ratna", "password": PASSWORD}, follow=True).content.decode()
    assert 'value="Ratna Andi"' in page
    assert Entry.objects.filter(event="account.session-over", about_id=scene.id("Ratna")).count() == 1
    assert User.objects.get(username="ratna").name == "Ratna"


def test_work_itself_does_not_make_the_day_longer(scene: Scene) -> None:
    rina = at_work(scene)
    rina.get(OWN)
    began = rina.session[BEGAN]
    idle(rina, 0)
    rina.get("/tim/")

    assert rina.session[BEGAN] == began


def test_whoever_signs_in_on_her_device_gets_nothing_of_what_was_kept(scene: Scene) -> None:
    ratna = signed_in(scene, "Ratna")
    ratna.get(OWN)
    session = ratna.session
    session[BEGAN] = time.time() - 12 * HOUR
    session.save()
    ratna.post(OWN, {"name": "Zulaikha", "phone": "", "language": "id"})

    page = ratna.post("/akun/login/?next=/tim/akun/lanjut/", {"login": "ayu", "password": PASSWORD}, follow=True)

    assert "Zulaikha" not in page.content.decode()
