"""What is being written is kept on the way, gone once it is sent, and never anybody else's."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Case, Draft
from tests.cases.stories import a_case
from tests.cases.test_reintegration_work import returned
from tests.cases.work_stories import in_rehabilitation
from tests.scene import MONDAY, Scene

HIDDEN = re.compile(r'<input type="hidden" name="(version|narrative_id)" value="([^"]+)"')
WORDS = "Nenek bersedia menjemput."
SAFE = {"dangerous_people": "", "no_go": "", "safe_contact": "", "plan": WORDS, "version": 0}
FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("note", "note", {"at": "2026-11-23T09:30", "text": WORDS}),
    ("safety", "safety", SAFE),
    ("closing", "close?cara=UMR", {"way": "UMR", "reason": WORDS}),
    ("return-plan", "reintegration", {"destination": "KIN", "school_place": "on", "school_note": WORDS}),
]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def address(name: str, case: Case, *more: object) -> str:
    name, _, query = name.partition("?")
    return reverse(f"cases:{name}", args=[case.pk, *more]) + (f"?{query}" if query else "")


@pytest.mark.parametrize(("kind", "page", "typed"), FORMS)
def test_what_is_typed_comes_back_to_whoever_typed_it(
    scene: Scene, kind: str, page: str, typed: dict[str, Any]
) -> None:
    case = a_case(scene, companions=("Budi",))
    sari = signed_in(scene, "Sari")
    assert 'data-autosave-url="' + address("draft", case, kind) in sari.get(address(page, case)).content.decode()

    assert sari.post(address("draft", case, kind), typed).json()["saved_at"] == "10.00"

    shown = sari.get(address(page, case)).content.decode()
    assert WORDS in shown
    assert "Tulisan Anda dari" in shown
    assert WORDS not in signed_in(scene, "Rina").get(address(page, case)).content.decode()


@pytest.mark.parametrize(("kind", "page", "typed"), [FORMS[0], FORMS[1], FORMS[3]])
def test_nothing_is_kept_of_what_was_sent(scene: Scene, kind: str, page: str, typed: dict[str, Any]) -> None:
    case = in_rehabilitation(scene)
    sari = signed_in(scene, "Sari")
    hidden = dict(HIDDEN.findall(sari.get(address(page, case)).content.decode()))
    sari.post(address("draft", case, kind), typed | hidden)

    assert sari.post(address(page, case), typed | hidden).status_code == 302

    with acting_as(scene.actor("Sari")):
        assert Draft.objects.get(kind=kind).data is None


def test_a_visit_after_the_return_is_kept_with_its_factors(scene: Scene) -> None:
    case = returned(scene)
    sari = signed_in(scene, "Sari")
    sari.post(address("draft", case, "return-visit-1"), {"kind": "RUMAH", "child_words": WORDS, "3A": "4"})

    shown = sari.get(address("return_visit", case, 1)).content.decode()
    assert WORDS in shown
    assert re.search(r'name="3A" value="4"[^>]*checked', shown)
    assert WORDS not in sari.get(address("return_visit", case, 2)).content.decode()


def test_a_form_that_nobody_keeps_and_a_case_that_is_not_hers_are_not_there(scene: Scene) -> None:
    case = a_case(scene)
    for kind in ("lain", "return-visit-lain", "return-visit-12345678"):
        assert signed_in(scene, "Sari").post(address("draft", case, kind), {"text": WORDS}).status_code == 404
    assert signed_in(scene, "Toni").post(address("draft", case, "note"), {"text": WORDS}).status_code == 404
