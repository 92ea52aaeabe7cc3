"""Somebody tells of a child who is known, and writes her otherwise: the report joins the case that is already open.

Rina's team helps Rani. A neighbour calls; Rina writes down what she hears: another spelling, day and month of birth
swapped. While she writes, the page says beside the form who that is, how sure it is and why. Lina of intake writes the
same and learns nothing of the name, only which team to ask.
"""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.core.ids import new_id
from naung.intake.models import Report
from naung.intake.operations import end_triage, save_triage, send_to_team
from naung.intake.rules import SheetEntry
from tests.cases.stories import doing, register, triaged
from tests.intake.test_sorting import CALM
from tests.journeys.conftest import DESK, PHONE, Arrive, Person, look
from tests.people.test_known_children import RANI, SAME
from tests.scene import Scene

pytestmark = pytest.mark.journey


def test_a_report_of_a_known_child_written_otherwise_is_joined_to_her_case(arrive: Arrive, scene: Scene) -> None:
    case = register(scene, triaged(scene), child=RANI)
    rina, lina = arrive("Rina", DESK), arrive("Lina", PHONE)

    writes(lina)
    expect(lina.page.locator("#hasil-cari-1")).to_contain_text("Mungkin ada berkas pada Tim Barat")
    assert not lina.reads(RANI.name)
    look(lina, "known-1-another-team")

    writes(rina)
    found = rina.page.locator("#hasil-cari-1")
    expect(found).to_contain_text(RANI.name)
    expect(found).to_contain_text("Hampir pasti anak yang sama")
    expect(found).to_contain_text("tanggal dan bulan lahir tertukar")
    look(rina, "known-2-while-written")
    with rina.page.expect_navigation():
        rina.page.keyboard.press("Enter")  # in the field: it takes the report in
    report = sorted_by_intake(scene, case)

    rina.open("cases:register", report.pk)
    assert rina.reads("Anak yang mirip masih mempunyai kasus terbuka")
    rina.follow("Gabungkan ke kasus ini")
    look(rina, "known-3-join")
    rina.write(reason="Tetangga menceritakan anak yang sama.")
    rina.press("Gabungkan laporan")
    assert rina.page.url.endswith(f"/{case.pk}/")
    with acting_as(scene.actor("Rina", timezone.now())):
        assert Report.objects.get(pk=report.pk).case_id == case.pk
        assert Case.objects.count() == 1


def writes(person: Person) -> None:
    """What the neighbour says, as it is heard."""
    person.open("intake:entry", new_id())
    person.write(happened="Anak tetangga menangis tiap malam.")
    child = person.page.locator("#anak-1")
    child.locator("[name$='-name']").fill(SAME.name)
    child.locator("[name$='-birth_date']").fill(str(SAME.birth_date))


def sorted_by_intake(scene: Scene, case: Case) -> Report:
    """The new report, sorted and given to the team of Barat, as in every other story."""
    now = timezone.now()
    with acting_as(scene.actor("Lina", now)):
        report = Report.objects.get(status="RECEIVED")
    sheet = SheetEntry(
        answers=CALM, age_estimate=9, where_now="KERABAT", staff_answer="NO", forms=frozenset({"FIS"}),
        known_child_checked=True,
    )  # fmt: skip
    doing(scene, "Lina", save_triage, now, report_id=report.pk, entry=sheet, version=None)
    doing(scene, "Lina", end_triage, now, report_id=report.pk, version=None)
    doing(scene, "Lina", send_to_team, now, report_id=report.pk, team_id=case.team_id)
    return report
