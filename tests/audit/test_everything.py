"""What people do besides changing records leaves a line too: searching, printing, asking for what is not theirs."""

from typing import Any
from uuid import uuid4

from django.test import Client
from django.urls import reverse

from naung.audit.queries import fingerprint
from tests.cases import work_stories
from tests.cases.stories import triaged
from tests.scene import Scene
from tests.trace import Entry


def client_of(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def test_a_search_is_kept_without_its_words(scene: Scene) -> None:
    work_stories.ready(scene, name="Zulaikha Kencana")

    client_of(scene, "Sari").get(reverse("desk:search"), {"q": "zulaikha"})

    entry = Entry.objects.get(event="search.made")
    assert entry.actor_id == scene.id("Sari")
    assert entry.details == {
        "kind": "name-or-number", "found": 1, "words": {"q": fingerprint("Zulaikha ")},
    }  # fmt: skip
    assert "zulaikha" not in str(entry.details).casefold()


def test_a_page_without_words_to_search_for_is_no_search(scene: Scene) -> None:
    client_of(scene, "Sari").get(reverse("desk:search"))
    client_of(scene, "Lina").get(reverse("intake:queue"))

    assert not Entry.objects.filter(event="search.made").exists()


def test_words_of_a_list_and_the_look_for_a_known_child_are_searches(scene: Scene) -> None:
    report = triaged(scene, name="Zulaikha Kencana")
    lina, rina = client_of(scene, "Lina"), client_of(scene, "Rina")

    lina.get(reverse("intake:ended"), {"name": "Zulaikha"})
    rina.get(reverse("cases:register", args=[report.pk]))

    kinds = [entry.details["kind"] for entry in Entry.objects.filter(event="search.made").order_by("recorded_at")]
    assert kinds == ["reports-ended", "known-child"]
    assert Entry.objects.get(details__kind="known-child").about_id == report.pk


def test_a_print_is_told_apart_from_a_look(scene: Scene) -> None:
    case = work_stories.ready(scene, name="Zulaikha Kencana")

    client_of(scene, "Sari").get(reverse("cases:paper", args=[case.pk, "lpk"]))

    assert Entry.objects.get(event="case.printed", about_id=case.pk).details == {"page": "lpk"}


def test_who_asks_for_a_file_that_is_not_hers_is_written_down(scene: Scene) -> None:
    case = work_stories.ready(scene, name="Zulaikha Kencana")
    never_there = uuid4()

    for record in (case.pk, never_there):
        assert client_of(scene, "Toni").get(reverse("cases:file", args=[record])).status_code == 404

    asked = Entry.objects.filter(event="access.not-found").order_by("recorded_at")
    assert [(entry.actor_id, entry.about_id, entry.details) for entry in asked] == [
        (scene.id("Toni"), case.pk, {"page": "cases:file"}), (scene.id("Toni"), never_there, {"page": "cases:file"}),
    ]  # fmt: skip


def test_a_receipt_is_written_down_whether_it_opens_or_not(db: Any) -> None:
    Client().post(reverse("publicsite:code"), {"code": "1234 5678 1234 5678"})

    assert Entry.objects.filter(event="receipt.refused", actor_id=None, about_id=None).count() == 1
