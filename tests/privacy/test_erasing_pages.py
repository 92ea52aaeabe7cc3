"""Erasing on its pages: one asks, another erases, and the record says until when copies live."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from naung.privacy.models import Erasure, Hold
from tests.cases.stories import a_case
from tests.people.merge_stories import close
from tests.scene import Scene


@pytest.fixture(autouse=True)
def _list(settings: Any, tmp_path: Path) -> None:
    settings.ERASED_LIST = tmp_path / "erased.list"


def signed_in(scene: Scene, name: str) -> Client:
    client = Client()
    client.force_login(scene.users[name])
    return client


def test_one_asks_another_erases(scene: Scene) -> None:
    case = close(scene, a_case(scene, name="Zulaikha Kencana"))
    dodi, hadi, page = signed_in(scene, "Dodi"), signed_in(scene, "Hadi"), reverse("privacy:erasing")
    told = {"number": case.number.lower(), "basis": "TERM", "reason": "Masa simpan habis."}
    assert dodi.post(page, told).status_code == 302
    asked = Erasure.objects.get()
    erase = reverse("privacy:erase", args=[asked.pk])
    assert erase not in dodi.get(page).content.decode()
    assert erase in hadi.get(page).content.decode()

    refused = dodi.post(erase, follow=True).content.decode()
    assert "diputuskan oleh orang lain" in refused
    shown = hadi.post(erase, follow=True).content.decode()

    assert "Data anak sudah dihapus." in shown
    assert "Cadangan terakhir yang memuat namanya hilang pada" in shown
    assert "Zulaikha" not in shown
    again = dodi.post(page, {**told, "number": "TIDAK-ADA"})
    assert (
        again.status_code,
        "Tidak ada kasus, atau laporan tanpa kasus, dengan nomor ini." in again.content.decode(),
    ) == (422, True)


def test_a_hold_is_placed_and_lifted_with_its_reason(scene: Scene) -> None:
    case = close(scene, a_case(scene))
    ratna, page = signed_in(scene, "Ratna"), reverse("privacy:holds")
    ratna.post(page, {"number": case.number, "until": "2030-03-01", "reason": "Sidang berjalan."})
    held = Hold.objects.get()
    lift = reverse("privacy:hold_lift", args=[held.pk])
    assert "Tulis alasannya." in ratna.post(lift, {"reason": " "}, follow=True).content.decode()
    assert "Putusan tetap." in ratna.post(lift, {"reason": "Putusan tetap."}, follow=True).content.decode()
