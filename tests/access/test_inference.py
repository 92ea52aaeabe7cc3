"""A named person cannot infer the report: with it and without it, everything that she can ask answers the same.

The same week is lived twice, once with a report that names her, and with all that follows from it, and once without.
Then every page of hers must be the same to the letter, made by the same statements.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from http.cookies import SimpleCookie
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import UniqueConstraint
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.access.actors import clock
from naung.access.operations import restamp
from naung.access.policy import Permission, Role
from naung.cases.operations import danger
from naung.core.ids import READABLE, new_id, new_number
from naung.duties.operations import tick
from naung.intake.models import Report
from naung.intake.operations import file_report, save_triage
from naung.intake.rules import AllegedFacts, FiledChild, Filing, ReporterFacts
from naung.people.rules import ChildFacts
from naung.teams.models import Membership, Shift, User
from tests.access.everything import WALLED
from tests.access.public import PUBLIC
from tests.access.test_every_address import WORDS, addresses
from tests.cases.stories import a_case, doing, register, triaged
from tests.intake.test_filing import the_public
from tests.intake.test_sorting import COMPLETE
from tests.scene import MONDAY, PASSWORD, Scene

NOW = MONDAY + timedelta(hours=30)  # the clocks of Monday's reports have run out
NIK = "6471995504170001"
CHILD = FiledChild(name="Zulaikha Kencana", nik=NIK, age_estimate=9)
TOLD = Filing(
    happened="Anak dipukul di gudang ikan.", channel="TEL", children=(CHILD,), dangers={"B01": "YES"},
    reporter=ReporterFacts(name="Bu Ani", phone="081234567890"),
)  # fmt: skip
NAMED = {"Sanusi": "teacher", "Lina": "intake", "Rina": "supervisor", "Budi": "companion", "Sari": "social worker"}

CHANGING = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "ID"),
    (re.compile(rf"\b[{READABLE}]{{4}}-[{READABLE}]{{3}}\b"), "NUMBER"),
    (re.compile(r"\b[A-Za-z0-9]{64}\b"), "CSRF"),
    (re.compile(r'(name="token" value=")[^"]+'), r"\1TOKEN"),
    (re.compile(r"s\d+_x\d+"), "SAVEPOINT"),
    (re.compile(r"(Dicetak oleh [^,]+, )<time[^>]*>[^<]*</time>"), r"\1NOW"),
)  # fmt: skip
Answer = tuple[int, str, list[str]]


@pytest.fixture
def office(scene: Scene, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Scene:
    """The cast, a teacher, and a case of Barat that has nothing to do with it."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    with acting_as(scene.actor("Ayu")):
        teacher = User.objects.create_user("sanusi", PASSWORD, name="Sanusi Rahman", created_at=MONDAY)
        scene.users["Sanusi"] = teacher
        Membership.objects.create(user=teacher, role=Role.SCHOOL, office=scene.office, from_at=MONDAY)
    with acting_as(scene.actor("Rina")):
        hours = {"from_at": MONDAY - timedelta(hours=1), "until_at": NOW + timedelta(days=3)}
        Shift.objects.create(office=scene.office, first=scene.users["Dewi"], **hours)
    return scene


def everyday(scene: Scene, who: str) -> dict[str, Any]:
    """What happens anyway, some of it about the same child; the records on which this person works."""
    case = a_case(scene, "barat", ("Budi",), name="Dimas Pratama")
    filer = who if who in ("Sanusi", "Lina") else "Lina"
    with acting_as(scene.actor(filer, NOW)) as actor:
        (desk,) = file_report(by=actor, filing=replace(TOLD, dangers={}), now=NOW)
    waiting = triaged(scene, "barat", name="Zulaikha Kencana", received_at=NOW - timedelta(hours=1))
    return {"case_id": case.pk, "report_id": {"Lina": desk.pk, "Rina": waiting.pk}.get(who)}


def heard_of(scene: Scene, who: str) -> Report:
    """Somebody without an account tells of it; the clocks run out and tell whoever is to be told."""
    alleged = AllegedFacts(name=scene.users[who].name, relation="AYH", has_access="YES")
    public = the_public(scene)
    with acting_as(public):
        (report,) = file_report(by=public, filing=replace(TOLD, alleged=alleged, channel="WEB"), now=MONDAY)
    _clock(scene)
    return report


def named(scene: Scene, who: str) -> None:
    """The desk, or the head of division, answers that the alleged person works here, and names her."""
    report = heard_of(scene, who)
    sheet = replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id(who)}))
    sorter = "Hadi" if who == "Lina" else "Lina"
    doing(scene, sorter, save_triage, now=NOW, report_id=report.pk, entry=sheet, version=None)
    _clock(scene)


def became_a_case(scene: Scene, who: str) -> tuple[UUID, UUID]:
    """The other team has it as a case with a danger flag; a companion of hers walks along."""
    report = triaged(scene, "timur", name="Zulaikha Kencana", dangers=("B08",))
    with acting_as(scene.actor("Dewi")), widened([report.pk]):
        report.barred_user_ids = [scene.id(who)]
        report.store("barred_user_ids")
        restamp(report)
    companion = "Wati" if who == "Budi" else "Budi"
    facts = ChildFacts(name="Zulaikha Kencana", nik=NIK)
    case = register(scene, report, "timur", (companion,), child=facts)
    doing(scene, "Toni", danger.raise_danger_flag, case_id=case.pk, code="B08", note="Diancam di gudang ikan")
    _clock(scene)
    return report.pk, case.pk


def _clock(scene: Scene) -> None:
    by = clock([scene.office.pk])
    with acting_as(by):
        tick(by=by, now=NOW)


def lived(scene: Scene, who: str, hidden: Callable[[Scene, str], object] | None) -> dict[str, Answer]:
    """The week with or without it, and then everything that this person can ask."""
    with transaction.atomic():
        if hidden:
            hidden(scene, who)
        known = everyday(scene, who)
        _clock(scene)
        client = Client(raise_request_exception=False)
        client.force_login(scene.users[who])
        answers = {name: ask(client, *how) for name, how in asked(known).items()}
        transaction.set_rollback(True)
    return answers


def asked(known: dict[str, Any]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Every page without a record and every page of the records that she works on; searches; look-ups."""
    found = {}
    for address in addresses():
        needed = set(address.arguments)
        if (
            address.name not in PUBLIC
            and ":" in address.name
            and needed <= WORDS.keys() | {name for name, value in known.items() if value}
        ):
            values = {name: WORDS[name][0] if name in WORDS else known[name] for name in needed}
            found[address.name] = ("get", reverse(address.name, kwargs=values), {})
    for text in ("Zulaikha", "Zulaikha Kencana", "Kencana", "GUDA-NGX"):
        found[f"search {text}"] = ("get", reverse("desk:search"), {"q": text})
        found[f"list {text}"] = ("get", reverse("cases:list"), {"q": text})
        found[f"queue {text}"] = ("get", reverse("intake:queue"), {"name": text})
        found[f"ended {text}"] = ("get", reverse("intake:ended"), {"name": text})
    if known["report_id"]:
        for look in ({"name": "Zulaikha Kencana"}, {"nik": NIK}):
            found[f"look-up {look}"] = ("post", reverse("intake:known_children", args=[known["report_id"]]), look)
    return found


def ask(client: Client, method: str, url: str, fields: dict[str, str]) -> Answer:
    """Status, page and statements of one request, without what is new in every one; what it changed is undone."""
    statements: list[str] = []

    def listen(execute: Any, sql: Any, *rest: Any) -> Any:
        statements.append(_plain(str(sql)))
        return execute(sql, *rest)

    cookies = client.cookies.output(header="", sep=";")
    with transaction.atomic():
        with connection.execute_wrapper(listen):
            answer = getattr(client, method)(url, fields)
        transaction.set_rollback(True)
    client.cookies = SimpleCookie(cookies)
    return answer.status_code, _plain(answer.content.decode()), statements


def _plain(text: str) -> str:
    for pattern, put in CHANGING:
        text = pattern.sub(put, text)
    return text


@pytest.mark.parametrize("who", NAMED)
def test_everything_that_she_can_ask_answers_as_if_there_were_no_report(office: Scene, who: str) -> None:
    without = lived(office, who, None)
    for hidden in (heard_of, named, became_a_case):
        with_it = lived(office, who, hidden)

        assert without.keys() == with_it.keys()
        told = {name: difference(without[name], with_it[name]) for name in without if without[name] != with_it[name]}
        assert told == {}, hidden.__name__


def difference(without: Answer, with_it: Answer) -> list[str]:
    """What differs, for whoever reads the failure."""
    lines = [*without[1].splitlines(), *without[2]], [*with_it[1].splitlines(), *with_it[2]]
    return [f"{without[0]} {with_it[0]}", *sorted(set(lines[0]) ^ set(lines[1]))[:8]]


@pytest.mark.parametrize("who", ["Lina", "Rina"])
def test_the_comparison_would_see_a_report_that_is_hers_to_see(office: Scene, who: str) -> None:
    def of_hers(scene: Scene, _who: str) -> None:
        triaged(scene, "barat", name="Zulaikha Kencana")
        with acting_as(the_public(scene)) as public:
            file_report(by=public, filing=replace(TOLD, channel="WEB"), now=MONDAY)

    without, with_it = lived(office, who, None), lived(office, who, of_hers)

    page = {"Lina": "intake:queue", "Rina": "desk:today"}[who]
    assert without[page] != with_it[page]


@pytest.mark.parametrize("who", ["Rina", "Sanusi"])
def test_an_address_of_the_hidden_record_answers_as_if_there_were_none(office: Scene, who: str) -> None:
    """The same words by the same statements: neither the answer nor its time tells that the record is there."""
    report_id, case_id = became_a_case(office, who)
    client = Client(raise_request_exception=False)
    client.force_login(office.users[who])
    for address in addresses():
        about = {"report_id": report_id, "case_id": case_id, "draft_id": report_id}
        if not about.keys() & set(address.arguments):
            continue
        hidden = {name: WORDS[name][0] if name in WORDS else about.get(name, case_id) for name in address.arguments}
        nothing = {name: value if name in WORDS else new_id() for name, value in hidden.items()}
        for method in ("get", "post"):
            there, missing = (
                ask(client, method, reverse(address.name, kwargs=ids), {}) for ids in (hidden, nothing)
            )  # fmt: skip
            assert there == missing, (address.name, method, difference(there, missing))


def test_numbers_and_keys_tell_neither_order_nor_count(db: None) -> None:
    """No sequence stands behind any walled table, and a number comes from the machine's source of randomness."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND (is_identity = 'YES' OR column_default LIKE 'nextval%')"
        )
        counted = {name for (name,) in cursor.fetchall()}
    assert not counted & {model._meta.db_table for model in WALLED}

    numbers = [new_number() for _ in range(2_000)]
    first = [number[0] for number in numbers]
    assert len(set(numbers)) == len(numbers)
    assert set(first) == set(READABLE)
    assert sum(a < b for a, b in pairwise(numbers)) in range(800, 1_200)


def test_what_is_unique_names_no_child_and_no_person() -> None:
    """A refusal because something is there already could tell of a hidden record: only keys and ids are unique."""
    told = {
        f"{model._meta.label}.{field}"
        for model in WALLED
        for group in (
            *((one.name,) for one in model._meta.concrete_fields if one.unique),
            *(one.fields for one in model._meta.constraints if isinstance(one, UniqueConstraint)),
        )
        for field in group
        if WALLED[model].reads is not Permission.READ_D1
        and field not in ("id", "case", "report", "child", "visit", "assessment", "other_child_id", "plan", "user_id")
    }
    assert told <= KINDS


# Kinds and numbers within one record that one sees already; and random numbers of requests and breaches.
KINDS = {
    "cases.Draft.kind", "cases.Assessment.sequence", "cases.Rating.factor", "cases.LegalDuty.kind",
    "cases.LegalDuty.sequence", "cases.Plan.number", "cases.DangerFlag.code", "people.Relationship.relation",
    "duties.Notice.once", "prevention.SignSeen.pupil", "prevention.SignSeen.code", "prevention.SignSeen.day",
    "privacy.DataRequest.number", "privacy.RequestWords.request", "privacy.Breach.number",
}  # fmt: skip
