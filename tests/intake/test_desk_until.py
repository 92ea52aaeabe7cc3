"""A report that ended without a case is read by its desk for a day, and again when the child is reported or told of."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import public
from naung.access.policy import P
from naung.access.queries import permits
from naung.intake.models import Message, Report, ReportedChild, Story
from naung.intake.operations import contact, decide, file_report
from naung.intake.rules import FiledChild, Filing
from naung.people.rules import search_key
from tests.cases.stories import doing, triaged
from tests.scene import MONDAY, Scene
from tests.trace import Entry

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ended(scene: Scene, name: str = "Rani") -> Report:
    """An advice only, given by Lina at the desk."""
    report = triaged(scene, "intake", level="LOW", forms=(), name=name)
    with acting_as(scene.actor("Lina")):
        ReportedChild.objects.filter(report=report).update(search_key=search_key(name))
    made: Report = doing(scene, "Lina", decide, report_id=report.pk, outcome="ADVICE_ONLY", reason="Cukup nasihat.")
    return made


def told_to(scene: Scene, name: str, now: datetime) -> tuple[int, int, int]:
    """How many reports, children and stories somebody reads by the database alone."""
    with acting_as(scene.actor(name, now)):
        return Report.objects.count(), ReportedChild.objects.count(), Story.objects.count()


def test_the_desk_reads_it_for_a_day_and_finds_number_and_name_for_good(scene: Scene) -> None:
    report = ended(scene)

    assert told_to(scene, "Lina", MONDAY + 23 * HOUR) == (1, 1, 1)
    assert told_to(scene, "Lina", MONDAY + DAY) == (1, 1, 0)
    with acting_as(scene.actor("Lina", MONDAY + DAY)) as lina:
        assert not permits(lina, P.READ_D3, Report.objects.get(pk=report.pk))


def test_another_report_of_the_child_opens_it_for_a_week(scene: Scene) -> None:
    report, later = ended(scene, "Zulaikha Kencana"), MONDAY + 40 * DAY
    again = Filing(happened="Anak itu lagi.", channel="WEB", children=(FiledChild(name="Zulaikha Kencana"),))
    with acting_as(public([], [scene.office.pk])) as anybody:
        (second,) = file_report(by=anybody, filing=again, now=later)

    assert second.repeat_of_id == report.pk
    with acting_as(scene.actor("Lina", later + 6 * DAY)):
        assert Story.objects.filter(report=report).exists()
        assert Entry.objects.filter(event="report.open-to-desk", about_id=report.pk).count() == 1
    with acting_as(scene.actor("Lina", later + 7 * DAY)):
        assert not Story.objects.filter(report=report).exists()
        assert Story.objects.filter(report=second).exists()


def test_what_the_reporter_writes_opens_it_and_is_read_in_any_case(scene: Scene) -> None:
    report, later = ended(scene), MONDAY + 3 * DAY
    with acting_as(public([report.bundle_id], [scene.office.pk])) as reporter:
        contact.say(by=reporter, report_id=report.pk, text="Ia kembali dipukul.", now=later)

    assert told_to(scene, "Lina", later + DAY)[2] == 1
    assert told_to(scene, "Lina", later + 8 * DAY)[2] == 0
    with acting_as(scene.actor("Lina", later + 8 * DAY)):
        assert Message.objects.count() == 1


def test_a_supervisors_report_keeps_its_inside(scene: Scene) -> None:
    report = triaged(scene, "barat")
    doing(scene, "Rina", decide, report_id=report.pk, outcome="ADVICE_ONLY", reason="Cukup nasihat.")

    assert told_to(scene, "Rina", MONDAY + 9 * DAY)[2] == 1


def test_the_list_leads_only_to_what_may_be_read(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    report, lina = ended(scene), Client()
    monkeypatch.setattr(timezone, "now", lambda: MONDAY + HOUR)
    lina.force_login(scene.users["Lina"])
    page, link = reverse("intake:ended"), reverse("intake:triage", args=[report.pk])
    assert link in lina.get(page).content.decode()
    assert lina.get(link).status_code == 200

    monkeypatch.setattr(timezone, "now", lambda: MONDAY + DAY)
    lina.force_login(scene.users["Lina"])
    listed = lina.get(page).content.decode()
    assert report.number in listed
    assert link not in listed
    assert lina.get(link).status_code == 404


def test_without_a_moment_told_the_database_goes_by_its_own_clock(scene: Scene) -> None:
    report = ended(scene)
    with acting_as(scene.actor("Lina")), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('naung.now', '', true)")
        assert Story.objects.filter(report=report).exists() == (timezone.now() < MONDAY + DAY)
