"""A duty runs from the true time of its cause, warns, goes up, stands still with a reason, and ends once."""

from datetime import datetime, timedelta

import pytest

from naung.access import operations as access
from naung.access.acting import acting_as, widened
from naung.access.actors import public
from naung.cases.models import Case
from naung.core.errors import AccessDenied, Refused
from naung.core.ids import new_id, new_number
from naung.duties import operations, queries
from naung.duties.models import Deadline, Holiday
from naung.duties.rules import ClockState
from naung.intake.models import Report
from tests.access.test_walls import make_case
from tests.scene import MONDAY, Scene
from tests.trace import Entry

HOUR = timedelta(hours=1)


def make_report(scene: Scene, **fields: object) -> Report:
    """A report as it lies in the intake desk's queue."""
    with acting_as(scene.actor("Lina")):
        return Report.objects.create(
            number=new_number(), bundle_id=new_id(), status="RECEIVED", channel="WA", received_at=MONDAY,
            team_id=scene.teams["intake"].pk, office_id=scene.office.pk, **fields,
        )  # fmt: skip


def start(scene: Scene, case: Case, rule: str = "CHILD_SEEN", cause_at: datetime = MONDAY, **more) -> Deadline:
    rina = scene.actor("Rina")
    with acting_as(rina):
        duty = operations.start(
            by=rina, rule=rule, subject=case, cause_at=cause_at, now=MONDAY, level=more.pop("level", "HIGH"), **more
        )
    assert duty is not None
    return duty


def read(scene: Scene, duty: Deadline, name: str = "Rina") -> Deadline:
    with acting_as(scene.actor(name)):
        return Deadline.objects.get(pk=duty.pk)


def test_a_duty_runs_from_its_cause_and_carries_the_cases_scope(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")

    duty = read(scene, start(scene, case, cause_at=MONDAY - 2 * HOUR))

    assert (duty.due_at, duty.warn_at, duty.division_at) == (
        MONDAY + 22 * HOUR, MONDAY + 16 * HOUR, MONDAY + 34 * HOUR,
    )  # fmt: skip
    assert (duty.owner_id, duty.team_id, duty.next_at) == (scene.id("Sari"), scene.teams["barat"].pk, duty.warn_at)
    assert duty.detail == {"number": case.number}
    assert Entry.objects.get(event="duty.started").details == {"duties": ["CHILD_SEEN"]}


def test_starting_a_duty_twice_is_one_duty(scene: Scene) -> None:
    case = make_case(scene, "Sari", "barat")

    first, again = start(scene, case), start(scene, case, cause_at=MONDAY + HOUR)

    assert first.pk == again.pk
    assert Entry.objects.filter(event="duty.started").count() == 1


def test_a_dropped_duty_that_is_asked_for_again_runs_again_from_the_same_cause(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    duty = start(scene, case, "POLICE_REPORT")

    with acting_as(rina):
        operations.drop(by=rina, rule="POLICE_REPORT", subject=case, now=MONDAY, reason="FORM_CORRECTED")
    start(scene, case, "POLICE_REPORT")

    again = read(scene, duty)
    assert (again.dropped_at, again.due_at) == (None, MONDAY + 72 * HOUR)
    assert again.next_at == again.warn_at


def test_a_level_that_does_not_ask_for_a_duty_starts_none(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")

    with acting_as(rina):
        assert operations.start(
            by=rina, rule="SAFETY_PLAN", subject=case, cause_at=MONDAY, now=MONDAY, level="LOW"
        ) is None  # fmt: skip
        assert not queries.open_for(case).exists()


def test_working_days_leave_out_the_holidays_of_the_table_and_the_offices_own_day_wins(scene: Scene) -> None:
    tuesday = MONDAY + timedelta(days=1)
    Holiday.objects.create(date=tuesday.date(), name="Cuti bersama")
    report, lina = make_report(scene), scene.actor("Lina")

    def triage_due(sequence: str) -> datetime:
        with acting_as(lina):
            duty = operations.start(
                by=lina, rule="TRIAGE_NORMAL", subject=report, cause_at=MONDAY, now=MONDAY, level=None,
                sequence=sequence,
            )  # fmt: skip
        assert duty is not None
        return duty.due_at

    assert triage_due("closed") == MONDAY + timedelta(days=2)
    Holiday.objects.update(own=True, open=True)
    assert triage_due("open") == tuesday


def test_the_public_starts_duties_of_a_report_that_it_may_not_read(scene: Scene) -> None:
    report, anybody = make_report(scene, danger=True), public(office_ids=[scene.office.pk])

    with acting_as(anybody):
        for _ in range(2):
            operations.start_all(
                by=anybody, subject=report, now=MONDAY, level=None,
                duties=[operations.Duty("DANGER_OPENED", MONDAY), operations.Duty("TRIAGE_URGENT", MONDAY)],
            )  # fmt: skip
        assert Deadline.objects.count() == 0

    with acting_as(scene.actor("Lina")):
        assert [duty.due_at - MONDAY for duty in queries.open_for(report)] == [timedelta(minutes=15), HOUR]


def test_the_danger_wait_is_the_citys_setting(scene: Scene, settings) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    settings.CITY = replace(settings.CITY, danger_wait=timedelta(minutes=5))
    report, lina = make_report(scene), scene.actor("Lina")
    with acting_as(lina):
        duty = operations.start(by=lina, rule="DANGER_OPENED", subject=report, cause_at=MONDAY, now=MONDAY, level=None)
    assert duty is not None
    assert duty.due_at == MONDAY + timedelta(minutes=5)


def test_a_met_duty_keeps_the_true_time_and_is_open_no_more(scene: Scene) -> None:
    case, sari = make_case(scene, "Sari", "barat"), scene.actor("Sari")
    duty = start(scene, case)

    with acting_as(sari):
        count = operations.meet(by=sari, rule="CHILD_SEEN", subject=case, now=MONDAY + 5 * HOUR, at=MONDAY + 3 * HOUR)
        again = operations.meet(by=sari, rule="CHILD_SEEN", subject=case, now=MONDAY + 6 * HOUR)

    duty = read(scene, duty)
    assert (count, again) == (1, 0)
    assert (duty.met_at, duty.met_by_id, duty.next_at) == (MONDAY + 3 * HOUR, sari.id, None)
    assert duty.state(MONDAY + 90 * HOUR) is ClockState.MET


def test_the_nine_visits_after_a_return_are_met_one_by_one(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")

    with acting_as(rina):
        visits = operations.start_series(
            by=rina, rule="RETURN_VISIT", subject=case, cause_at=MONDAY, now=MONDAY, level="LOW"
        )
        operations.meet(by=rina, rule="RETURN_VISIT", subject=case, now=MONDAY, sequence="1")
        next_duty = queries.next_duties([case.pk])[case.pk]

    assert [(visit.due_at - MONDAY).days for visit in visits] == [3, 7, 14, 28, 61, 92, 181, 273, 365]
    assert next_duty.sequence == "2"
    assert [visit.started_at for visit in visits] == [MONDAY, *(visit.due_at for visit in visits[:-1])]
    last = visits[-1]
    assert (last.warn_at - MONDAY).days == 365 - 23  # a quarter of the time since the visit of month 9
    assert (last.division_at - last.due_at).days == 46


def test_a_shorter_limit_holds_at_once_and_a_longer_one_only_for_new_duties(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    duty = start(scene, case, level="MEDIUM")

    with acting_as(rina):
        operations.change_level(by=rina, subject=case, level="EMERGENCY", now=MONDAY + HOUR)
    raised = read(scene, duty)
    with acting_as(rina):
        operations.change_level(by=rina, subject=case, level="LOW", now=MONDAY + HOUR)
    lowered = read(scene, duty)

    assert (raised.due_at, raised.next_at) == (MONDAY + 4 * HOUR, MONDAY + 3 * HOUR)
    assert (lowered.due_at, lowered.level) == (MONDAY + 4 * HOUR, "LOW")


def test_a_pause_stops_the_clock_and_its_time_does_not_count(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    duty = start(scene, case)

    with acting_as(rina):
        operations.pause(by=rina, rule="CHILD_SEEN", subject=case, now=MONDAY + 4 * HOUR, reason="RAWAT")
    paused = read(scene, duty)
    with acting_as(rina):
        operations.resume(by=rina, rule="CHILD_SEEN", subject=case, now=MONDAY + 14 * HOUR)
    running = read(scene, duty)

    assert (paused.next_at, paused.state(MONDAY + 90 * HOUR)) == (None, ClockState.PAUSED)
    assert (running.due_at, running.next_at) == (MONDAY + 34 * HOUR, MONDAY + 28 * HOUR)
    assert Entry.objects.get(event="duty.paused").details["why"] == "RAWAT"


def test_no_pause_without_a_listed_reason_and_none_for_a_clock_of_the_law(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    police, seen = start(scene, case, "POLICE_REPORT"), start(scene, case)

    with acting_as(rina):
        with pytest.raises(Refused):
            operations.pause(by=rina, subject=case, now=MONDAY, reason="malas")
        with pytest.raises(Refused):
            operations.pause(by=rina, rule="POLICE_REPORT", subject=case, now=MONDAY, reason="LUAR")
        assert operations.pause(by=rina, subject=case, now=MONDAY, reason="TANGGUH") == 1

    assert read(scene, police).paused_at is None
    assert read(scene, seen).paused_at == MONDAY


def test_closing_ends_every_duty_but_those_that_are_kept(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    for rule in ("CHILD_SEEN", "CONTACT", "POLICE_REPORT"):
        start(scene, case, rule)

    with acting_as(rina):
        dropped = operations.drop_all(by=rina, subject=case, now=MONDAY, reason="TTK", keep=["POLICE_REPORT"])
        waiting = [duty.rule for duty in queries.open_for(case)]

    assert (dropped, waiting) == (2, ["POLICE_REPORT"])


def test_the_next_duty_of_a_case_is_the_earliest_that_runs(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    start(scene, case, "CHILD_SEEN")
    start(scene, case, "PLAN")
    other = make_case(scene, "Toni", "timur", "Dimas")

    with acting_as(rina):
        before = queries.next_duties([case.pk, other.pk])
        operations.pause(by=rina, rule="CHILD_SEEN", subject=case, now=MONDAY, reason="LUAR")
        after = queries.next_duties([case.pk])

    assert {key: duty.rule for key, duty in before.items()} == {case.pk: "CHILD_SEEN"}
    assert after[case.pk].rule == "PLAN"


def test_duties_of_a_report_move_to_its_case(scene: Scene) -> None:
    report, case, lina, rina = (
        make_report(scene),
        make_case(scene, "Sari", "barat"),
        *map(scene.actor, ("Lina", "Rina")),
    )
    with acting_as(lina):
        operations.start(by=lina, rule="CHILD_SEEN", subject=report, cause_at=MONDAY, now=MONDAY, level="HIGH")

    with acting_as(rina), widened([report.pk]):
        assert operations.adopt(by=rina, report=report, case=case, now=MONDAY) == 1

    with acting_as(scene.actor("Sari")) as sari:
        assert operations.meet(by=sari, rule="CHILD_SEEN", subject=case, now=MONDAY) == 1
    with acting_as(lina):
        assert Deadline.objects.count() == 0


def test_who_writes_no_duties_is_refused(scene: Scene) -> None:
    case, ayu = make_case(scene, "Sari", "barat"), scene.actor("Ayu")

    with acting_as(ayu), pytest.raises(AccessDenied):
        operations.drop_all(by=ayu, subject=case, now=MONDAY, reason="TTK")


def test_reassigning_carries_the_duties_along(scene: Scene) -> None:
    case, rina = make_case(scene, "Sari", "barat"), scene.actor("Rina")
    duty = start(scene, case)

    with acting_as(rina), widened([case.pk]):
        Case.objects.filter(pk=case.pk).update(owner_id=scene.id("Budi"))
        access.restamp(Case.objects.get(pk=case.pk))

    assert read(scene, duty).owner_id == scene.id("Budi")


def test_starting_many_duties_takes_as_many_queries_as_starting_one(
    scene: Scene,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    cases, rina = [make_case(scene, "Sari", "barat", name) for name in ("Rani", "Dimas")], scene.actor("Rina")
    rules = ["CHILD_SEEN", "ASSESSMENT", "PLAN", "CONTACT", "REVIEW", "POLICE_REPORT"]

    with acting_as(rina):
        for case, some in zip(cases, (rules[:1], rules), strict=True):
            with django_assert_num_queries(7):
                operations.start_all(
                    by=rina, subject=case, now=MONDAY, level="HIGH",
                    duties=[operations.Duty(rule, MONDAY) for rule in some],
                )  # fmt: skip
