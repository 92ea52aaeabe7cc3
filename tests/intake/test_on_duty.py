"""A danger report that nobody opens: whoever is called can open and sort it, with the cast as it is."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.operations import restamp
from naung.duties.models import Notice
from naung.intake.models import Report
from naung.intake.operations import end_triage, save_triage
from naung.teams.models import Shift
from tests.duties.test_clock import tick
from tests.intake.test_filing import by_phone, filed
from tests.intake.test_sorting import COMPLETE
from tests.scene import Scene

DANGER = {"dangers": {"B02": "YES"}}


def link_of(scene: Scene, name: str) -> str:
    with acting_as(scene.actor(name, timezone.now())):
        return Notice.objects.filter(kind="report.danger-waits").order_by("-created_at")[0].href


def status(scene: Scene, name: str, href: str) -> int:
    client = Client()
    client.force_login(scene.users[name])
    return client.get(href).status_code


@pytest.mark.parametrize("minutes", [15, 23], ids=["second", "then-the-supervisor"])
def test_whoever_is_called_follows_the_notice_and_sorts_the_report(scene: Scene, minutes: int) -> None:
    now = timezone.now() - timedelta(minutes=30)
    if minutes == 15:
        with acting_as(scene.actor("Ayu")):
            Shift.objects.create(
                office=scene.office, from_at=now - timedelta(hours=1), until_at=now + timedelta(hours=8),
                first=scene.users["Lina"], second=scene.users["Rina"],
            )  # fmt: skip
    (report,) = filed(scene, by_phone(**DANGER), now=now)
    assert status(scene, "Rina", f"/laporan/{report.pk}/") == 404

    tick(scene, now + timedelta(minutes=minutes))

    assert status(scene, "Rina", link_of(scene, "Rina")) == 200
    now = timezone.now()
    rina = scene.actor("Rina", now)
    with acting_as(rina):
        save_triage(by=rina, report_id=report.pk, entry=COMPLETE, version=None, now=now)
        assert end_triage(by=rina, report_id=report.pk, version=None, now=now).status == "TRIAGED"
    with acting_as(scene.actor("Rina", now + timedelta(hours=25))):
        assert not Report.objects.exists()


def test_the_barred_are_neither_called_nor_let_in(scene: Scene) -> None:
    now = timezone.now() - timedelta(minutes=30)
    (report,) = filed(scene, by_phone(**DANGER), now=now)
    with acting_as(scene.actor("Lina", now)):
        report.barred_user_ids = [scene.id("Rina")]
        report.store("barred_user_ids")
        restamp(report)
    tick(scene, now + timedelta(minutes=23))

    with acting_as(scene.actor("Rina", now)):
        assert not Notice.objects.exists()
    assert status(scene, "Rina", f"/laporan/{report.pk}/") == 404
    assert status(scene, "Dewi", link_of(scene, "Dewi")) == 200
