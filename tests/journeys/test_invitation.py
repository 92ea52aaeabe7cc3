"""An invited colleague opens her link on her telephone."""

import pytest
from django.utils import timezone

from naung.access.acting import acting_as
from naung.teams.operations import invite
from tests.journeys.conftest import Arrive, check
from tests.scene import Scene

pytestmark = pytest.mark.journey
OWN = "payung biru di teras"


def test_the_code_of_a_link_never_stands_in_an_address_that_travels(arrive: Arrive, scene: Scene) -> None:
    now = timezone.now()
    with acting_as(scene.actor("Ayu", now)) as ayu:
        code = invite(by=ayu, user_id=scene.id("Sari"), now=now).code
    her, travelled = arrive(), []
    her.page.on("request", lambda asked: travelled.append(f"{asked.url} {asked.headers.get('referer')}"))

    her.page.goto(f"{her.site}/tim/undangan/#{code}")
    her.page.locator("[name=password]").wait_for()

    check(her.page)
    assert code not in her.page.url
    assert travelled
    assert not [line for line in travelled if code in line]
    her.write(password=OWN, again=OWN)
    her.press("Simpan kata sandi")
    assert her.reads("Masuklah dengan nama pengguna sari")


def test_without_scripts_the_code_is_typed(arrive: Arrive, scene: Scene) -> None:
    now = timezone.now()
    with acting_as(scene.actor("Ayu", now)) as ayu:
        code = invite(by=ayu, user_id=scene.id("Sari"), now=now).code
    her = arrive(java_script_enabled=False)

    her.open("teams:invitation")
    her.write(code=code.replace("-", " ").lower())
    her.press("Lanjutkan")
    her.write(password=OWN, again=OWN)
    her.press("Simpan kata sandi")

    assert her.reads("Kata sandi tersimpan")
