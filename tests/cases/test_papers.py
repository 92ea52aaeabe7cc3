"""Papers made of what is recorded: listed where there is something to print, for those who may read the story."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.cases import operations
from naung.cases.models import Case
from naung.cases.operations import work
from tests.cases.stories import a_case, doing
from tests.cases.test_reintegration_work import returned, visit
from tests.cases.work_stories import in_rehabilitation
from tests.scene import MONDAY, Scene


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + timedelta(days=4))


def read(scene: Scene, name: str, page: str, case: Case, *more: object) -> str:
    client = Client()
    client.force_login(scene.users[name])
    return client.get(reverse(f"cases:{page}", args=[case.pk, *more])).content.decode()


def test_a_new_case_lists_none_of_them(scene: Scene) -> None:
    page = read(scene, "Sari", "documents", a_case(scene))
    assert not [code for code in ("KTR", "LPK", "LPM") if f"({code})" in page]


def test_what_was_agreed_and_what_came_of_it_can_be_printed(scene: Scene) -> None:
    case = in_rehabilitation(scene)
    doing(scene, "Sari", work.deliver_service, case_id=case.pk, service="PSI", provider="Puskesmas Baru Ilir",
          date=date(2026, 11, 23), note="Tiga kali.")  # fmt: skip
    page = read(scene, "Sari", "documents", case)
    assert reverse("cases:paper", args=[case.pk, "ktr"]) in page
    assert "Siapa yang diberi tahu" in read(scene, "Sari", "paper", case, "ktr")
    assert "Puskesmas Baru Ilir" in read(scene, "Sari", "paper", case, "lpk")
    assert "Puskesmas Baru Ilir" not in read(scene, "Toni", "paper", case, "lpk")


def test_the_visits_after_the_return_make_the_monitoring_report(scene: Scene) -> None:
    case = returned(scene)
    assert "(LPM)" not in read(scene, "Sari", "documents", case)
    visit(scene, case)
    assert "(LPM)" in read(scene, "Sari", "documents", case)
    assert "kunjungan pemantauan ke-1" in read(scene, "Sari", "paper", case, "lpm")


def test_the_story_tells_the_numbers_of_handover_and_letters_to_whom_they_concern(scene: Scene) -> None:
    case = returned(scene)
    assert "Berita acara nomor BAP/7" in read(scene, "Sari", "file", case)
    law = a_case(scene, forms=("SEK",), companions=("Budi",), name="Sinta")
    doing(scene, "Sari", operations.mark_legal_duty, case_id=law.pk, kind="POLICE_REPORT", done_date=MONDAY.date(),
          number="LP/123/XI/2026")  # fmt: skip
    assert "LP/123/XI/2026" in read(scene, "Sari", "file", law)
    assert "LP/123/XI/2026" not in read(scene, "Budi", "file", law)
