"""A file's own page says who looked at it: each person once a day, with how often."""

from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from naung.access.acting import acting_as
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.cases.queries.looking import Look, looks
from tests.cases import work_stories
from tests.scene import MONDAY, Scene

TODAY, TOMORROW = MONDAY.date(), MONDAY.date() + timedelta(days=1)


def look(scene: Scene, case: Case, name: str, at: datetime, event: str = "case.opened") -> None:
    with acting_as(scene.actor(name)) as by:
        audit.record(by=by, event=event, about=case, at=at)


def seen_by(scene: Scene, name: str, case: Case, page: int | str = 1) -> list[Look]:
    with acting_as(scene.actor(name)) as actor:
        return list(looks(actor, case, page).object_list)


def test_one_line_for_each_person_and_day_the_newest_first(scene: Scene) -> None:
    case = work_stories.ready(scene, companions=("Budi",))
    for minutes in (0, 5, 10):
        look(scene, case, "Sari", MONDAY + timedelta(minutes=minutes))
    look(scene, case, "Budi", MONDAY + timedelta(hours=1))
    look(scene, case, "Sari", MONDAY + timedelta(days=1))
    look(scene, case, "Sari", MONDAY + timedelta(days=1, minutes=1), "case.printed")

    assert seen_by(scene, "Rina", case) == [
        Look("Sari", TOMORROW, 1, 1), Look("Budi", TODAY, 1, 0), Look("Sari", TODAY, 3, 0),
    ]  # fmt: skip


def test_a_day_is_the_offices_day(scene: Scene) -> None:
    case = work_stories.ready(scene)
    look(scene, case, "Sari", MONDAY.replace(hour=15, minute=59))  # one minute to midnight in Balikpapan
    look(scene, case, "Sari", MONDAY.replace(hour=16))

    assert [line.day for line in seen_by(scene, "Sari", case)] == [TOMORROW, TODAY]


def test_long_lists_come_in_pages(scene: Scene) -> None:
    case = work_stories.ready(scene)
    for days in range(25):
        look(scene, case, "Sari", MONDAY + timedelta(days=days))

    assert [len(seen_by(scene, "Sari", case, page)) for page in (1, 2, 99, "x")] == [20, 5, 5, 20]


def test_who_knows_only_the_number_does_not_learn_who_looks(scene: Scene) -> None:
    case = work_stories.ready(scene)
    look(scene, case, "Sari", MONDAY)

    assert [bool(seen_by(scene, name, case)) for name in ("Sari", "Rina", "Hadi", "Ratna")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_the_page_says_it_in_both_languages(scene: Scene) -> None:
    case = work_stories.ready(scene)
    for minutes in (0, 5):
        look(scene, case, "Sari", MONDAY + timedelta(minutes=minutes))
    look(scene, case, "Sari", MONDAY, "case.printed")
    client, address = Client(), reverse("cases:documents", args=[case.pk])
    client.force_login(scene.users["Rina"])

    assert "2 kali, dicetak 1 kali" in client.get(address).content.decode()
    client.cookies["django_language"] = "en"
    page = client.get(address).content.decode()
    assert "2 times, printed once" in page
    assert "Who opened this file" in page
