"""Signing in on a telephone: the first time, with a code of an application, and with a passkey alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from allauth.socialaccount.models import SocialAccount

from naung.config.settings import origin
from naung.teams.models import User
from tests.journeys.conftest import Arrive, Person, look
from tests.scene import PASSWORD, Scene
from tests.signing import code

pytestmark = pytest.mark.journey

LOCK = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def with_screen_lock(person: Person) -> None:
    """Her device has a lock of its own that keeps passkeys."""
    cdp: Any = person.page.context.new_cdp_session(person.page)
    cdp.send("WebAuthn.enable")
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": LOCK})


def give_password(person: Person, name: str) -> None:
    person.open("account_login")
    person.write(login=name, password=PASSWORD)
    person.press("Masuk")


def test_the_first_time_she_sets_up_an_application_and_then_signs_in_with_its_codes(
    scene: Scene, arrive: Arrive
) -> None:
    sari = arrive()
    give_password(sari, "sari")
    assert sari.reads("Satu langkah lagi")
    look(sari, "second-factor-first")
    sari.open("cases:list")
    assert sari.reads("Satu langkah lagi"), "no other page opens"

    sari.follow("Pasang aplikasi kode")
    look(sari, "second-factor-app")
    secret = sari.page.locator("details .digits").text_content() or ""
    sari.write(code=code("".join(secret.split())))
    sari.press("Pasang")
    assert sari.reads("Kode pemulihan")
    look(sari, "second-factor-codes")
    sari.follow("Sudah saya simpan, lanjut")
    assert sari.page.url.endswith("/kerja/")

    kept = Authenticator.objects.get(user=scene.users["Sari"], type="totp")
    elsewhere = arrive()
    give_password(elsewhere, "sari")
    look(elsewhere, "second-step")
    elsewhere.write(code=code(decrypt(kept.data["secret"])))
    elsewhere.press("Masuk")

    assert elsewhere.page.url.endswith("/kerja/")


def test_she_sets_up_a_passkey_and_signs_in_with_it_alone(scene: Scene, arrive: Arrive) -> None:
    budi = arrive()
    with_screen_lock(budi)
    give_password(budi, "budi")
    budi.follow("Pasang kunci sandi")
    look(budi, "second-factor-passkey")
    budi.write(name="Ponsel Budi")
    budi.press("Pasang")
    assert budi.reads("Kode pemulihan")
    budi.follow("Pengaman kedua")
    assert budi.reads("Ponsel Budi")
    look(budi, "second-factors")

    budi.page.context.clear_cookies()
    budi.open("account_login")
    look(budi, "sign-in")
    budi.press("Masuk dengan kunci sandi (passkey)")
    assert budi.page.url.endswith("/kerja/")


def test_a_passkey_is_also_the_second_step_after_the_password(scene: Scene, arrive: Arrive) -> None:
    budi = arrive()
    with_screen_lock(budi)
    give_password(budi, "budi")
    budi.follow("Pasang kunci sandi")
    budi.press("Pasang")

    budi.page.context.clear_cookies()
    give_password(budi, "budi")
    look(budi, "second-step-passkey")
    budi.press("Pakai kunci sandi")

    assert budi.page.url.endswith("/kerja/")
    assert User.objects.get(username="budi").last_login is not None


@pytest.fixture
def provider(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[str]:
    """The office's own OpenID provider, in a process of its own."""
    script = Path(__file__).parents[1] / "teams" / "openid_provider.py"
    command = [sys.executable, str(script), str(tmp_path), f"{live_server.url}/akun/dari/kantor/kembali/"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        there = process.stdout.readline().strip()
        app = {
            "provider_id": "kantor", "name": "akun kota", "client_id": "naung", "secret": "a secret of the tests",
            "settings": {"server_url": there},
        }  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {**rules, "form-action": ["'self'", *origin(there)]}}
        yield there
        process.terminate()


def test_she_signs_in_by_the_offices_own_provider_under_the_strict_policy(
    provider: str, scene: Scene, arrive: Arrive
) -> None:
    SocialAccount.objects.create(user=scene.users["Dodi"], provider="kantor", uid="17")
    dodi = arrive()
    dodi.page.context.add_cookies([{"name": "who", "value": "17", "url": provider}])

    dodi.open("account_login")
    look(dodi, "sign-in-office")
    dodi.press("Masuk dengan akun kota")

    assert dodi.reads("Satu langkah lagi"), "this provider does not say that it asked for a second factor"
