"""What is grave is done only by whoever just showed who she is, and nothing typed is lost on the way."""

from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import get_resolver

from naung.teams.models import Membership
from tests.architecture.test_guards import addresses
from tests.scene import PASSWORD, Scene
from tests.signing import signed_in

LONG_AGO = 6


def value(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]


def test_within_five_minutes_nobody_is_asked(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu", minutes_ago=4)

    answer = ayu.post(f"/tim/akun/{scene.id('Toni')}/akhiri/")

    assert answer["Location"] == "/tim/akun/"


def test_later_the_password_is_asked_and_the_form_goes_on_as_it_was(scene: Scene) -> None:
    ayu, timur = signed_in(scene, "Ayu", minutes_ago=LONG_AGO), str(scene.teams["timur"].pk)
    address = f"/tim/akun/{scene.id('Budi')}/peran/"

    asked = ayu.post(address, {"role": "COMPANION", "team": timur}, follow=True)
    assert "Masukkan kata sandi sekali lagi" in asked.content.decode()
    assert not Membership.objects.filter(user=scene.id("Budi"), team=scene.teams["timur"]).exists()

    wrong = ayu.post("/akun/reauthenticate/?next=/tim/akun/lanjut/", {"password": "bukan-kata-sandinya"})
    assert wrong.status_code == 200
    page = ayu.post("/akun/reauthenticate/?next=/tim/akun/lanjut/", {"password": PASSWORD}, follow=True)
    told = page.content.decode()
    assert f'action="{address}"' in told
    assert (value(told, "role"), value(told, "team")) == ("COMPANION", timur)
    ayu.post(address, {"role": value(told, "role"), "team": value(told, "team")})

    assert Membership.objects.filter(user=scene.id("Budi"), team=scene.teams["timur"]).exists()
    assert ayu.get("/tim/akun/lanjut/").status_code == 302, "nothing is kept any longer"


def test_reading_is_not_asked(scene: Scene) -> None:
    assert signed_in(scene, "Ayu", minutes_ago=LONG_AGO).get("/tim/akun/baru/").status_code == 200


def test_what_was_typed_lies_sealed_and_only_its_writer_gets_it_back(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu", minutes_ago=LONG_AGO)
    ayu.post("/tim/akun/baru/", {"name": "Zulaikha Kencana"})
    stored = Session.objects.get(pk=ayu.session.session_key).get_decoded()
    assert "Zulaikha" not in str(stored)

    other = signed_in(scene, "Dodi")
    session = other.session
    session["carried"] = ayu.session["carried"]
    session.save()

    assert "Zulaikha" in ayu.get("/tim/akun/lanjut/").content.decode()
    assert other.get("/tim/akun/lanjut/")["Location"] == "/kerja/"


def test_a_form_from_elsewhere_is_never_kept(scene: Scene) -> None:
    ayu = Client(enforce_csrf_checks=True)
    ayu.force_login(scene.users["Ayu"])

    assert ayu.post(f"/tim/akun/{scene.id('Toni')}/akhiri/").status_code == 403
    assert "carried" not in ayu.session


def test_a_part_of_a_page_leads_back_to_its_page(scene: Scene) -> None:
    ayu = signed_in(scene, "Ayu", minutes_ago=LONG_AGO)
    told = {"HX-Request": "true", "HX-Current-URL": "http://testserver/tim/akun/?q=toni"}

    answer = ayu.post(f"/tim/akun/{scene.id('Toni')}/akhiri/", headers=told)

    assert answer["HX-Redirect"] == "/akun/reauthenticate/?next=%2Ftim%2Fakun%2F%3Fq%3Dtoni"


def test_whoever_has_no_password_here_signs_in_anew(scene: Scene) -> None:
    scene.users["Ayu"].set_unusable_password()
    scene.users["Ayu"].save()
    ayu = signed_in(scene, "Ayu", minutes_ago=LONG_AGO)

    answer = ayu.post(f"/tim/akun/{scene.id('Toni')}/akhiri/")

    assert answer["Location"].startswith("/akun/login/")
    assert "_auth_user_id" not in ayu.session


GRAVE = {
    "teams:account-new", "teams:role-give", "teams:role-end", "teams:role-end-on", "teams:role-confirm",
    "teams:role-refuse", "teams:account-end", "teams:account-end-on", "teams:account-invite", "teams:account-factors",
    "teams:account-lift", "privacy:emergency", "privacy:guardian",
}  # fmt: skip


def test_roles_accounts_emergency_looks_and_what_is_handed_out_ask_for_a_fresh_password() -> None:
    asks = {name for name, entry in addresses(get_resolver()) if getattr(entry.callback, "asks_again", False)}

    assert asks >= GRAVE
