"""A file opened at night, the supervisor who is told, and the data protection officer who reviews it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.cases.operations import open_file
from tests.journeys.conftest import DESK, PHONE, Arrive, look
from tests.privacy.stories import REASON, in_danger, on_duty
from tests.scene import Scene

pytestmark = pytest.mark.journey


def at_night(scene: Scene, name: str, case: Case) -> None:
    """Somebody opens a file late, the night before."""
    now = timezone.localtime().replace(hour=23, minute=40) - timedelta(days=1)
    by = scene.actor(name, now)
    with acting_as(by):
        open_file(by=by, case=case, page="story", now=now)


def test_opened_as_an_emergency_told_at_once_reviewed_the_next_day(scene: Scene, arrive: Arrive) -> None:
    case = in_danger(scene)
    at_night(scene, "Rina", case)
    on_duty(scene, "Toni", timezone.now() - timedelta(hours=1))

    toni = arrive("Toni")
    toni.open("desk:search")
    toni.follow("Buka berkas darurat")
    look(toni, "emergency-phone")
    toni.write(asked_for=case.number, reason=REASON)
    toni.press("Buka untuk 24 jam")
    assert toni.reads("Anda membuka berkas ini secara darurat")
    look(toni, "emergency-file-phone")

    rina = arrive("Rina")
    rina.open("desk:notices")
    assert rina.reads(f"Toni (petugas piket) membuka kasus {case.number} secara darurat")
    rina.open("privacy:case_access", case.pk)
    look(rina, "case-access-phone")

    for size, kind in ((PHONE, "phone"), (DESK, "desk")):
        dodi = arrive("Dodi", size)
        for name in ("review", "unusual", "trace", "access", "guardian"):
            dodi.open(f"privacy:{name}")
            look(dodi, f"{name}-{kind}")
    dodi.open("privacy:review")
    dodi.page.locator("summary", has_text="Tinjau").first.click()
    dodi.write(note="Supervisor membenarkan: anak di depan IGD.")
    look(dodi, "reviewing-desk")
    dodi.press("Wajar")
    assert dodi.reads("Akses darurat (0)")

    dodi.open("privacy:guardian")
    dodi.write(number=case.number, name="Nurhayati")
    dodi.tap("checked")
    dodi.press("Buat daftar")
    assert dodi.reads("Manajer kasus (supervisor)")
    look(dodi, "guardian-list-desk")
