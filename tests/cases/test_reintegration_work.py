"""A child returns: planned, decided by the supervisor, handed over, and visited for a year."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from naung.access.acting import acting_as
from naung.cases.models import Assessment, Case, CaseEvent, DangerFlag, ReintegrationPlan
from naung.cases.operations import danger, safety, steps
from naung.cases.operations import reintegration as operations
from naung.cases.operations.assessment import Entry
from naung.cases.queries import reintegration as queries
from naung.cases.rules.assessment import factors
from naung.cases.rules.contact import VisitFacts
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.formats import local
from naung.core.ids import new_id
from naung.duties.models import Deadline
from tests.cases.stories import doing
from tests.cases.work_stories import fresh, in_monitoring, in_rehabilitation, started
from tests.scene import MONDAY, Scene

WHOLE = {
    "destination": "KIN", "caregiver_assessed": True, "caregiver_note": "Bibi sanggup.", "school_place": True,
    "school_note": "SDN 012.", "child_agrees": True, "child_words": "Aku mau.", "community_checked": True,
    "community_note": "Ketua RT menerima.", "text": "Diantar hari Senin.",
}  # fmt: skip


def save(scene: Scene, case: Case, **values: object) -> ReintegrationPlan:
    made: ReintegrationPlan = doing(
        scene, "Sari", operations.save_reintegration_plan, case_id=case.pk, **{**WHOLE, **values}
    )
    return made


def decide(scene: Scene, case: Case, name: str = "Rina") -> None:
    doing(scene, name, steps.move_stage, case_id=case.pk, target="REINTEGRATION", reason="Semua siap.")


def come_back(scene: Scene, case: Case, day: date = date(2026, 11, 23), **given: object) -> ReintegrationPlan:
    values = {"version": None, "handover_signed": True, "handover_number": "BAP/7", **given}
    now = MONDAY if day <= MONDAY.date() else MONDAY + (day - MONDAY.date())
    made: ReintegrationPlan = doing(
        scene, "Sari", operations.record_return, now, case_id=case.pk, returned_date=day, **values
    )
    return made


def returned(scene: Scene) -> Case:
    case = in_rehabilitation(scene)
    save(scene, case)
    decide(scene, case)
    come_back(scene, case)
    return in_monitoring(scene, case)


def test_a_yes_says_what_stands_behind_it(scene: Scene) -> None:
    case = in_rehabilitation(scene)

    with pytest.raises(Refused):
        save(scene, case, caregiver_note=" ")
    with pytest.raises(Refused):
        save(scene, case, destination="BULAN")


def test_two_people_writing_the_plan_the_second_is_told(scene: Scene) -> None:
    case = in_rehabilitation(scene)
    made = save(scene, case)
    save(scene, case, version=made.version, text="Diantar Selasa.")

    with pytest.raises(Stale):
        save(scene, case, version=made.version, text="Diantar Rabu.")


def test_the_supervisor_decides_when_everything_stands(scene: Scene) -> None:
    case = in_rehabilitation(scene)
    save(scene, case, child_agrees=False)
    with pytest.raises(NotAllowedNow) as stopped:
        decide(scene, case)
    assert [gate.code for gate in stopped.value.about["missing"]] == ["CHILD_AGREES"]

    with acting_as(scene.actor("Sari")):
        version = ReintegrationPlan.objects.get(case=case).version
    save(scene, case, version=version)
    with pytest.raises(AccessDenied):
        decide(scene, case, "Sari")
    decide(scene, case)
    assert fresh(scene, case).stage == "REINTEGRATION"


def test_no_return_without_decision_handover_and_a_day_that_has_been(scene: Scene) -> None:
    case = in_rehabilitation(scene)
    save(scene, case)
    with pytest.raises(NotAllowedNow):
        come_back(scene, case)
    decide(scene, case)
    with pytest.raises(NotAllowedNow):
        come_back(scene, case, handover_number=" ")
    with pytest.raises(Refused):
        doing(
            scene, "Sari", operations.record_return, case_id=case.pk, returned_date=date(2026, 11, 24), version=None,
            handover_signed=True, handover_number="1",
        )  # fmt: skip


def test_the_return_starts_nine_visits(scene: Scene) -> None:
    case = returned(scene)

    with acting_as(scene.actor("Sari")):
        duties = Deadline.objects.filter(case_id=case.pk, rule="RETURN_VISIT").order_by("due_at")
        assert [duty.sequence for duty in duties] == [str(n) for n in range(1, 10)]
        planned = [one.planned for one in queries.series(case, queries.plan_of(case))]
        assert [local(duty.due_at).date() for duty in duties] == [one.due_date for one in planned]
        assert [local(duty.started_at).date() for duty in duties] == [one.from_date for one in planned]
        assert all(local(duty.due_at).hour == 23 for duty in duties)  # on the planned day itself one is in time
        assert len(queries.series(case, queries.plan_of(case))) == 9


def visit(  # type: ignore[no-untyped-def]
    scene: Scene, case: Case, number: int = 1, name: str = "Sari", flags: tuple[str, ...] = (),
    visit_id: UUID | None = None, **scores: int,
):  # fmt: skip
    now = MONDAY + timedelta(days=3)
    facts = VisitFacts(
        kind="RUMAH", at=now, child_seen=True, seen_alone=True, safe="YES", in_school="YES", caregiver_coping="YES",
        child_words="Aku senang di sini.", flags=flags, stable=not flags, series_no=number,
    )  # fmt: skip
    entries = [Entry(factor=code, score=scores.get(f"f{code}", 4)) for code in factors()]
    return doing(
        scene, name, operations.record_return_visit, now, case_id=case.pk, visit=facts, entries=entries,
        visit_id=visit_id,
    )  # fmt: skip


def test_a_visit_of_the_series_meets_its_duty_and_rates_the_factors_again(scene: Scene) -> None:
    case = returned(scene)

    made = visit(scene, case, f5A=3)

    with acting_as(scene.actor("Sari")):
        assert Deadline.objects.get(case_id=case.pk, rule="RETURN_VISIT", sequence="1").met_at == made.at
        again = Assessment.objects.get(visit=made)
        assert (again.kind, again.finished_at) == ("VISIT", made.at)
        assert again.ratings.get(factor="5A").score == 3
        assert queries.series(case, queries.plan_of(case))[0].made is not None


def test_a_return_visit_is_kept_while_a_reassessment_is_being_written(scene: Scene) -> None:
    case = returned(scene)
    begun = started(scene, case)

    made = visit(scene, case)

    with acting_as(scene.actor("Sari")):
        assert Assessment.objects.get(visit=made).finished_at == made.at
        assert [a.pk for a in Assessment.objects.filter(case=case, finished_at=None)] == [begun.pk]


def test_a_return_visit_sent_twice_is_one_visit_and_one_rating(scene: Scene) -> None:
    case, visit_id = returned(scene), new_id()

    first, second = visit(scene, case, visit_id=visit_id), visit(scene, case, visit_id=visit_id)

    assert first.pk == second.pk == visit_id
    with acting_as(scene.actor("Sari")):
        assert Assessment.objects.filter(case=case, kind="VISIT").count() == 1


def test_a_danger_seen_at_the_visit_puts_the_case_back_at_once(scene: Scene) -> None:
    case = returned(scene)
    assert fresh(scene, case).status == "MONITORING"

    visit(scene, case, flags=("B08",))

    now = fresh(scene, case)
    assert (now.status, now.stage, now.level) == ("IMPLEMENTATION", "INTERVENTION", "EMERGENCY")


def test_after_a_danger_the_visits_of_that_return_end_and_the_contact_goes_on(scene: Scene) -> None:
    case = returned(scene)
    visit(scene, case, flags=("B08",))

    with acting_as(scene.actor("Sari")):
        running = Deadline.objects.filter(case_id=case.pk, met_at=None, dropped_at=None)
        assert not running.filter(rule="RETURN_VISIT").exists()
        assert running.get(rule="CONTACT").level == "EMERGENCY"
        ended = Deadline.objects.filter(case_id=case.pk, rule="RETURN_VISIT", dropped_at__isnull=False)
        assert {duty.dropped_reason for duty in ended} == {"RETURN_ASKED_ANEW"}
        assert ended.count() == 8


def test_a_second_return_begins_a_series_of_its_own(scene: Scene) -> None:
    case = returned(scene)
    visit(scene, case, flags=("B08",))
    with acting_as(scene.actor("Rina")):
        flag = DangerFlag.objects.get(case=case)
    doing(scene, "Rina", danger.end_danger_flag, flag_id=flag.pk, reason="Anak pindah ke nenek.")
    again_ready(scene, case)
    decide(scene, case)

    come_back(scene, case, date(2026, 12, 7))

    with acting_as(scene.actor("Sari")):
        waiting = Deadline.objects.filter(case_id=case.pk, rule="RETURN_VISIT", met_at=None, dropped_at=None)
        assert sorted(int(duty.sequence) for duty in waiting) == list(range(10, 19))
        series = queries.series(case, queries.plan_of(case))
        assert series[0].planned.due_date == date(2026, 12, 10)
        assert all(one.made is None for one in series)


def again_ready(scene: Scene, case: Case) -> None:
    """After a danger everything is looked at once more."""
    doing(scene, "Sari", safety.record_needs_met, case_id=case.pk, note="Tinggal bersama nenek.")
    doing(scene, "Sari", steps.move_stage, case_id=case.pk, target="REHABILITATION")
    with acting_as(scene.actor("Sari")):
        version = ReintegrationPlan.objects.get(case=case).version
    save(scene, case, version=version, caregiver_note="Nenek sanggup.")


def test_after_a_danger_nothing_found_before_opens_the_way_back(scene: Scene) -> None:
    case = returned(scene)
    flag = doing(scene, "Sari", danger.raise_danger_flag, case_id=case.pk, code="B08")
    doing(scene, "Rina", danger.end_danger_flag, flag_id=flag.pk, reason="Anak pindah ke nenek.")

    with pytest.raises(NotAllowedNow) as stopped:
        doing(scene, "Sari", steps.move_stage, case_id=case.pk, target="REHABILITATION")
    assert [gate.code for gate in stopped.value.about["missing"]] == ["EMERGENCY_NEEDS_MET"]
    doing(scene, "Sari", safety.record_needs_met, case_id=case.pk, note="Tinggal bersama nenek.")
    doing(scene, "Sari", steps.move_stage, case_id=case.pk, target="REHABILITATION")
    with pytest.raises(NotAllowedNow) as stopped:
        decide(scene, case)
    assert {gate.code for gate in stopped.value.about["missing"]} == {
        "CAREGIVER_ASSESSED", "SCHOOL_PLACE", "CHILD_AGREES", "COMMUNITY_CHECKED", "REINTEGRATION_PLAN",
    }  # fmt: skip
    with acting_as(scene.actor("Sari")):
        event = CaseEvent.objects.get(case=case, kind="RETURN_ASKED_ANEW")
        assert (event.old, "Bibi sanggup." in event.reason, "BAP/7" in event.reason) == ("KIN", True, True)
        assert CaseEvent.objects.get(case=case, kind="NEEDS_ASKED_ANEW").reason == "Makan, tidur, aman."


def test_the_same_return_is_not_recorded_twice(scene: Scene) -> None:
    case = returned(scene)

    with pytest.raises(Refused):
        come_back(scene, case, date(2026, 12, 7))


def test_a_danger_forbids_the_return(scene: Scene) -> None:
    case = in_rehabilitation(scene)
    save(scene, case)
    decide(scene, case)
    doing(scene, "Sari", danger.raise_danger_flag, case_id=case.pk, code="B04", note="Ayah mengancam.")

    with pytest.raises(NotAllowedNow) as stopped:
        come_back(scene, case)
    assert "NO_OPEN_DANGER" in [gate.code for gate in stopped.value.about["missing"]]


def test_the_wall_hides_the_return_from_other_teams(scene: Scene) -> None:
    case = returned(scene)

    for name in ("Toni", "Dewi", "Ratna", "Hadi", "Lina"):
        with acting_as(scene.actor(name)):
            assert ReintegrationPlan.objects.count() == 0
    with acting_as(scene.actor("Rina")):
        assert ReintegrationPlan.objects.get().case_id == case.pk
