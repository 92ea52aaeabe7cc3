"""Forged forms, stolen and planted sessions, ways to another site, and what an answer tells about who exists."""

import re
from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from naung.intake.rules import receipts
from naung.teams.models import User
from naung.teams.operations import end_account
from tests.access.test_every_address import NOBODY, World, addresses, ask, filled
from tests.architecture.test_guards import addresses as patterns
from tests.cases.stories import doing
from tests.scene import PASSWORD, Scene
from tests.signing import SECOND_STEP, SIGN_IN, paper, with_app

ELSEWHERE = (
    "https://jahat.example/", "//jahat.example/", "/\\jahat.example", "///jahat.example", "http:jahat.example",
    "javascript:alert(1)", "\thttps://jahat.example", "https:///jahat.example", "data:text/html,x",
)  # fmt: skip
# Answered at once and kept nowhere (tests/publicsite: test_signs_page, test_proof): a token would need a cookie.
KEEPS_NOTHING = {"publicsite:signs", "publicsite:signs_peers", "publicsite:check_proof"}
# What opening a page may write: the trace, sessions, where somebody is signed in, that an officer has opened a report;
# allauth's copy of an address.
READING_WRITES = {
    "audit_entry", "django_session", "intake_message", "intake_report", "duties_deadline", "account_emailaddress",
    "usersessions_usersession",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_is_slowed_down(db: None) -> None:
    cache.clear()


def test_no_form_is_taken_without_its_token(world: World) -> None:
    """On every address for everybody, whatever it would answer otherwise."""
    taken = []
    for address in addresses():
        if address.name in KEEPS_NOTHING:
            continue
        for url, _ in filled(address, world, there=True):
            for who in ("Sari", "Rina", "Lina", "Ayu", NOBODY):
                client = world.clients[who]
                client.handler.enforce_csrf_checks = True
                answer = ask(world, who, "post", url)
                taken += [f"{who} {url} {answer.status_code}"] if answer.status_code != 403 else []

    assert not taken, "\n".join(taken)


def test_no_address_is_excepted_from_the_token_but_what_changes_nothing_and_sets_no_cookie() -> None:
    excepted = {name for name, entry in patterns(get_resolver()) if getattr(entry.callback, "csrf_exempt", False)}

    assert excepted == KEEPS_NOTHING


def test_opening_a_page_changes_nothing(world: World) -> None:
    """So that no picture or link on another site can act in somebody's name."""
    written: dict[str, str] = {}
    for address in addresses():
        for url, _ in filled(address, world, there=True):
            for who in ("Sari", "Lina", "Ayu"):
                connection.queries_log.clear()  # it holds only so many
                with CaptureQueriesContext(connection) as asked:
                    ask(world, who, "get", url)
                for query in asked:
                    if found := re.match(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)"?', query["sql"]):
                        written.setdefault(found[1], f"{who} {url}")

    assert written.keys() <= READING_WRITES, written


def login(client: Client, name: str = "sari", password: str = PASSWORD, **more: str) -> Any:
    return client.post(SIGN_IN, {"login": name, "password": password, **more})


def whole(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    """Sign in with both factors; the last answer."""
    with_app(user)
    login(client, user.username, password, **more)
    return client.post(SECOND_STEP, {"code": paper(user)})


def test_a_planted_session_is_worth_nothing_after_sign_in(scene: Scene) -> None:
    client = Client()
    client.get("/akun/login/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "planted0123456789planted01234567"
    client.cookies["csrftoken"] = "p" * 32
    whole(client, scene.users["Sari"])

    assert client.get("/kerja/").status_code == 200
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != "planted0123456789planted01234567"
    assert client.cookies["csrftoken"].value != "p" * 32
    planted = Client()
    planted.cookies[settings.SESSION_COOKIE_NAME] = "planted0123456789planted01234567"
    assert planted.get("/kerja/").status_code == 302


def copy_of(client: Client) -> Client:
    """Somebody took the cookie."""
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return thief


def test_a_stolen_session_ends_with_sign_out_with_a_new_password_and_with_the_account(scene: Scene) -> None:
    client, user = Client(), scene.users["Sari"]
    whole(client, user)
    thief = copy_of(client)
    assert thief.get("/kerja/").status_code == 200
    client.post("/akun/logout/")
    assert thief.get("/kerja/").status_code == 302

    whole(client, user)
    thief = copy_of(client)
    new = "kata-sandi-yang-lain-sekali"
    client.post("/akun/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert thief.get("/kerja/").status_code == 302

    whole(client, user, new)
    thief = copy_of(client)
    assert thief.get("/kerja/").status_code == 200
    doing(scene, "Ayu", end_account, user_id=scene.id("Sari"))
    assert thief.get("/kerja/").status_code == 302
    assert client.get("/kerja/").status_code == 302


@pytest.mark.parametrize("place", ELSEWHERE)
def test_no_way_leads_to_another_site(scene: Scene, place: str) -> None:
    client, user = Client(), scene.users["Sari"]
    with_app(user)
    answers = [
        client.post("/bahasa/", {"language": "en", "next": place}),
        client.post("/bahasa/", {"language": "en"}, headers={"referer": place}),
        client.post(f"{SIGN_IN}?next={place}", {"login": "sari", "password": PASSWORD}),
        client.post(f"{SECOND_STEP}?next={place}", {"code": paper(user), "next": place}),
        client.get(f"{SIGN_IN}?next={place}"),
        client.post("/akun/logout/", {"next": place}),
        whole(client, user, next=place),
        client.get(f"/akun/login/?next={place}"),
        client.post(f"/akun/logout/?next={place}"),
    ]

    sent_to = [answer["Location"] for answer in answers if answer.status_code == 302]
    assert len(sent_to) >= 6
    assert all(re.match(r"/(?![/\\])", way) and "jahat" not in way.split("?")[0] for way in sent_to), sent_to


@pytest.fixture
def hashing(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a password or a receipt was hashed: what makes one answer slower than another."""
    done: Counter[str] = Counter()
    encode, digest = MD5PasswordHasher.encode, receipts.digest_of

    def counted(self: Any, password: str, salt: str) -> str:
        done["password"] += 1
        return str(encode(self, password, salt))

    def counted_digest(digits: str, secret: bytes) -> str:
        done["receipt"] += 1
        return digest(digits, secret)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    monkeypatch.setattr(receipts, "digest_of", counted_digest)
    return done


def plain(answer: Any, *typed: str) -> str:
    """A page without what was typed into it and without its tokens."""
    page = re.sub(r"\b[A-Za-z0-9]{64}\b", "", answer.content.decode())
    for word in typed:
        page = page.replace(word, "…")
    return page


def test_nobody_learns_at_sign_in_who_has_an_account(scene: Scene, hashing: Counter[str]) -> None:
    wrong = login(Client(), "sari", "salah-sama-sekali")
    work = hashing.pop("password")
    unknown = login(Client(), "tidak-ada", "salah-sama-sekali")

    assert plain(wrong, "sari") == plain(unknown, "tidak-ada")
    assert wrong.status_code == unknown.status_code
    assert hashing["password"] == work == 1


def test_no_password_comes_by_mail_and_nobody_learns_there_who_has_an_account(scene: Scene) -> None:
    """Who may set a colleague's address (an administrator) would else hold her account."""
    User.objects.filter(username="sari").update(email="sari@naung.test")
    known = Client().post("/akun/password/reset/", {"email": "sari@naung.test"})
    unknown = Client().post("/akun/password/reset/", {"email": "tidak-ada@naung.test"})

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 405
    assert mail.outbox == []
    assert "pengelola akun" in Client().get("/akun/password/reset/").content.decode()


def test_a_receipt_that_is_not_there_costs_and_says_as_much_as_any_other(db: None, hashing: Counter[str]) -> None:
    answers = [Client().post("/kode/", {"code": code}) for code in ("1234 5678 9012 3456", "9999888877776666")]

    assert plain(answers[0], "1234 5678 9012 3456") == plain(answers[1], "9999888877776666")
    assert hashing["receipt"] == 2


def test_a_case_of_somebody_else_answers_like_one_that_is_not_there(world: World) -> None:
    """The same page after the same work, by its address and in the search."""
    toni, case_id = "Toni", world.ids["case_id"]
    asked = {
        "hidden": (f"/kasus/{case_id}/", f"/kerja/cari/?q={world.numbers[0]}", str(case_id)),
        "absent": (f"/kasus/{(missing := uuid4())}/", "/kerja/cari/?q=PSM-9999-ZZZZ", str(missing)),
    }
    seen = {}
    for which, (page, search, typed) in asked.items():
        ask(world, toni, "get", page)
        with CaptureQueriesContext(connection) as queries:
            answers = [ask(world, toni, "get", page), ask(world, toni, "get", search)]
        words = (typed, world.numbers[0], "PSM-9999-ZZZZ")
        seen[which] = ([plain(answer, *words) for answer in answers], len(queries))

    assert seen["hidden"] == seen["absent"]
