"""Who belongs to which school, and that a whole school is shut out where its head teacher is named."""

from dataclasses import replace
from typing import Any

import pytest

from naung.access.acting import acting_as
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.core.errors import Refused
from naung.intake.models import Report
from naung.intake.operations import file_report, save_triage
from naung.intake.rules import AllegedFacts, Filing
from naung.teams.models import Membership, SchoolFunction
from tests.cases.stories import doing
from tests.intake.test_sorting import COMPLETE
from tests.prevention.concern_stories import account, people_of_school
from tests.prevention.stories import a_school
from tests.scene import MONDAY, Scene

TOLD = Filing(happened="Anak dipukul dengan penggaris.", channel="SKL")


def sees(scene: Scene, name: str, report: Report) -> bool:
    with acting_as(scene.actor(name)) as actor:
        return visible(actor, P.READ_D1, Report).filter(pk=report.pk).exists()


def test_a_person_of_a_school_gets_her_account_with_her_school(scene: Scene) -> None:
    school = people_of_school(scene)

    held = Membership.objects.get(user=scene.users["Yanti"])

    assert (held.role, held.school, held.school_function) == (Role.SCHOOL, school, SchoolFunction.CLASS_TEACHER)
    assert school.pk in scene.actor("Yanti").unit_ids


@pytest.mark.parametrize("missing", ["school", "function"])
def test_nobody_becomes_a_school_person_without_a_school_and_a_function(scene: Scene, missing: str) -> None:
    given: dict[str, Any] = {"school_id": a_school().pk, "function": SchoolFunction.STAFF}
    del given[missing if missing in given else "school_id"]

    with pytest.raises(Refused) as refused:
        account(scene, "tono", name="Tono", role=Role.SCHOOL, **given)

    assert refused.value.about["field"] == missing


def test_a_role_of_the_office_is_held_in_no_school(scene: Scene) -> None:
    user = account(scene, "tono", name="Tono", role=Role.ANALYST, school_id=a_school().pk)

    assert Membership.objects.get(user=user).school is None


def test_a_head_teacher_who_is_named_takes_the_whole_school_with_him_but_not_who_raised_it(scene: Scene) -> None:
    school = people_of_school(scene)
    with acting_as(scene.actor("Yanti")) as yanti:
        (report,) = file_report(by=yanti, filing=TOLD, now=MONDAY)
    sheet = replace(COMPLETE, staff_answer="PARTNER", named_user_ids=frozenset({scene.id("Marwan")}))
    doing(scene, "Lina", save_triage, report_id=report.pk, entry=sheet, version=None)

    with acting_as(scene.actor("Lina")):
        report.refresh_from_db()
    assert {scene.id("Marwan"), scene.id("Tuti")} <= set(report.barred_user_ids)
    assert scene.id("Nita") not in report.barred_user_ids
    assert school.pk not in report.barred_unit_ids  # its number would shut out her who raised it
    assert sees(scene, "Yanti", report)


def test_told_by_somebody_else_the_school_is_shut_out_as_a_whole(scene: Scene) -> None:
    school = people_of_school(scene)
    with acting_as(scene.actor("Lina")) as lina:
        (report,) = file_report(by=lina, filing=TOLD, now=MONDAY)
    sheet = replace(COMPLETE, staff_answer="PARTNER", named_user_ids=frozenset({scene.id("Marwan")}))
    doing(scene, "Lina", save_triage, report_id=report.pk, entry=sheet, version=None)

    with acting_as(scene.actor("Lina")):
        report.refresh_from_db()
    assert report.barred_unit_ids == [school.pk]


def test_a_teacher_who_is_named_is_shut_out_alone(scene: Scene) -> None:
    people_of_school(scene)
    with acting_as(scene.actor("Lina")) as lina:
        (report,) = file_report(by=lina, filing=TOLD, now=MONDAY)
    sheet = replace(COMPLETE, staff_answer="PARTNER", named_user_ids=frozenset({scene.id("Yanti")}))
    doing(scene, "Lina", save_triage, report_id=report.pk, entry=sheet, version=None)

    with acting_as(scene.actor("Lina")):
        report.refresh_from_db()
    assert (report.barred_user_ids, report.barred_unit_ids) == ([scene.id("Yanti")], [])


def test_whoever_resembles_the_alleged_person_is_shut_out_from_the_first_moment(scene: Scene) -> None:
    people_of_school(scene)
    with acting_as(scene.actor("Nita")) as nita:
        named = replace(TOLD, alleged=AllegedFacts(name="Pak Marwan Hidayat"))
        (report,) = file_report(by=nita, filing=named, now=MONDAY)

    with acting_as(scene.actor("Lina")):
        report.refresh_from_db()
    assert report.barred_user_ids == [scene.id("Marwan")]
