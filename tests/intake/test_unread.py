"""What nobody has read waits for ever, and says so; a reporter hears within a day, in a safe phrase."""

from datetime import datetime, timedelta
from inspect import iscoroutinefunction

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.duties.models import Deadline, Notice
from naung.duties.queries import open_for
from naung.intake import operations
from naung.intake.queries import lists
from tests.cases.stories import doing
from tests.intake.test_alike import come
from tests.scene import MONDAY, Scene

# These begin a process of their own, which asks the real clock; neither touches a report.
PROCESSES = {"people.compare", "config.backup"}
YEARS_LATER = MONDAY + timedelta(days=365 * 7 + 3)


def run_every_job(at: datetime, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything on the timetable once, as if it were that moment."""
    monkeypatch.setattr(timezone, "now", lambda: at)
    monkeypatch.setattr(connections, "close_all", lambda: None)  # the test's own connection stays
    ran = []
    for planned in app.periodic_registry.periodic_tasks.values():
        task = planned.task
        if task.name not in PROCESSES and not iscoroutinefunction(task.func):
            task.func(int(at.timestamp()))
            ran.append(task.name)
    return ran


def test_an_unread_report_never_expires_and_its_duty_is_late_and_seen(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    (report,) = come(scene, "Tetangga saya sering memukul anaknya.")
    ran = [run_every_job(at, monkeypatch) for at in (MONDAY + timedelta(days=40), YEARS_LATER, YEARS_LATER)]

    assert {"duties.tick", "privacy.watch", "teams.tidy"} <= set(ran[0])
    office = Client()
    office.force_login(scene.users["Lina"])
    page = office.get("/laporan/").content.decode()
    assert report.number in page
    assert "belum dibuka" in page
    assert 'class="duty-left late"' in page
    with acting_as(scene.actor("Lina", YEARS_LATER)) as lina:
        (line,) = lists.lines(lina, list(lists.queue(lina, {})), YEARS_LATER)
        assert line.duty is not None
        assert line.duty.late_at is not None
        assert line.report.story.happened == "Tetangga saya sering memukul anaknya."
    with acting_as(scene.actor("Hadi", YEARS_LATER)):
        assert Notice.objects.filter(owner_id=scene.id("Hadi")).exists()  # it went up to the division


def test_a_reporter_is_answered_within_a_day_by_a_safe_phrase(scene: Scene) -> None:
    (report,) = come(scene, "Tetangga saya sering memukul anaknya.")
    with acting_as(scene.actor("Lina")):
        (duty,) = [one for one in open_for(report) if one.rule == "ACKNOWLEDGE"]
        assert duty.due_at == MONDAY + timedelta(hours=24)

    doing(scene, "Lina", operations.set_phrase, report_id=report.pk, code="BACA")
    with acting_as(scene.actor("Lina")):
        assert Deadline.objects.get(pk=duty.pk).met_at == MONDAY
