"""What the report said reaches the people of the case: nothing is asked twice."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from naung.access.acting import acting_as, widened
from naung.audit.models import Entry
from naung.cases.models import Case
from naung.intake.models import Report, ReportedChild, Story
from naung.people.models import Caregiver, Child
from naung.places.models import Area
from tests.cases.stories import a_case, register, triaged
from tests.cases.test_closing import close
from tests.scene import MONDAY, Scene

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

    story, people, work = (page_of(sign_in("Budi"), name, case) for name in ("file", "people", "work"))

    assert "Di rumah bibi." in story
    assert "Pernah lapor ke RT." in story
    assert "Disabilitas intelektual" in people
    assert "Banjar" in people
    assert "SDN 9" in people
    assert "0012345678" in people
    with acting_as(scene.actor("Sari")):
        assert Child.objects.get().ward_id == (ward.pk if ward else None)
    asked = work[work.index("Yang belum diketahui") :]
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
