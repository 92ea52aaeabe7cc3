"""Choosing people with their load before one's eyes, also those of another team."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Case
from tests.cases.stories import a_case, triaged
from tests.scene import MONDAY, Scene


@pytest.fixture
def rina(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    client = Client()
    client.force_login(scene.users["Rina"])
    return client


def test_another_teams_people_are_shown_with_their_load_and_get_the_case(scene: Scene, rina: Client) -> None:
    case = a_case(scene, companions=("Budi",))
    timur = scene.teams["timur"].pk
    page = reverse("cases:assign", args=[case.pk])
    assert "Toni" not in rina.get(page).content.decode()

    shown = rina.get(page, {"tim": timur}).content.decode()
    assert "Toni" in shown
    assert "Kasus berpindah ke Tim Timur" in shown
    given = {"team_id": timur, "holder_id": scene.id("Toni"), "companion_ids": [scene.id("Wati")], "reason": "Pindah"}
    assert rina.post(page, given).headers["Location"] == reverse("cases:list")

    with acting_as(scene.actor("Toni")):
        moved = Case.objects.get()
        assert (moved.team_id, moved.owner_id) == (timur, scene.id("Toni"))
    assert rina.get(page).status_code == 404


def test_who_is_not_of_the_chosen_team_does_not_get_the_case(scene: Scene, rina: Client) -> None:
    page = reverse("cases:assign", args=[a_case(scene).pk])
    given = {"team_id": scene.teams["timur"].pk, "holder_id": scene.id("Sari"), "reason": "x"}
    assert rina.post(page, given).status_code == 422
    assert rina.get(page, {"tim": "bukan"}).status_code == 200


def test_registering_shows_the_people_of_the_team_that_is_chosen(scene: Scene, rina: Client) -> None:
    page = reverse("cases:register", args=[triaged(scene).pk])
    timur = scene.teams["timur"].pk
    shown = rina.get(page, {"tim": timur}).content.decode()
    assert "Toni" in shown
    assert "Sari" not in shown.partition('id="petugas"')[2].partition("</form>")[0]
    assert f'name="team" value="{timur}"' in shown
