"""The pages of a school person and of the office before a concern."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naung.access.acting import acting_as
from naung.intake.models import Report
from naung.prevention.models import RaisedConcern, SchoolTask
from tests.prevention.concern_stories import people_of_school
from tests.scene import MONDAY, Scene

FIRST = {
    "children": "1", "token": "halaman-satu", "seen": "Punggungnya memar.", "child1-name": "Dimas Pratama",
    "child1-school_class": "4B", "point1-place": "BACK:CHEST", "point1-kind": "BRUISE", "point2-place": "FRONT:HAND_L",
    "point2-kind": "BURN", "alleged_relation": "TTH",
}  # fmt: skip


@pytest.fixture
def school(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    people_of_school(scene)
    monkeypatch.setattr("django.utils.timezone.now", lambda: MONDAY)
    return scene


def at(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def sent(scene: Scene, name: str = "Yanti", **more: Any) -> Report:
    answer = at(scene, name).post(reverse("prevention:concern"), FIRST | more)
    assert answer.status_code == 302, answer.content.decode()
    with acting_as(scene.actor("Lina")):
        return Report.objects.get()


def test_a_school_person_begins_at_her_concerns(school: Scene) -> None:
    answer = at(school, "Yanti").get(reverse("desk:today"), follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(reverse("prevention:concerns"), 302)]
    assert "SD Negeri 001 Contoh" in page
    assert "Sampaikan kekhawatiran" in page


def test_what_is_sent_stands_on_the_page_of_the_office_and_never_again_on_that_of_the_school(school: Scene) -> None:
    report = sent(school)

    hers = at(school, "Yanti").get(reverse("prevention:concerns")).content.decode()
    answers = at(school, "Yanti").get(reverse("prevention:concern-answers", args=[report.pk])).content.decode()
    office = at(school, "Lina").get(reverse("prevention:concern-office", args=[report.pk])).content.decode()
    triage = at(school, "Lina").get(reverse("intake:triage", args=[report.pk])).content.decode()

    assert report.number in hers
    assert "Punggungnya memar." in office
    assert "Punggung atas" in office
    assert "Tangan kiri" in office
    assert reverse("prevention:concern-office", args=[report.pk]) in triage
    for page in (hers, answers):
        assert "Punggungnya" not in page
        assert "Dimas" not in page


def test_one_more_child_keeps_what_was_written(school: Scene) -> None:
    answer = at(school, "Yanti").post(reverse("prevention:concern"), FIRST | {"more": "1"})

    page = answer.content.decode()
    assert 'name="child2-name"' in page
    assert "Punggungnya memar." in page
    with acting_as(school.actor("Lina")):
        assert not RaisedConcern.objects.exists()


def test_an_empty_page_says_what_is_missing_and_takes_nothing(school: Scene) -> None:
    answer = at(school, "Yanti").post(reverse("prevention:concern"), FIRST | {"seen": " "})

    assert answer.status_code == 422
    assert "satu kalimat sudah cukup" in answer.content.decode()
    with acting_as(school.actor("Lina")):
        assert not Report.objects.exists()


def test_danger_shows_the_numbers_once_it_is_sent(school: Scene) -> None:
    sent(school, danger="YES")
    client = at(school, "Yanti")
    client.post(reverse("prevention:concern"), FIRST | {"danger": "YES", "token": "lain"})

    first, second = (client.get(reverse("prevention:concerns")).content.decode() for _ in range(2))

    assert "danger-box" in first
    assert "danger-box" not in second


def test_the_office_gives_a_task_and_the_school_answers_it_on_its_first_page(school: Scene) -> None:
    report = sent(school)
    office, her = at(school, "Lina"), at(school, "Tuti")
    asked = {"user": school.id("Tuti"), "text": "Catat bila ia tidak masuk.", "due": "2026-11-27"}

    office.post(reverse("prevention:concern-task", args=[report.pk]), asked)
    page = her.get(reverse("prevention:concerns"))
    with acting_as(school.actor("Lina")):
        task = SchoolTask.objects.get()
    missing = her.post(reverse("prevention:concern-task-done"), {"task": task.pk, "answer": ""})
    done = her.post(reverse("prevention:concern-task-done"), {"task": task.pk, "answer": "Masuk tiap hari."})

    assert "Catat bila ia tidak masuk." in page.content.decode()
    assert (missing.status_code, done.status_code) == (422, 302)
    assert "Masuk tiap hari." in office.get(reverse("prevention:concern-office", args=[report.pk])).content.decode()


def test_what_the_office_enters_wrongly_comes_back_with_a_word(school: Scene) -> None:
    report, office = sent(school), at(school, "Lina")
    late = {"user": school.id("Tuti"), "text": "Catat.", "due": "2020-01-01"}

    refused = office.post(reverse("prevention:concern-task", args=[report.pk]), late)
    unjudged = office.post(reverse("prevention:concern-breach", args=[report.pk]), {"kind": "LAW"})
    undated = office.post(reverse("prevention:concern-body", args=[report.pk]), {"step": "HANDED", "body": "POKJA"})

    assert [answer.status_code for answer in (refused, unjudged, undated)] == [422] * 3
    assert "Hari itu sudah lewat." in refused.content.decode()


def test_rule_or_law_and_the_letter_to_the_pokja_stand_on_the_page(school: Scene) -> None:
    report, office = sent(school), at(school, "Lina")
    office.post(reverse("prevention:concern-breach", args=[report.pk]), {"kind": "LAW", "reason": "Ada luka."})
    step = {"step": "HANDED", "body": "POKJA", "on_date": "2026-11-23", "letter": "012/DS/2026"}
    office.post(reverse("prevention:concern-body", args=[report.pk]), step)

    page = office.get(reverse("prevention:concern-office", args=[report.pk])).content.decode()

    for words in ("Pelanggaran hukum", "Ada luka.", "Pokja kota", "012/DS/2026"):
        assert words in page


def test_the_head_teacher_of_the_school_finds_nothing(school: Scene) -> None:
    report = sent(school, alleged_head="on")
    head = at(school, "Marwan")

    assert head.get(reverse("prevention:concern-answers", args=[report.pk])).status_code == 404
    assert head.get(reverse("prevention:concern-office", args=[report.pk])).status_code == 404
    assert report.number not in head.get(reverse("prevention:concerns")).content.decode()


@pytest.mark.parametrize("name", ["Sari", "Hadi", "Ayu", "Dodi"])
def test_whoever_works_in_no_school_has_no_page_for_concerns(school: Scene, name: str) -> None:
    assert at(school, name).get(reverse("prevention:concerns")).status_code == 403
    assert at(school, name).get(reverse("prevention:concern")).status_code == 403


def test_no_two_fields_of_a_page_have_the_same_name_for_the_browser(school: Scene) -> None:
    report = sent(school)
    pages = (
        ("Yanti", reverse("prevention:concern")),
        ("Yanti", reverse("prevention:concern-answers", args=[report.pk])),
        ("Lina", reverse("prevention:concern-office", args=[report.pk])),
    )
    for name, address in pages:
        ids = re.findall(r' id="([^"]+)"', at(school, name).get(address).content.decode())
        assert len(ids) == len(set(ids)), address


def test_enter_passes_a_concern_on_instead_of_adding_a_child(school: Scene) -> None:
    form = at(school, "Yanti").get(reverse("prevention:concern")).content.decode().partition('id="kekhawatiran"')[2]

    assert re.findall(r'<button[^>]* name="(\w+)"', form)[:2] == ["send", "more"]
