"""A child changes schools: what the old school knows goes along only when both sign."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from naung.access.acting import acting_as, widened
from naung.access.operations import restamp
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.core.errors import NotAllowedNow, Refused
from naung.intake.models import Report, Story
from naung.prevention.models import HandedChronology, SchoolHandover
from naung.prevention.operations.concerns_handover import hand_over, read_handover, sign_handover
from naung.prevention.operations.concerns_tasks import give_task
from naung.teams.models import Organisation, SchoolFunction
from tests.cases.stories import doing
from tests.prevention.concern_stories import account, people_of_school
from tests.prevention.stories import a_school
from tests.prevention.test_concern_pages import at
from tests.prevention.test_concerns import notices, told
from tests.scene import MONDAY, PASSWORD, Scene

LATER = MONDAY + timedelta(hours=1)
KNOWN = "Ia butuh tempat tenang saat istirahat."


@pytest.fixture
def schools(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Scene:
    people_of_school(scene)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)
    other = {"role": Role.SCHOOL, "school_id": next_school().pk, "function": SchoolFunction.COUNSELLOR}
    scene.users["Wulan"] = account(scene, "wulan", name="Wulan Sari", **other)
    with acting_as(scene.actor("Ayu")):
        scene.users["Wulan"].set_password(PASSWORD)
        scene.users["Wulan"].save(update_fields=["password"])
    return scene


def next_school() -> Organisation:
    return Organisation.objects.get(npsn="30400002")


def handed(scene: Scene, report: Report, **given: Any) -> SchoolHandover:
    words = {"school": next_school(), "text": KNOWN, "signed": True} | given
    made: SchoolHandover = doing(scene, "Yanti", hand_over, report_id=report.pk, **words)
    return made


def reads(scene: Scene, name: str) -> list[str]:
    with acting_as(scene.actor(name, LATER)) as actor:
        return [one.text for one in visible(actor, P.READ_HANDED, HandedChronology)]


def test_the_next_school_reads_only_after_it_signed(schools: Scene) -> None:
    (report,) = told(schools)
    handover = handed(schools, report)
    assert notices(schools, "Wulan") == ["school.handover"]
    assert "school.handover-office" in notices(schools, "Lina")
    assert reads(schools, "Wulan") == []
    with pytest.raises(NotAllowedNow):
        doing(schools, "Wulan", read_handover, handover_id=handover.pk)

    doing(schools, "Wulan", sign_handover, handover_id=handover.pk)

    assert doing(schools, "Wulan", read_handover, LATER, handover_id=handover.pk) == KNOWN
    assert "school.handover-signed" in notices(schools, "Yanti")
    assert "school.handover-signed-office" in notices(schools, "Lina")
    with acting_as(schools.actor("Wulan", LATER)):
        assert not Story.objects.exists()


@pytest.mark.parametrize("name", ["Nita", "Tuti", "Marwan", "Lina", "Rina", "Dodi"])
def test_nobody_but_who_signed_reads_it(schools: Scene, name: str) -> None:
    (report,) = told(schools)
    handover = handed(schools, report)
    doing(schools, "Wulan", sign_handover, handover_id=handover.pk)

    assert reads(schools, name) == []


def test_only_the_receiver_signs_and_only_once(schools: Scene) -> None:
    (report,) = told(schools)
    handover = handed(schools, report)

    with pytest.raises(SchoolHandover.DoesNotExist):
        doing(schools, "Nita", sign_handover, handover_id=handover.pk)
    doing(schools, "Wulan", sign_handover, handover_id=handover.pk)
    with pytest.raises(NotAllowedNow):
        doing(schools, "Wulan", sign_handover, handover_id=handover.pk)


def test_only_who_raised_the_concern_hands_it_over(schools: Scene) -> None:
    (report,) = told(schools)
    doing(schools, "Lina", give_task, report_id=report.pk, user_id=schools.id("Tuti"), text="Catat.", due=None)

    with pytest.raises(Report.DoesNotExist):
        doing(schools, "Tuti", hand_over, report_id=report.pk, school=next_school(), text=KNOWN, signed=True)


@pytest.mark.parametrize(("wrong", "field"), [({"text": " "}, "text"), ({"signed": False}, "signed")])
def test_without_words_or_a_signature_nothing_is_handed_over(schools: Scene, wrong: dict[str, Any], field: str) -> None:
    (report,) = told(schools)

    with pytest.raises(Refused) as refused:
        handed(schools, report, **wrong)

    assert refused.value.about["field"] == field


def test_nothing_goes_to_ones_own_school_or_to_one_where_nobody_can_sign(schools: Scene) -> None:
    (report,) = told(schools)
    empty = a_school("SD Negeri 003 Contoh", "30400003")

    for school in (Organisation.objects.get(npsn="30400001"), empty):
        with pytest.raises(Refused) as refused:
            handed(schools, report, school=school)
        assert refused.value.about["field"] == "school"


def test_whoever_is_named_afterwards_reads_it_no_more(schools: Scene) -> None:
    (report,) = told(schools)
    handover = handed(schools, report)
    doing(schools, "Wulan", sign_handover, handover_id=handover.pk)
    assert reads(schools, "Wulan") == [KNOWN]
    with acting_as(schools.actor("Lina")), widened([report.pk]):
        report.barred_user_ids = [schools.id("Wulan")]
        report.store("barred_user_ids")
        restamp(report)

    assert reads(schools, "Wulan") == []


def test_both_schools_do_it_on_their_pages(schools: Scene) -> None:
    (report,) = told(schools)
    words = {"school": "30400002", "words": KNOWN, "signed": "on"}
    hers, other = at(schools, "Yanti"), at(schools, "Wulan")
    unsigned = hers.post(reverse("prevention:concern-hand-over", args=[report.pk]), words | {"signed": ""})
    hers.post(reverse("prevention:concern-hand-over", args=[report.pk]), words)
    with acting_as(schools.actor("Lina")):
        handover = SchoolHandover.objects.get()

    asked = other.get(reverse("prevention:concerns")).content.decode()
    other.post(reverse("prevention:concern-handover"), {"handover": handover.pk, "sign": "1"})
    read = other.post(reverse("prevention:concern-handover"), {"handover": handover.pk}).content.decode()
    office = at(schools, "Lina").get(reverse("prevention:concern-office", args=[report.pk])).content.decode()

    assert unsigned.status_code == 422
    assert "Tanda tangani penerimaan" in asked
    assert KNOWN not in asked
    assert KNOWN in read
    assert "Wulan Sari" in office
    assert KNOWN not in office
