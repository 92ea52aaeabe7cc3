"""What the report said reaches the people of the case: nothing is asked twice."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.cases.models import Action, Case, Goal
from naung.cases.operations import safety, work
from naung.intake.models import Report, ReportedChild, Story
from naung.people.models import Caregiver, Child
from naung.places.models import Area
from tests.cases.stories import a_case, doing, register, triaged
from tests.cases.test_closing import close
from tests.cases.work_stories import in_rehabilitation
from tests.scene import MONDAY, Scene
from tests.trace import Entry

SignIn = Callable[[str], Client]


@pytest.fixture
def sign_in(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)

    def signed_in(name: str) -> Client:
        client = Client()
        client.force_login(scene.users[name])
        return client

    return signed_in


def page_of(client: Client, name: str, case: Case) -> str:
    return client.get(reverse(f"cases:{name}", args=[case.pk])).content.decode()


def told(scene: Scene, report: Report, **child: object) -> None:
    """More of what the reporter said."""
    with acting_as(scene.actor("Lina")), widened([report.pk]):
        ReportedChild.objects.filter(report=report).update(**child)
        story = Story.objects.get(report=report)
        story.place, story.where_now, story.earlier_reports = "RMH", "RUMAH", "Pernah lapor ke RT."
        story.where_now_text = "Di rumah bibi."
        story.store("place", "where_now", "where_now_text", "earlier_reports")


def test_the_people_of_the_case_read_what_the_report_said(scene: Scene, sign_in: SignIn) -> None:
    ward = Area.objects.filter(level="WARD").first()
    report = triaged(scene, ward=ward)
    told(
        scene, report, school_name="SDN 9", disabilities=["INT"], languages=["BJR"], nisn="0012345678",
        unknowns=["school", "age", "child_wants"],
    )  # fmt: skip
    case = register(scene, report, companions=("Budi",))

    story, people, plan = (page_of(sign_in("Budi"), name, case) for name in ("file", "people", "work"))

    assert "Di rumah bibi." in story
    assert "Pernah lapor ke RT." in story
    assert "Disabilitas intelektual" in people
    assert "Banjar" in people
    assert "SDN 9" in people
    assert "0012345678" in people
    with acting_as(scene.actor("Sari")):
        assert Child.objects.get().ward_id == (ward.pk if ward else None)
    asked = plan[plan.index("Yang belum diketahui") :]
    assert "apa yang diinginkan anak" in asked
    assert "umur" not in asked.split("</section>")[0]  # known by now
    assert reverse("intake:triage", args=[report.pk]) in page_of(sign_in("Sari"), "file", case)
    assert reverse("intake:triage", args=[report.pk]) not in story


def test_the_national_number_is_masked_on_the_page(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    with acting_as(scene.actor("Sari")):
        child = Child.objects.get()
        child.nik = "6471990101170003"
        child.store("nik")
    people = page_of(sign_in("Sari"), "people", case)
    assert "6471990101170003" not in people
    assert "0003" in people


def test_a_caregiver_is_put_right_on_a_page(scene: Scene, sign_in: SignIn) -> None:
    case = a_case(scene)
    with acting_as(scene.actor("Sari")):
        mother = Caregiver.objects.get()
    address = reverse("cases:caregiver", args=[case.pk, mother.pk])
    sari = sign_in("Sari")
    assert "Nurhayati" in sari.get(address).content.decode()
    given = {"name": "Nur Hayati", "relation": "IBU", "phone": "081234567890", "version": mother.version}
    assert sari.post(address, given).status_code == 302
    assert sari.post(address, given | {"name": "Hayati"}).status_code == 409
    assert "Nur Hayati" in page_of(sari, "people", case)
    assert sign_in("Toni").get(address).status_code == 404


def test_a_child_known_already_gets_the_caregivers_of_the_new_report_once(scene: Scene) -> None:
    first = a_case(scene)
    close(scene, first)
    again = register(scene, triaged(scene), child=first.child_id)
    with acting_as(scene.actor("Sari")):
        assert list(Caregiver.objects.filter(child=again.child_id).values_list("name", flat=True)) == ["Nurhayati"]


def test_looking_at_a_report_to_register_or_join_it_is_written_down(scene: Scene, sign_in: SignIn) -> None:
    case, report = a_case(scene), triaged(scene)
    rina = sign_in("Rina")
    rina.get(reverse("cases:register", args=[report.pk]))
    rina.get(reverse("cases:join", args=[report.pk, case.pk]))
    with acting_as(scene.actor("Rina")):
        assert Entry.objects.filter(event="report.opened", about_id=report.pk).count() == 2
        assert Entry.objects.filter(event="case.opened", about_id=case.pk, details__page="join").count() == 1


def test_the_chronology_tells_what_was_done_and_said_on_its_day(scene: Scene, sign_in: SignIn) -> None:
    case = in_rehabilitation(scene)  # told to child and caregiver, with a child's view
    with acting_as(scene.actor("Sari")):
        action, goal = Action.objects.get(), Goal.objects.get()
    doing(scene, "Sari", work.finish_action, action_id=action.pk, version=None, result="SBG", explained="Dua kali.")
    doing(scene, "Sari", work.settle_goal, goal_id=goal.pk, version=None, met=True)
    doing(
        scene, "Sari", work.deliver_service, case_id=case.pk, service="PSI", provider="RSUD", date=date(2026, 11, 20),
    )  # fmt: skip
    doing(
        scene, "Sari", safety.write_safety, case_id=case.pk, dangerous_people="Ayah", no_go="Rumah",
        safe_contact="Bibi", plan="Ke rumah nenek.",
    )  # fmt: skip
    sari = sign_in("Sari")

    story = page_of(sari, "file", case)

    for words in ("Dua kali.", "RSUD", "Baik, saya mengerti.", "Aku mau tinggal sama bibi.", "Tujuan tercapai"):
        assert words in story
    assert "Rencana keselamatan: Anak tinggal bersama bibi." in story  # what it said before, under its label
    assert story.index("RSUD") < story.index("Kasus terdaftar")  # on its day, not on the day it was written
    only = sari.get(reverse("cases:file", args=[case.pk]) + "?hanya=kegiatan").content.decode()
    assert "RSUD" in only
    assert "Kasus terdaftar" not in only
