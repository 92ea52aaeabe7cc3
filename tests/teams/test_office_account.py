"""Signing in by the office's own OpenID provider: a real one, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from naung.access.acting import acting_as
from naung.teams.models import User
from tests.scene import Scene
from tests.signing import SECOND_STEP, code, enter, signed_in, with_app
from tests.trace import Entry

GO, BACK = "/akun/dari/kantor/", "/akun/dari/kantor/kembali/"
SIGN_IN, SET_UP, OWN = "/akun/login/", "/akun/keamanan/", "/tim/akun/saya/"
DODI = {"email": "dodi@naung.test", "email_verified": True}


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    script = Path(__file__).parent / "openid_provider.py"
    command = [sys.executable, str(script), str(tmp_path_factory.mktemp("provider")), f"http://testserver{BACK}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture(autouse=True)
def _office(provider: str, settings: Any) -> None:
    app = {
        "provider_id": "kantor", "name": "akun kota", "client_id": "naung", "secret": "a secret of the tests",
        "settings": {"server_url": provider},
    }  # fmt: skip
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def come_by_office(client: Client, who: str, process: str = "login", **told: Any) -> Any:
    """Press the button, be somebody at the provider, and come back; the answer then."""
    leaving = client.post(GO, {"process": process})
    assert leaving.status_code == 302, leaving.content
    cookies = {"who": who, "told": quote(json.dumps(told))}
    there = requests.get(leaving["Location"], cookies=cookies, allow_redirects=False, timeout=10)
    assert there.status_code == 302, there.text
    return client.get(there.headers["Location"].removeprefix("http://testserver"))


def text(answer: Any) -> str:
    return str(answer.content.decode())


def bind(user: User, subject: str) -> None:
    SocialAccount.objects.create(user=user, provider="kantor", uid=subject)


def events(scene: Scene, name: str) -> list[str]:
    with acting_as(scene.actor("Dodi")):
        found = Entry.objects.filter(about_id=scene.id(name)).order_by("recorded_at", "pk")
        return list(found.values_list("event", flat=True))


@pytest.mark.usefixtures("password_is_enough")
def test_she_binds_her_account_once_and_then_signs_in_with_it(scene: Scene) -> None:
    dodi = signed_in(scene, "Dodi")
    assert "Akun kota" in text(dodi.get(OWN))

    came = come_by_office(dodi, "17", process="connect", **DODI)
    new = Client()
    again = come_by_office(new, "17", **DODI)

    assert came["Location"] == OWN
    assert "Terhubung" in text(dodi.get(OWN))
    assert again["Location"] == "/kerja/"
    assert new.get("/kerja/").status_code == 200
    assert {"account.office-bound", "account.signed-in"} <= set(events(scene, "Dodi"))


def test_nothing_of_what_the_provider_tells_is_kept(scene: Scene) -> None:
    come_by_office(signed_in(scene, "Dodi"), "17", process="connect", **DODI, name="Dodi Asli")
    come_by_office(Client(), "17", **DODI, name="Dodi Asli")

    assert SocialAccount.objects.get().extra_data == {}
    assert not SocialToken.objects.exists()


def test_a_stranger_gets_no_account(scene: Scene) -> None:
    before = User.objects.count()
    client = Client()

    came = come_by_office(client, "99", email="orang@lain.test", email_verified=True)

    assert came["Location"] == SIGN_IN
    assert "belum terhubung" in text(client.get(SIGN_IN))
    assert client.get("/kerja/").status_code == 302
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


@pytest.mark.usefixtures("password_is_enough")
@pytest.mark.parametrize(
    ("by_mail", "told", "lets_in"),
    [
        (True, DODI, True),
        (True, {**DODI, "email": "DODI@naung.test"}, True),
        (False, DODI, False),
        (True, {**DODI, "email_verified": False}, False),
        (True, {**DODI, "email_verified": "yes"}, False),
        (True, {"email": "dodi@naung.test"}, False),
        (True, {"email": "", "email_verified": True}, False),
    ],
)
def test_a_verified_mail_finds_the_account_only_where_the_office_wants_it(
    scene: Scene, settings: Any, by_mail: bool, told: dict[str, Any], lets_in: bool
) -> None:
    settings.OFFICE_BY_MAIL = by_mail
    client = Client()

    come_by_office(client, "17", **told)

    assert (client.get("/kerja/").status_code == 200) == lets_in
    assert SocialAccount.objects.filter(user=scene.users["Dodi"]).exists() == lets_in
    assert scene.users["Dodi"].has_usable_password()


def test_another_subject_with_her_mail_does_not_become_her(scene: Scene, settings: Any) -> None:
    settings.OFFICE_BY_MAIL = True
    bind(scene.users["Dodi"], "17")

    assert come_by_office(Client(), "18", **DODI)["Location"] == SIGN_IN


def test_a_mail_of_two_accounts_finds_neither(scene: Scene, settings: Any) -> None:
    settings.OFFICE_BY_MAIL = True
    User.objects.filter(username="ratna").update(email="Dodi@naung.test")

    assert come_by_office(Client(), "17", **DODI)["Location"] == SIGN_IN


def test_the_second_factor_is_still_asked(scene: Scene) -> None:
    bind(scene.users["Sari"], "5")
    bind(scene.users["Budi"], "6")
    secret = with_app(scene.users["Budi"])
    sari, budi = Client(), Client()

    come_by_office(sari, "5", amr=["pwd", "mfa"])
    came = come_by_office(budi, "6")

    assert sari.get("/kerja/")["Location"] == SET_UP
    assert came["Location"] == SECOND_STEP
    budi.post(SECOND_STEP, {"code": code(secret)})
    assert budi.get("/kerja/").status_code == 200


@pytest.mark.parametrize(
    ("told", "enough"),
    [
        ({"amr": ["pwd", "mfa"]}, True),
        ({"acr": "urn:kota:dua"}, True),
        ({"amr": "mfa"}, True),
        ({"amr": ["pwd"]}, False),
        ({"acr": "1"}, False),
        ({}, False),
    ],
)
def test_one_shown_there_counts_where_the_office_says_so(
    scene: Scene, settings: Any, told: dict[str, Any], enough: bool
) -> None:
    settings.OFFICE_SECOND_FACTOR = frozenset({"mfa", "urn:kota:dua"})
    bind(scene.users["Sari"], "5")
    with_app(scene.users["Sari"])
    sari = Client()

    came = come_by_office(sari, "5", **told)

    assert came["Location"] == ("/kerja/" if enough else SECOND_STEP)
    assert (sari.get("/kerja/").status_code == 200) == enough


def test_whoever_owes_a_factor_binds_nothing(scene: Scene) -> None:
    thief, _ = enter("sari")

    come_by_office(thief, "66", process="connect")

    assert not SocialAccount.objects.exists()


def test_nobody_binds_a_subject_that_is_another_ones(scene: Scene) -> None:
    bind(scene.users["Ratna"], "17")

    come_by_office(signed_in(scene, "Dodi"), "17", process="connect", **DODI)

    assert SocialAccount.objects.get().user == scene.users["Ratna"]


def test_an_account_that_has_ended_stays_outside(scene: Scene) -> None:
    bind(scene.users["Dodi"], "17")
    User.objects.filter(username="dodi").update(is_active=False)
    client = Client()

    come_by_office(client, "17", **DODI)

    assert client.get("/kerja/").status_code == 302


def test_an_answer_that_nobody_asked_for_signs_nobody_in(scene: Scene) -> None:
    bind(scene.users["Dodi"], "17")
    client, other = Client(), Client()
    leaving = other.post(GO)
    there = requests.get(leaving["Location"], cookies={"who": "17"}, allow_redirects=False, timeout=10)

    came = client.get(there.headers["Location"].removeprefix("http://testserver"))

    assert came["Location"] == SIGN_IN
    assert "tidak berhasil" in text(client.get(SIGN_IN))


def test_she_lets_go_of_it_again_unless_she_has_no_other_way(scene: Scene) -> None:
    bind(scene.users["Dodi"], "17")
    dodi = signed_in(scene, "Dodi")

    dodi.post("/tim/akun/saya/akun-kantor/lepas/")

    assert not SocialAccount.objects.exists()
    bind(scene.users["Ratna"], "18")
    scene.users["Ratna"].set_unusable_password()
    scene.users["Ratna"].save()
    ratna = signed_in(scene, "Ratna")
    assert ratna.post("/tim/akun/saya/akun-kantor/lepas/").status_code == 409
    assert SocialAccount.objects.exists()


def test_without_a_provider_there_is_no_button_and_no_page(scene: Scene, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert "akun/dari" not in text(Client().get(SIGN_IN))
    assert Client().post(GO).status_code == 404
    assert Client().get(BACK).status_code == 404
