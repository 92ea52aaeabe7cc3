"""A guardian who is no suspect is given the list of who looked; whoever may be alleged is not, and cannot tell why."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from naung.access.acting import acting_as, widened
from naung.cases.models import Case
from naung.cases.operations import open_file
from naung.core.errors import AccessDenied
from naung.intake.models import AllegedPerson, Report, ReportedChild
from naung.people.models import Relationship
from naung.privacy.operations import release_list
from tests.cases.stories import a_case, doing, triaged
from tests.privacy.stories import traces
from tests.scene import MONDAY, Scene
from tests.signing import signed_in

MOTHER = "Nurhayati"
LATER = MONDAY + timedelta(days=9)
ADDRESS = "/pelindungan/tinjau/daftar-wali/"


def looks(scene: Scene, name: str, case: Case, page: str = "story", days: int = 0) -> None:
    now = MONDAY + timedelta(days=days)
    by = scene.actor(name, now)
    with acting_as(by):
        open_file(by=by, case=case, page=page, now=now)


def alleges(scene: Scene, case: Case, relation: str, name: str = "", report_id: UUID | None = None) -> None:
    with acting_as(scene.actor("Rina")), widened([case.pk, *([report_id] if report_id else [])]):
        report = Report.objects.get(pk=report_id) if report_id else Report.objects.filter(case_id=case.pk)[0]
        AllegedPerson.objects.create(report=report, relation=relation, details={"name": name} if name else None)


def given(scene: Scene, case: Case, name: str = MOTHER) -> list[tuple[str, str, str]] | None:
    released = doing(scene, "Dodi", release_list, number=case.number, guardian_name=name, now=LATER)
    return released and [(f"{line.day:%d.%m.}", line.role.value, line.office) for line in released.lines]


def test_the_list_says_day_role_and_office_and_nothing_of_an_inquiry(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    for _ in range(3):
        looks(scene, "Sari", case)
    looks(scene, "Budi", case, "visit", days=1)
    for name, part in (("Sari", "legal"), ("Rina", "danger"), ("Ratna", "story"), ("Hadi", "story")):
        looks(scene, name, case, part, days=2)

    assert given(scene, case) == [
        ("24.11.", "COMPANION", "Dinas Sosial"),
        ("23.11.", "SOCIAL_WORKER", "Dinas Sosial"),
    ]
    (entry,) = traces(scene, event="guardian.list-released")
    assert entry.about_id == case.pk
    assert MOTHER not in str(entry.details)


@pytest.mark.parametrize(("relation", "name", "refused"), [
    ("IBU", "", True), ("TTH", "", True), ("PGS", "", True), ("AYH", "Ibu Nurhayati", True),
    ("AYH", "Burhanudin", False), ("TET", "", False),
])  # fmt: skip
def test_it_is_refused_while_she_may_be_alleged_in_an_open_case(
    scene: Scene, relation: str, name: str, *, refused: bool
) -> None:
    case = a_case(scene)
    looks(scene, "Sari", case)
    alleges(scene, case, relation, name)

    assert (given(scene, case) is None) == refused
    assert len(traces(scene, event="guardian.list-refused")) == refused


def test_once_that_case_is_closed_it_is_given(scene: Scene) -> None:
    case = a_case(scene)
    alleges(scene, case, "IBU")
    assert given(scene, case) is None
    with acting_as(scene.actor("Rina")):
        Case.objects.filter(pk=case.pk).update(closed_at=MONDAY, closed_reason="TJN", status="CLOSED")
    assert given(scene, case) == []


def test_also_while_she_is_alleged_in_the_case_of_a_sibling_or_in_a_report_still_at_the_desk(scene: Scene) -> None:
    case, sibling = a_case(scene, name="Rani Satu"), a_case(scene, name="Dimas Dua")
    assert given(scene, case) == []
    with acting_as(scene.actor("Rina")):
        Relationship.objects.create(child_id=sibling.child_id, other_child_id=case.child_id, relation="KAK")
    alleges(scene, sibling, "IBU")
    assert given(scene, case) is None

    other = a_case(scene, name="Putri Tiga")
    waiting = triaged(scene, name="Putri Tiga")
    with acting_as(scene.actor("Rina")):
        key = ReportedChild.objects.filter(report__case_id=other.pk).values_list("search_key", flat=True)[0]
        ReportedChild.objects.filter(report=waiting).update(search_key=key or "putri tiga")
        from naung.people.models import Child

        Child.objects.filter(pk=other.child_id).update(search_key=key or "putri tiga")
    alleges(scene, other, "IBU", report_id=waiting.pk)
    assert given(scene, other) is None


def test_one_answer_for_no_case_no_guardian_and_a_suspect(scene: Scene) -> None:
    case, suspected = a_case(scene), a_case(scene, name="Dimas")
    alleges(scene, suspected, "IBU")
    dodi = signed_in(scene, "Dodi")
    answers = [
        dodi.post(ADDRESS, {"number": number, "name": name, "checked": "on"})
        for number, name in (("ZZZZ-999", MOTHER), (case.number, "Orang Lain"), (suspected.number, MOTHER))
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    texts = [answer.content.decode().split("<main")[1].split("csrfmiddlewaretoken")[0] for answer in answers]
    assert texts[0] == texts[1] == texts[2]
    assert "Daftar tidak dapat diberikan" in texts[0]


def test_the_officer_prints_it_and_only_after_showing_who_she_is(scene: Scene) -> None:
    case = a_case(scene)
    looks(scene, "Sari", case)
    asked = {"number": case.number, "name": "nurhayati", "checked": "on"}
    page = signed_in(scene, "Dodi").post(ADDRESS, asked).content.decode()
    assert all(words in page for words in ("Sen 23 Nov", "Pekerja sosial", "Dinas Sosial", MOTHER, case.number))
    told = page.split("<main")[1].split("</main>")[0]
    assert [words for words in ("Sari", "Rani", "10.00") if words in told] == []
    assert signed_in(scene, "Dodi").post(ADDRESS, asked | {"checked": ""}).status_code == 422

    late = signed_in(scene, "Dodi", minutes_ago=6).post(ADDRESS, asked)
    assert (late.status_code, "reauthenticate" in late["Location"]) == (302, True)


def test_nobody_else_gives_it(scene: Scene) -> None:
    case = a_case(scene)
    for name in ("Rina", "Sari", "Ratna", "Ayu"):
        with pytest.raises(AccessDenied):
            doing(scene, name, release_list, number=case.number, guardian_name=MOTHER)
    client = Client()
    client.force_login(scene.users["Rina"])
    assert client.get(ADDRESS).status_code == 403
