"""A triaged report becomes a case: by a supervisor, for one child, with people who are not named in it."""

from datetime import timedelta
from typing import Any

import pytest

from naung.access import operations as access
from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import Case, CaseEvent, DangerFlag, LegalDuty
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.formats import local
from naung.duties import operations as duties
from naung.duties.models import Deadline, Notice
from naung.intake.models import Report, Story
from naung.people import operations as people
from naung.people.models import Caregiver, Child
from naung.people.rules import ChildFacts
from tests.cases.stories import RECEIVED, a_case, doing, register, triaged
from tests.scene import MONDAY, Scene


def test_a_supervisor_makes_a_case_of_a_report_and_gives_it_to_people(scene: Scene) -> None:
    report = triaged(scene)
    case = register(scene, report, companions=("Budi",))

    assert (case.status, case.stage, case.level) == ("REGISTERED", "INTERVENTION", "HIGH")
    with acting_as(scene.actor("Sari")):
        child = Child.objects.get()
        assert (child.name, child.current_case_id, child.owner_id) == ("Rani", case.pk, scene.id("Sari"))
        assert Caregiver.objects.get().name == "Nurhayati"
        assert Report.objects.get(pk=report.pk).status == "BECAME_CASE"
    with acting_as(scene.actor("Budi")):
        assert (Case.objects.count(), Child.objects.count(), Story.objects.count()) == (1, 1, 1)
        assert Notice.objects.filter(kind="case.assigned").count() == 1
    with acting_as(scene.actor("Toni")):
        assert (Case.objects.count(), Child.objects.count(), Story.objects.count()) == (0, 0, 0)


def test_the_duties_of_a_case_begin_at_receipt_or_registration(scene: Scene) -> None:
    case = a_case(scene)

    with acting_as(scene.actor("Sari")):
        begun = dict(Deadline.objects.filter(case_id=case.pk).values_list("rule", "started_at"))
    assert begun == {
        "CHILD_SEEN": RECEIVED, "SAFETY_PLAN": RECEIVED, "ASSESSMENT": MONDAY, "PLAN": MONDAY, "CONTACT": MONDAY,
        "REVIEW": MONDAY,
    }  # fmt: skip


def test_sexual_violence_must_go_to_the_police_from_the_moment_of_receipt(scene: Scene) -> None:
    case = a_case(scene, forms=("SEK",))

    with acting_as(scene.actor("Sari")):
        duty = Deadline.objects.get(case_id=case.pk, rule="POLICE_REPORT")
        assert (duty.started_at, duty.due_at) == (RECEIVED, RECEIVED + timedelta(hours=72))
        assert LegalDuty.objects.get().kind == "POLICE_REPORT"


def test_a_danger_of_the_triage_stays_open_in_the_case(scene: Scene) -> None:
    case = a_case(scene, level="EMERGENCY", dangers=("B08",))

    with acting_as(scene.actor("Sari")):
        assert list(DangerFlag.objects.filter(case=case).values_list("code", "ended_at")) == [("B08", None)]


def test_nobody_else_registers(scene: Scene) -> None:
    report = triaged(scene)
    for name in ("Dewi", "Toni", "Budi"):
        with pytest.raises(Report.DoesNotExist):
            doing(scene, name, operations.register_case, report_id=report.pk, child=None,
                  team_id=scene.teams["barat"].pk, holder_id=scene.id("Sari"), ppks="AT")  # fmt: skip


def test_who_is_named_in_the_report_cannot_be_given_the_case(scene: Scene) -> None:
    report = triaged(scene, barred_user_ids=[scene.id("Sari")])
    with pytest.raises(Refused, match="Sari"):
        register(scene, report)

    report = triaged(scene, barred_user_ids=[scene.id("Budi")])
    with pytest.raises(Refused, match="Budi"):
        register(scene, report, companions=("Budi",))


def test_a_case_needs_a_social_worker_of_the_team_and_one_category(scene: Scene) -> None:
    report = triaged(scene)
    with pytest.raises(Refused):
        register(scene, report, holder="Toni")
    with pytest.raises(Refused):
        register(scene, report, holder="Budi")
    with pytest.raises(NotAllowedNow) as shut:
        register(scene, report, ppks="")
    assert [gate.code for gate in shut.value.about["missing"]] == ["PPKS_CHOSEN"]
    with pytest.raises(Refused):
        register(scene, report, ppks="XYZ")
    with pytest.raises(Refused):
        register(scene, report, stage="REINTEGRATION")


def test_one_child_has_one_open_case_and_the_error_leads_to_it(scene: Scene) -> None:
    first = a_case(scene)
    again = triaged(scene)

    with pytest.raises(NotAllowedNow, match=first.number) as shut:
        register(scene, again, child=first.child_id)
    assert shut.value.about["case"] == first.pk


def test_a_new_report_joins_the_open_case_and_raises_it(scene: Scene) -> None:
    case = a_case(scene, level="MEDIUM", companions=("Budi",))
    later = MONDAY + timedelta(days=3)
    report = triaged(scene, level="EMERGENCY", forms=("SEK",), dangers=("B02",), received_at=later)

    doing(scene, "Rina", operations.join_report, now=later, report_id=report.pk, case_id=case.pk, reason="Anak sama")

    with acting_as(scene.actor("Budi")):
        case.refresh_from_db()
        assert (case.level, case.forms) == ("EMERGENCY", ["FIS", "SEK"])
        assert Story.objects.count() == 2
        assert DangerFlag.objects.filter(case=case, ended_at=None).count() == 1
        started = Deadline.objects.get(case_id=case.pk, rule="POLICE_REPORT").started_at
        assert started == later
        assert Deadline.objects.filter(case_id=case.pk, rule="CHILD_SEEN").count() == 2


def clocked(scene: Scene, **facts) -> Report:  # type: ignore[no-untyped-def]
    """A triaged report with the child's clocks running, as triage leaves it."""
    report = triaged(scene, **facts)
    wanted = [duties.Duty(rule, report.received_at) for rule in ("CHILD_SEEN", "SAFETY_PLAN")]
    with acting_as(scene.actor("Rina")) as rina:
        duties.start_all(by=rina, subject=report, duties=wanted, now=MONDAY, level=report.level)
    return report


def test_the_childs_clocks_go_along_and_do_not_start_twice(scene: Scene) -> None:
    report = clocked(scene, level="MEDIUM")
    case = register(scene, report)

    with acting_as(scene.actor("Rina")) as rina:
        for rule in ("CHILD_SEEN", "SAFETY_PLAN"):
            duty = Deadline.objects.get(rule=rule)
            assert (duty.case_id, duty.owner_id, duty.started_at) == (case.pk, case.owner_id, RECEIVED)
        duties.change_level(by=rina, subject=case, level="EMERGENCY", now=MONDAY)
        assert Deadline.objects.get(rule="CHILD_SEEN").due_at == RECEIVED + timedelta(hours=4)


def test_a_joined_reports_clock_goes_on_in_the_case_at_the_cases_level(scene: Scene) -> None:
    case = a_case(scene, level="HIGH")
    later = MONDAY + timedelta(days=3)
    report = clocked(scene, level="LOW", received_at=later)

    doing(scene, "Rina", operations.join_report, now=later, report_id=report.pk, case_id=case.pk, reason="Anak sama")

    with acting_as(scene.actor("Rina")):
        duty = Deadline.objects.get(case_id=case.pk, report_id=report.pk, rule="CHILD_SEEN")
        assert duty.due_at == later + timedelta(hours=24)
        assert Deadline.objects.filter(case_id=case.pk, rule="CHILD_SEEN", met_at=None).count() == 2


def test_the_holder_cannot_be_somebody_whom_a_joined_report_names(scene: Scene) -> None:
    case = a_case(scene)
    report = triaged(scene, barred_user_ids=[scene.id("Sari")])
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", operations.join_report, report_id=report.pk, case_id=case.pk, reason="Anak sama")


def test_registering_for_another_team_takes_the_case_out_of_sight(scene: Scene) -> None:
    report = triaged(scene)
    rina = scene.actor("Rina")
    with acting_as(rina):
        operations.register_case(
            by=rina, report_id=report.pk, child=None, team_id=scene.teams["timur"].pk, holder_id=scene.id("Toni"),
            companion_ids=[scene.id("Wati")], ppks="AT", now=MONDAY,
        )  # fmt: skip
        assert Case.objects.count() == 0
    with acting_as(scene.actor("Toni")):
        case = Case.objects.get()
        assert CaseEvent.objects.filter(case=case, kind="REGISTERED").exists()
    with acting_as(scene.actor("Dewi")):
        assert access.drift("cases.Case") == 0


def test_registering_twice_is_not_two_cases(scene: Scene) -> None:
    report = triaged(scene)
    register(scene, report)
    with pytest.raises(NotAllowedNow):
        register(scene, report)


def test_the_holder_may_not_register(scene: Scene) -> None:
    report = triaged(scene, owner_id=scene.id("Sari"))
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.register_case, report_id=report.pk, child=None,
              team_id=scene.teams["barat"].pk, holder_id=scene.id("Sari"), ppks="AT")  # fmt: skip


@pytest.mark.parametrize("given", [{"level": "EMERGENCY"}, {"level": "EMERGENCY", "dangers": ("B08",)}])
def test_a_child_in_danger_is_no_case_of_prevention(scene: Scene, given: dict[str, Any]) -> None:
    with pytest.raises(Refused) as wrong:
        register(scene, triaged(scene, **given), stage="PREVENTION")
    assert wrong.value.about["field"] == "stage"


def prevention(scene: Scene) -> Case:
    return register(scene, triaged(scene, level="LOW", forms=("PSI",)), companions=("Budi",), stage="PREVENTION")


def stage_of(scene: Scene, case: Case) -> str:
    with acting_as(scene.actor("Rina")):
        return Case.objects.get(pk=case.pk).stage


def test_a_danger_that_is_open_already_still_moves_a_case_to_intervention(scene: Scene) -> None:
    case = prevention(scene)
    with acting_as(scene.actor("Rina")):
        DangerFlag.objects.create(case=case, code="B08", raised_at=MONDAY, raised_by_id=scene.id("Budi"))

    doing(scene, "Budi", operations.raise_danger_flag, case_id=case.pk, code="B08", note="Masih ada di rumah.")

    assert stage_of(scene, case) == "INTERVENTION"
    with acting_as(scene.actor("Rina")):
        assert DangerFlag.objects.count() == 1
        assert CaseEvent.objects.get(kind="DANGER_AGAIN").reason == "Masih ada di rumah."


def test_the_supervisor_finds_that_prevention_is_not_enough(scene: Scene) -> None:
    case = prevention(scene)
    move = {"case_id": case.pk, "target": "INTERVENTION"}
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.move_stage, **move, reason="Perlu dilindungi.")
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.move_stage, **move, reason=" ")

    doing(scene, "Rina", operations.move_stage, **move, reason="Perlu dilindungi.")
    assert stage_of(scene, case) == "INTERVENTION"


def test_who_turns_eighteen_is_still_put_right_and_one_of_forty_is_no_child(scene: Scene) -> None:
    born = local(MONDAY).date().replace(year=2008) + timedelta(days=1)  # 18 tomorrow
    tomorrow = MONDAY + timedelta(days=1)
    case = register(scene, triaged(scene), child=ChildFacts(name="Rani", birth_date=born), now=tomorrow)
    year = MONDAY + timedelta(days=365)
    change = {"child_id": case.child_id, "version": None, "reported_at": case.report_received_at}
    right = ChildFacts(name="Rani Puspita", birth_date=born)
    assert doing(scene, "Sari", people.change_child, year, facts=right, **change).name == "Rani Puspita"
    for age in ({"birth_date": born.replace(year=1986)}, {"age_estimate": 40, "age_estimated_date": MONDAY.date()}):
        with pytest.raises(Refused):
            doing(scene, "Sari", people.change_child, year, facts=ChildFacts(name="Rani", **age), **change)
        with pytest.raises(Refused):
            register(scene, triaged(scene), child=ChildFacts(name="Rani", **age))
