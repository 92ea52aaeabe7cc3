"""The companion's day: what is late, what is next, for whom, why, and the one thing to do about it."""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from naung.cases.operations import contact, safety
from naung.cases.rules.contact import VisitFacts
from naung.people.operations import CaregiverFacts, add_caregiver
from naung.people.rules import ChildFacts
from naung.places.models import Area
from tests.cases.stories import doing, register, triaged
from tests.journeys.conftest import DESK, PHONE, ROOT, Arrive, look
from tests.scene import Scene

pytestmark = pytest.mark.journey


@dataclass
class Child:
    """A child with whom Budi works: reported so long ago, and visited so long ago if ever."""

    name: str
    age: int
    level: str
    reported: timedelta
    visited: timedelta | None = None
    safe_hours: str = ""


HOUR = timedelta(hours=1)
CHILDREN = (
    Child("Rani Kusuma", 9, "EMERGENCY", 6 * HOUR, safe_hours="13.00–16.00"),
    Child("Dimas Anggara", 14, "HIGH", 240 * HOUR, visited=167 * HOUR),
    Child("Putri Lestari", 7, "HIGH", 22 * HOUR, safe_hours="sesudah 17.00"),
    Child("Muhammad Fadli", 12, "MEDIUM", 26 * HOUR),
    Child("Siti Aisyah", 16, "LOW", 130 * HOUR, safe_hours="pagi"),
)


def give_to_budi(scene: Scene, child: Child, now: datetime) -> None:
    ward = Area.objects.get(name="Baru Ilir")
    reported = now - child.reported
    facts = ChildFacts(
        name=child.name, age_estimate=child.age, age_estimated_date=timezone.localdate(reported), ward_id=ward.pk
    )
    report = triaged(scene, name=child.name, level=child.level, received_at=reported)
    case = register(scene, report, companions=("Budi",), child=facts, now=reported + HOUR)
    if child.safe_hours:
        bibi = CaregiverFacts(name="Aminah", relation="IBU", safe_to_contact=True, safe_hours=child.safe_hours)
        doing(scene, "Sari", add_caregiver, reported + HOUR, child_id=case.child_id, facts=bibi)
    if child.visited is not None:
        seen = VisitFacts(kind="RUMAH", at=now - child.visited, child_seen=True, safe="YES", stable=True)
        doing(scene, "Budi", contact.record_visit, seen.at, case_id=case.pk, visit=seen)
        doing(
            scene, "Sari", safety.write_safety, seen.at, case_id=case.pk, dangerous_people="Paman", no_go="",
            safe_contact="Ibu", plan="Dimas tidur di rumah nenek.",
        )  # fmt: skip


def test_the_companion_sees_what_is_late_and_what_comes_next(arrive: Arrive, scene: Scene) -> None:
    now = timezone.now()
    for child in CHILDREN:
        give_to_budi(scene, child, now)

    for size, name in ((PHONE, "companion-day-phone"), (DESK, "companion-day")):
        budi = arrive("Budi", size)
        budi.page.reload()  # the greeting after signing in is gone
        first = budi.page.locator(".duty").first
        assert "Rani, 9 th" in first.inner_text()
        assert "lewat 2 jam" in first.inner_text()
        assert "aman dihubungi 13.00–16.00" in first.inner_text()
        assert budi.reads("Dimas, 14 th")
        assert budi.page.get_by_role("link", name="Catat kunjungan").count() == len(CHILDREN)
        picture = look(budi, name)
    if os.environ.get("NAUNG_KEEP_PICTURES") == "1":
        kept = ROOT / "docs" / "pictures"
        kept.mkdir(exist_ok=True)
        shutil.copy(picture, kept / picture.name)
