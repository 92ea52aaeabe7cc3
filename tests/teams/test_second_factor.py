"""A password alone opens nothing of a child: who needs a second factor, sets one up, keeps it, and loses it."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from naung.access.acting import acting_as
from naung.access.policy import GUARDED, POLICY, Permission, Role
from naung.core.errors import AccessDenied, NotAllowedNow
from naung.teams import operations
from naung.teams.models import Membership
from tests.access.public import PUBLIC
from tests.access.test_every_address import World, addresses, filled, world  # noqa: F401
from tests.scene import MONDAY, Scene
from tests.signing import SECOND_STEP, code, enter, paper, with_app
from tests.trace import Entry

SET_UP = "/akun/keamanan/"
SETTING_UP = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "account_logout", "account_reauthenticate"}
TOTP_SECRET = "mfa.totp.secret"


def text(answer: Any) -> str:
    return str(answer.content.decode())


def events(name: str, scene: Scene) -> list[str]:
    with acting_as(scene.actor("Dodi")):
        return list(Entry.objects.filter(about_id=scene.id(name)).order_by("at", "pk").values_list("event", flat=True))


def test_the_policy_itself_says_which_roles_need_one() -> None:
    guarded = {role for role, grants in POLICY.items() if GUARDED & grants.keys()}

    assert Permission.READ_D2 not in GUARDED
    assert {p for p in Permission if p in ("READ_D3", "READ_D4", "READ_D5", "READ_D6", "READ_D7")} < GUARDED
    assert Role.SOCIAL_WORKER in guarded
    assert Role.ADMIN in guarded, "who can open accounts can open everything"
    assert Role.OFFICE_HEAD in guarded, "who confirms roles opens as much"
    assert Role.DPO in guarded, "the reasons of the trace tell what a child told"
    assert Role.ANALYST not in guarded


@pytest.mark.parametrize("name", ["Sari", "Ayu"])
def test_with_the_password_alone_every_page_leads_to_setting_one_up(world: World, settings: Any, name: str) -> None:  # noqa: F811
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    client, answer = enter(name.lower())
    asked = [a for a in addresses() if a.name not in PUBLIC | SETTING_UP]
    pages = [url for address in asked for url, _ in filled(address, world, there=True)]

    wrong = [
        f"{method} {url}: {answer.status_code}"
        for url in pages
        for method in ("get", "post")
        if (answer := getattr(client, method)(url)).status_code != 302 or answer["Location"] != SET_UP
    ]

    assert answer.status_code == 302
    assert len(pages) > 100
    assert wrong == []


def test_a_part_of_a_page_leads_the_whole_page_there(scene: Scene) -> None:
    client, _ = enter("sari")

    answer = client.get(reverse("cases:list"), headers={"HX-Request": "true"})

    assert answer["HX-Redirect"] == SET_UP
    assert not answer.content


def test_until_then_she_is_nobody_to_the_walls_even_on_a_page_open_to_everybody(scene: Scene) -> None:
    client, _ = enter("sari")

    page = client.get("/")

    assert page.status_code == 200
    assert page.wsgi_request.actor.holdings == ()


def test_whoever_opens_nothing_of_a_child_signs_in_with_the_password_alone(scene: Scene) -> None:
    Membership.objects.filter(user=scene.users["Dodi"]).update(role=Role.ANALYST)
    client, _ = enter("dodi")

    assert client.get("/kerja/").status_code == 200


def test_she_sets_up_the_application_keeps_the_paper_and_goes_to_work(scene: Scene) -> None:
    client, _ = enter("sari")
    assert "Satu langkah lagi" in text(client.get("/kerja/", follow=True))
    page = client.get(reverse("mfa_activate_totp"))  # no second question for the password a moment after the first
    secret = client.session[TOTP_SECRET]
    assert page.status_code == 200

    refused = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    taken = client.post(reverse("mfa_activate_totp"), {"code": code(secret)}, follow=True)

    assert refused.status_code == 200
    assert taken.redirect_chain == [(reverse("mfa_view_recovery_codes"), 302)]
    assert paper(scene.users["Sari"])[:4] in text(taken)
    assert client.get("/kerja/").status_code == 200
    assert "account.factor-added" in events("Sari", scene)
    kept = Authenticator.objects.get(user=scene.users["Sari"], type="totp").data["secret"]
    assert secret not in kept, "sealed where it lies"


def test_with_a_factor_both_steps_are_asked_and_nothing_opens_between_them(scene: Scene) -> None:
    secret = with_app(scene.users["Sari"])

    client, answer = enter("sari")
    between = client.get("/kerja/")
    wrong = client.post(SECOND_STEP, {"code": "123123"})
    right = client.post(SECOND_STEP, {"code": code(secret)})

    assert answer["Location"] == SECOND_STEP
    assert between["Location"].startswith("/akun/login/")
    assert wrong.status_code == 200
    assert right["Location"] == "/kerja/"
    assert client.get("/kerja/").status_code == 200


def test_a_code_is_good_once(scene: Scene) -> None:
    secret = with_app(scene.users["Sari"])
    now = code(secret)
    first, _ = enter("sari")
    first.post(SECOND_STEP, {"code": now})

    second, _ = enter("sari")

    assert second.post(SECOND_STEP, {"code": now}).status_code == 200
    assert second.post(SECOND_STEP, {"code": paper(scene.users["Sari"])}).status_code == 302


def test_a_session_of_the_password_alone_cannot_add_a_factor_beside_hers(scene: Scene) -> None:
    thief, _ = enter("sari")
    secret = with_app(scene.users["Sari"])  # she sets hers up on another device

    asked = reverse("mfa_reauthenticate")
    answers = [thief.get(reverse(page)) for page in ("mfa_activate_totp", "mfa_add_webauthn", "mfa_index")]
    shown = thief.post(asked, {"code": code(secret)})

    assert all(answer["Location"].startswith(asked) for answer in answers)
    assert shown.status_code == 302
    assert thief.get("/kerja/").status_code == 200, "with the code it is she"


def test_the_last_factor_stays_while_it_is_needed(scene: Scene) -> None:
    with_app(scene.users["Sari"])
    client = _in(scene, "Sari")

    page = client.post(reverse("mfa_deactivate_totp"))

    assert page.status_code == 200
    assert Authenticator.objects.filter(user=scene.users["Sari"], type="totp").exists()


def test_a_passkey_that_is_the_last_factor_stays_too(scene: Scene) -> None:
    key = Authenticator.objects.create(user=scene.users["Sari"], type="webauthn", data={"name": "ponsel"})
    client = Client()
    client.force_login(scene.users["Sari"])

    page = client.post(reverse("mfa_remove_webauthn", args=[key.pk]), follow=True)

    assert "pengaman yang terakhir" in text(page)
    assert Authenticator.objects.filter(pk=key.pk).exists()


def test_one_of_two_can_be_taken_off(scene: Scene) -> None:
    with_app(scene.users["Sari"])
    key = Authenticator.objects.create(user=scene.users["Sari"], type="webauthn", data={"name": "ponsel"})
    client = _in(scene, "Sari")

    client.post(reverse("mfa_remove_webauthn", args=[key.pk]))

    assert not Authenticator.objects.filter(pk=key.pk).exists()
    assert events("Sari", scene)[-1] == "account.factor-removed"


def test_whoever_needs_none_may_take_her_last_one_off(scene: Scene) -> None:
    Membership.objects.filter(user=scene.users["Dodi"]).update(role=Role.ANALYST)
    with_app(scene.users["Dodi"])
    client = _in(scene, "Dodi")

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.filter(user=scene.users["Dodi"]).exists(), "the recovery codes go with it"


def _in(scene: Scene, name: str) -> Client:
    client, _ = enter(name.lower())
    client.post(SECOND_STEP, {"code": paper(scene.users[name])})
    assert client.get("/kerja/").status_code == 200
    return client


def test_the_administrator_resets_a_lost_factor_and_every_session_of_hers_ends(scene: Scene) -> None:
    with_app(scene.users["Sari"])
    sari, ayu = _in(scene, "Sari"), Client()
    ayu.force_login(scene.users["Ayu"])
    assert "Setel ulang" in text(ayu.get(reverse("teams:account", args=[scene.id("Sari")])))

    page = ayu.post(reverse("teams:account-factors", args=[scene.id("Sari")]), follow=True)

    assert "dilepas" in text(page)
    assert sari.get("/kerja/")["Location"].startswith("/akun/login/")
    assert not UserSession.objects.filter(user=scene.users["Sari"]).exists()
    assert events("Sari", scene)[-1] == "account.factors-reset"
    again, _ = enter("sari")
    assert again.get("/kerja/")["Location"] == SET_UP


def test_nobody_else_resets_and_nobody_her_own(scene: Scene) -> None:
    with acting_as(scene.actor("Rina")) as rina, pytest.raises(AccessDenied):
        operations.reset_factors(by=rina, user_id=scene.id("Sari"), now=MONDAY)
    with acting_as(scene.actor("Ayu")) as ayu, pytest.raises(NotAllowedNow):
        operations.reset_factors(by=ayu, user_id=scene.id("Ayu"), now=MONDAY)


def test_only_made_up_people_skip_it_and_only_among_training_data(scene: Scene, settings: Any) -> None:
    made_up = scene.users["Sari"]
    made_up.email = "sari@naung.invalid"
    made_up.save()

    def opens(name: str, *, training: bool, optional: bool) -> bool:
        settings.TRAINING_DATA, settings.SECOND_FACTOR_OPTIONAL = training, optional
        return bool(enter(name)[0].get("/kerja/").status_code == 200)

    assert opens("sari", training=True, optional=True)
    assert not opens("sari", training=False, optional=True)
    assert not opens("sari", training=True, optional=False)
    assert not opens("budi", training=True, optional=True), "an address of somebody real"


def test_the_band_says_it(scene: Scene, settings: Any) -> None:
    settings.TRAINING_DATA = settings.SECOND_FACTOR_OPTIONAL = True

    assert "tanpa pengaman kedua" in text(Client().get("/"))


def test_the_doctor_says_when_the_switch_stands_beside_real_data(db: None, settings: Any) -> None:
    from naung.config.doctor import findings

    settings.TRAINING_DATA, settings.SECOND_FACTOR_OPTIONAL = False, True

    assert [line for line in findings() if "NAUNG_SECOND_FACTOR_OPTIONAL" in line]


def test_the_doctor_says_when_the_pages_connect_as_who_owns_the_tables(db: None) -> None:
    from django.db import connections

    from naung.config import doctor

    def owns(using: str) -> bool:
        with connections[using].cursor() as cursor:
            cursor.execute(doctor.OWNS)
            return bool(cursor.fetchone()[0])

    assert (owns("default"), owns("owner")) == (False, True)
