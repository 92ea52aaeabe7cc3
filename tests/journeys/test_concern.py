"""A teacher tells on her phone what she noticed; it becomes a case and comes back to her as a safe phrase.

Bu Yanti marks a bruise on the figure, by tapping and by keyboard, and writes apart what she saw and what she thinks.
Lina sees it beside the report, asks Bu Tuti for something, and answers with a phrase. Pak Marwan heads the school; he
is the one of whom Bu Yanti tells, and finds nothing: no concern, no task, no notice.
"""

import pytest
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as
from naung.cases.models import Case
from naung.intake.models import Report
from naung.intake.operations import end_triage, save_triage, send_to_team
from naung.intake.rules import SheetEntry
from tests.cases.stories import doing, register
from tests.intake.test_sorting import CALM
from tests.journeys.conftest import DESK, Arrive, Person, look
from tests.prevention.concern_stories import people_of_school
from tests.scene import Scene

pytestmark = pytest.mark.journey


def test_a_teachers_concern_becomes_a_case_and_comes_back_as_a_safe_phrase(arrive: Arrive, scene: Scene) -> None:
    people_of_school(scene)
    yanti = arrive("Yanti")
    look(yanti, "concern-1-home-empty")
    tell(yanti)
    with acting_as(scene.actor("Lina", timezone.now())):
        report = Report.objects.get()

    lina = arrive("Lina", DESK)
    sees_what_was_told(lina, report)
    answers_a_task(arrive("Tuti"))
    becomes_a_case(scene, report)
    comes_back(yanti, arrive("Sari", DESK), report)

    marwan = arrive("Marwan")
    assert not marwan.reads(report.number)
    assert marwan.is_refused("prevention:concern-answers", report.pk)
    assert marwan.is_refused("prevention:concern-office", report.pk)
    marwan.open("desk:notices")
    assert not marwan.reads(report.number)


def tell(yanti: Person) -> None:
    yanti.follow("Sampaikan kekhawatiran")
    look(yanti, "concern-2-form")
    assert not yanti.page.locator(".concern-danger-now").is_visible()
    yanti.tap(danger="YES")
    assert yanti.page.locator(".concern-danger-now a[href^='tel:']").first.is_visible()
    look(yanti, "concern-3-danger")
    yanti.tap(danger="NO")
    yanti.write(seen="Punggung Dimas memar.", opinion="Mungkin dipukul di kantor.")
    yanti.write(**{"child1-name": "Dimas Pratama", "child1-school_class": "4B"})
    yanti.page.get_by_text("Tandai luka pada gambar tubuh").click()
    yanti.page.locator("[data-place='BACK:CHEST']").click()
    yanti.page.locator("[name='point1-colour']").fill("biru")
    hand = yanti.page.locator("[data-place='FRONT:HAND_L']")
    hand.focus()
    yanti.page.keyboard.press("Enter")
    assert yanti.page.locator("[name='point2-place']").input_value() == "FRONT:HAND_L"
    assert hand.get_attribute("aria-label") == "Tangan kiri 2"
    yanti.tap("alleged_head")
    look(yanti, "concern-4-figure")
    yanti.press("Sampaikan kekhawatiran")
    look(yanti, "concern-5-home")
    assert yanti.reads("Pesan Anda sudah kami terima.")
    assert not yanti.reads("Dimas")


def sees_what_was_told(lina: Person, report: Report) -> None:
    lina.open("intake:triage", report.pk)
    lina.follow("Kekhawatiran sekolah")
    assert lina.reads("Punggung atas")
    lina.page.get_by_text("Beri tugas", exact=True).click()
    lina.page.locator("select[name='user']").select_option(label="Tuti Lestari")
    assert "Marwan Hidayat" not in lina.page.locator("select[name='user']").inner_text()
    lina.page.locator("#beri-tugas [name='text']").fill("Catat bila ia tidak masuk.")
    lina.press("Kirim tugas")
    lina.page.get_by_text("Golongkan", exact=True).click()
    lina.tap(kind="LAW")
    lina.page.locator("[name='reason']").fill("Ada luka.")
    lina.press("Simpan golongan")
    assert lina.reads("Pelanggaran hukum")
    look(lina, "concern-6-office")


def becomes_a_case(scene: Scene, report: Report) -> Case:
    """The desk sorts it and the team of Barat makes a case of it, as in every other story."""
    now = timezone.now()
    marwan = frozenset({scene.id("Marwan")})
    sheet = SheetEntry(
        answers=CALM, age_estimate=9, where_now="KERABAT", staff_answer="PARTNER", named_user_ids=marwan,
        forms=frozenset({"FIS"}), known_child_checked=True,
    )  # fmt: skip
    doing(scene, "Lina", save_triage, now, report_id=report.pk, entry=sheet, version=None)
    doing(scene, "Lina", end_triage, now, report_id=report.pk, version=None)
    doing(scene, "Lina", send_to_team, now, report_id=report.pk, team_id=scene.teams["barat"].pk)
    with acting_as(scene.actor("Rina", now)):
        report = Report.objects.get(pk=report.pk)
    return register(scene, report, now=now)


def comes_back(yanti: Person, sari: Person, report: Report) -> None:
    sari.open("prevention:concern-office", report.pk)
    assert sari.reads("Punggung Dimas memar.")
    yanti.page.goto(yanti.site + reverse("desk:today"))
    assert yanti.reads("Petugas sedang menindaklanjuti.")
    yanti.follow(report.number)
    yanti.write(text="Hari ini ia masuk.")
    yanti.press("Kirim pesan")
    look(yanti, "concern-7-answers")
    assert yanti.reads("Hari ini ia masuk.")
    assert not yanti.reads("memar")


def answers_a_task(tuti: Person) -> None:
    assert tuti.reads("Catat bila ia tidak masuk.")
    look(tuti, "concern-8-task")
    tuti.write(answer="Masuk tiap hari.")
    tuti.press("Sudah dikerjakan")
    assert tuti.reads("Jawaban terkirim.")


def test_without_scripts_the_figure_is_a_list(arrive: Arrive, scene: Scene) -> None:
    people_of_school(scene)
    yanti = arrive("Yanti", java_script_enabled=False)
    yanti.follow("Sampaikan kekhawatiran")
    yanti.write(told="Ibunya bilang ia takut pulang.")
    yanti.page.get_by_text("Tandai luka pada gambar tubuh").click()
    yanti.pick(**{"point3-place": "Punggung atas", "point3-kind": "Memar"})
    yanti.press("Sampaikan kekhawatiran")

    assert yanti.reads("Kekhawatiran diterima")
