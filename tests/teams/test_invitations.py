"""A colleague sets her own password with a link that ends; nobody else ever knows it."""

import logging
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.desk.queries.administering import LAPSED, needing_attention
from naung.teams import operations
from naung.teams.models import Invitation, User
from naung.teams.rules.accounts import new_code, plain_code
from tests.scene import MONDAY, PASSWORD, Scene
from tests.signing import signed_in
from tests.trace import Entry

HOUR = timedelta(hours=1)
OWN = "payung biru di teras"


@given(st.sampled_from([" ", "-", "", " - ", "–"]), st.booleans())
def test_a_code_is_read_however_it_is_typed(between: str, small: bool) -> None:
    code = new_code()
    typed = between.join(code.split("-"))

    assert plain_code(typed.lower() if small else typed) == code
    assert len(code.replace("-", "")) == 20


def invite(scene: Scene, name: str = "Sari") -> operations.Invited:
    with acting_as(scene.actor("Ayu")) as ayu:
        return operations.invite(by=ayu, user_id=scene.id(name), now=MONDAY)


def use(code: str, password: str = OWN, after: timedelta = HOUR) -> User:
    with acting_as(public()) as by:
        return operations.use_invitation(by=by, code=code, password=password, now=MONDAY + after)


def test_with_her_link_a_colleague_sets_a_password_that_nobody_else_has_seen(scene: Scene) -> None:
    invited = invite(scene)
    assert authenticate(username="sari", password=PASSWORD) is None, "the old one ends at once"

    use(invited.code.lower().replace("-", " "))

    assert authenticate(username="sari", password=OWN) == scene.users["Sari"]
    assert list(Entry.objects.order_by("at").values_list("event", flat=True)) == [
        "account.invited", "account.invitation-used",
    ]  # fmt: skip


def test_the_code_is_kept_nowhere(scene: Scene) -> None:
    invited = invite(scene)

    kept = str(list(Invitation.objects.values())) + str(list(Entry.objects.values_list("details", flat=True)))
    assert invited.code not in kept
    assert invited.code.replace("-", "") not in kept


def test_a_link_works_once(scene: Scene) -> None:
    invited = invite(scene)
    use(invited.code)

    with pytest.raises(Refused):
        use(invited.code, "sepatu merah di loteng")
    assert authenticate(username="sari", password=OWN) is not None


def test_a_link_ends_after_72_hours(scene: Scene) -> None:
    first = invite(scene)
    assert use(first.code, after=71 * HOUR).pk == scene.id("Sari")
    second = invite(scene)

    with pytest.raises(Refused):
        use(second.code, after=72 * HOUR)


def test_a_new_link_ends_the_one_before_and_a_cancelled_one_is_worth_nothing(scene: Scene) -> None:
    first, second = invite(scene), invite(scene)
    with pytest.raises(Refused):
        use(first.code)

    with acting_as(scene.actor("Ayu")) as ayu:
        operations.cancel_invitation(by=ayu, user_id=scene.id("Sari"), now=MONDAY)
        with pytest.raises(NotAllowedNow):
            operations.cancel_invitation(by=ayu, user_id=scene.id("Sari"), now=MONDAY)
    with pytest.raises(Refused):
        use(second.code)


def test_an_ended_account_cannot_be_opened_again_by_its_link(scene: Scene) -> None:
    invited = invite(scene)
    with acting_as(scene.actor("Ayu")) as ayu:
        operations.end_account(by=ayu, user_id=scene.id("Sari"), now=MONDAY)

    with pytest.raises(Refused):
        use(invited.code)


@pytest.mark.parametrize("weak", ["pendek", "password1234", "123456789012"])
def test_a_weak_password_is_refused_and_the_link_stays(scene: Scene, weak: str) -> None:
    invited = invite(scene)

    with pytest.raises(Refused) as refused:
        use(invited.code, weak)
    assert refused.value.about["field"] == "password"
    assert use(invited.code).pk == scene.id("Sari")


@pytest.mark.parametrize("name", ["Rina", "Hadi", "Sari"])
def test_nobody_but_the_administrator_invites(scene: Scene, name: str) -> None:
    with acting_as(scene.actor(name)) as actor, pytest.raises(AccessDenied):
        operations.invite(by=actor, user_id=scene.id("Sari"), now=MONDAY)


def test_an_invitation_ends_every_open_session(scene: Scene) -> None:
    sari = signed_in(scene, "Sari")
    assert sari.get("/tim/akun/saya/").status_code == 200

    signed_in(scene, "Ayu").post(f"/tim/akun/{scene.id('Sari')}/undang/")

    assert sari.get("/tim/akun/saya/").status_code == 302


def test_the_whole_way_from_the_administrators_page_to_the_first_sign_in(scene: Scene) -> None:
    ayu, her, address = signed_in(scene, "Ayu"), Client(), f"/tim/akun/{scene.id('Sari')}/"
    page = ayu.post(f"{address}undang/").content.decode()
    code = page.split("<dt>Kode undangan</dt><dd>")[1].split("<", maxsplit=1)[0]
    assert f"/tim/undangan/#{code}" in page
    assert "data:image/svg+xml;base64," in page
    assert "belum dipakai" in ayu.get(address).content.decode()

    assert her.get("/tim/undangan/").status_code == 200
    assert her.post("/tim/undangan/", {"code": "BCDF-2345"}).status_code == 422
    asked = her.post("/tim/undangan/", {"code": code})
    assert 'value="sari"' in asked.content.decode()
    differs = her.post("/tim/undangan/", {"code": code, "password": OWN, "again": "lain"})
    assert "Kedua kata sandi berbeda" in differs.content.decode()
    weak = her.post("/tim/undangan/", {"code": code, "password": "password1234", "again": "password1234"})
    assert weak.status_code == 422
    done = her.post("/tim/undangan/", {"code": code, "password": OWN, "again": OWN})
    assert "Kata sandi tersimpan" in done.content.decode()
    assert "no-store" in done["Cache-Control"]

    her.post("/akun/login/", {"login": "sari", "password": OWN})
    assert her.get("/tim/akun/saya/")["Location"] == "/akun/keamanan/", "signed in, and led to a second factor"
    assert "Undangan dipakai" in ayu.get(address).content.decode()


def test_on_a_device_where_somebody_is_signed_in_nothing_is_set(scene: Scene) -> None:
    invited = invite(scene)

    page = signed_in(scene, "Rina").post("/tim/undangan/", {"code": invited.code, "password": OWN, "again": OWN})

    assert "Keluar dulu" in page.content.decode()
    assert authenticate(username="sari", password=OWN) is None


def test_neither_code_nor_password_reaches_the_log(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    code = invite(scene).code
    with caplog.at_level(logging.DEBUG):
        Client().post("/tim/undangan/", {"code": code, "password": OWN, "again": OWN})

    assert code not in caplog.text
    assert OWN not in caplog.text


def test_an_unused_invitation_comes_back_to_the_administrator(scene: Scene) -> None:
    invite(scene)

    waiting = [one for one in needing_attention(timezone.now() + timedelta(days=30)) if one.why == LAPSED]
    assert [one.user.username for one in waiting] == ["sari"]
