"""The two tables of a case: every status is reached, none is a dead end, and gates say what is missing."""

import itertools
from dataclasses import fields, replace
from typing import Any

import pytest

from naung.access.policy import FOUR_EYES, P
from naung.cases.rules import closing, gates
from naung.cases.rules.gates import CaseFacts, CaseGate, Gate, missing, pass_all
from naung.cases.rules.registration import REGISTRATION_GATES, RegistrationFacts
from naung.cases.rules.steps import (
    FINAL,
    FIRST_STAGES,
    OPEN,
    STAGE_STEPS,
    STAGE_TEXTS,
    STATUS_TEXTS,
    STEPS,
    WORKING,
    CaseStatus,
    Stage,
    resume_step,
    stage_step,
    stage_steps_from,
    step,
    steps_from,
)
from naung.core import reference
from naung.core.errors import NotAllowedNow
from naung.core.levels import Level

C = CaseStatus

READY = CaseFacts(
    level=Level.MEDIUM,
    child_seen=True,
    caregiver_consent=True,
    child_assent=True,
    ground_without_consent=False,
    safety_plan=True,
    open_danger_flags=0,
    unrated_factors=(),
    scores={"1A": 3, "3A": 3, "6B": 4},
    child_views=True,
    earlier_statements_reused=True,
    factors_without_goal=(),
    actions_unassigned=0,
    child_told=True,
    caregiver_told=True,
    plan_approved=True,
    actions_open=0,
    goals_open=0,
    emergency_needs_met=True,
    police_report_required=False,
    police_report_filed=False,
    reintegration_plan=True,
    caregiver_assessed=True,
    school_place=True,
    child_agrees=True,
    community_checked=True,
    destination="HOME",
    handover_signed=True,
    last_contacts_stable=(True, True, False),
    referrals_open=0,
    legal_duties_unmet=0,
    legal_duties_unexplained=0,
    next_contact_given=True,
    planned_visits_left=0,
    early_closing_reason=False,
    closing_reason=True,
    transition_plan=True,
    search_documented=True,
    death_review=True,
    guardianship_order=True,
    duplicate_of_known=True,
    receiver_accepted=True,
)
ALL_GATES = [gate for gate in vars(gates).values() if isinstance(gate, Gate)]


def shut(gates_of: tuple[CaseGate, ...], **facts: Any) -> list[str]:
    return [gate.code for gate in missing(gates_of, replace(READY, **facts))]


def test_every_status_is_reached_and_every_open_one_has_a_way_out() -> None:
    assert {row.target for row in STEPS} | {C.REGISTERED} == set(C)
    assert {row.source for row in STEPS} == set(C) - set(FINAL)
    assert set(STATUS_TEXTS) == set(C)
    assert len({(row.source, row.target) for row in STEPS}) == len(STEPS)


def test_every_open_status_can_be_closed_suspended_and_transferred() -> None:
    for status in OPEN:
        targets = {row.target for row in steps_from(status)}
        assert {C.CLOSED, C.TRANSFERRED} <= targets
        assert C.SUSPENDED in targets or status is C.SUSPENDED
    assert closing.TRANSFER_REASON not in {row.code for row in closing.WAYS}


def test_every_stage_is_reached_and_leads_on() -> None:
    assert {row.target for row in STAGE_STEPS} | set(FIRST_STAGES) == set(Stage)
    assert set(STAGE_TEXTS) == set(Stage)
    for stage in Stage:
        targets = {row.target for row in stage_steps_from(stage)}
        assert targets
        assert stage is Stage.INTERVENTION or Stage.INTERVENTION in targets


def test_the_way_through_a_case_and_who_walks_it() -> None:
    way = [C.REGISTERED, C.ASSESSMENT, C.PLANNING, C.IMPLEMENTATION, C.MONITORING, C.CLOSED, C.ASSESSMENT]
    needs = [step(a, b).needs for a, b in itertools.pairwise(way)]
    assert needs == [P.CASE_ASSESS, P.CASE_ASSESS, P.PLAN_APPROVE, P.CASE_ASSESS, P.CASE_CLOSE, P.CASE_REOPEN]
    assert {P.PLAN_APPROVE, P.CASE_CLOSE} <= FOUR_EYES


@pytest.mark.parametrize(
    ("source", "target"), [("REGISTERED", "PLANNING"), ("CLOSED", "MONITORING"), ("TRANSFERRED", "ASSESSMENT")]
)
def test_no_step_is_left_out_or_invented(source: str, target: str) -> None:
    with pytest.raises(NotAllowedNow) as error:
        step(source, target)
    assert STATUS_TEXTS[C(target)].id in str(error.value.message)


def test_a_suspended_case_returns_only_to_where_it_was() -> None:
    for status in WORKING:
        assert resume_step(status, status).target is status
    with pytest.raises(NotAllowedNow):
        resume_step("PLANNING", "MONITORING")


def test_stages_do_not_skip_rehabilitation() -> None:
    with pytest.raises(NotAllowedNow):
        stage_step("INTERVENTION", "REINTEGRATION")
    assert stage_step("REHABILITATION", "REINTEGRATION").needs is P.CASE_DECIDE


def test_a_danger_flag_asks_for_no_approval() -> None:
    back = step("MONITORING", "IMPLEMENTATION")
    assert (back.gates, back.needs) == ((), P.CASE_WORK)
    assert {stage_step(s, "INTERVENTION").gates for s in Stage if s is not Stage.INTERVENTION} == {()}


def test_documents_are_those_of_the_list() -> None:
    known = set(reference.codes("dokumen"))
    assert {paper for row in STEPS for paper in row.documents} <= known


# Gates


def test_everything_ready_opens_every_gate_but_the_one_for_low_risk() -> None:
    assert shut(tuple(ALL_GATES)) == ["LOW_RISK"]


def test_every_gate_has_a_name_a_text_in_both_languages_and_a_place() -> None:
    assert len({gate.code for gate in ALL_GATES}) == len(ALL_GATES)
    for gate in ALL_GATES:
        assert gate.text.id != gate.text.en
        assert gate.link[0].startswith("cases:")
    used = {gate.code for row in (*STEPS, *STAGE_STEPS, *closing.WAYS) for gate in row.gates}
    used |= {gate.code for gate in gates.RETURN_GATES}
    assert used == {gate.code for gate in ALL_GATES}


def test_every_fact_has_to_be_looked_up() -> None:
    assert len(fields(CaseFacts)) == len(vars(READY))
    with pytest.raises(TypeError):
        CaseFacts(level=Level.LOW)  # type: ignore[call-arg]


def test_assessment_begins_with_a_child_seen_consent_and_a_safety_plan() -> None:
    needed = step("REGISTERED", "ASSESSMENT").gates
    assert shut(needed, child_seen=False, caregiver_consent=False, safety_plan=False) == ["CHILD_SEEN", "CONSENT"]
    assert shut(needed, safety_plan=False, level=Level.HIGH) == ["SAFETY_PLAN"]
    assert shut(needed, child_assent=False) == ["CONSENT"]
    assert shut(needed, caregiver_consent=False, child_assent=False, ground_without_consent=True) == []


def test_planning_needs_every_factor_the_childs_view_and_the_old_statements() -> None:
    needed = step("ASSESSMENT", "PLANNING").gates
    assert shut(needed, unrated_factors=("6A",), child_views=False, earlier_statements_reused=False) == [
        "FACTORS_RATED", "CHILD_VIEWS", "ONE_STORY",
    ]  # fmt: skip


def test_a_plan_needs_goals_owners_and_somebody_who_was_told() -> None:
    needed = step("PLANNING", "IMPLEMENTATION").gates
    assert shut(needed, factors_without_goal=("2A",), actions_unassigned=1) == ["GOALS_SET", "ACTIONS_ASSIGNED"]
    assert shut(needed, child_told=False) == shut(needed, caregiver_told=False) == []
    assert shut(needed, child_told=False, caregiver_told=False) == ["PLAN_TOLD"]


def test_rehabilitation_waits_for_danger_needs_and_a_police_report_if_required() -> None:
    needed = stage_step("INTERVENTION", "REHABILITATION").gates
    assert shut(needed, open_danger_flags=1, emergency_needs_met=False) == ["NO_OPEN_DANGER", "EMERGENCY_NEEDS_MET"]
    assert shut(needed, police_report_required=True) == ["POLICE_REPORT_FILED"]
    assert shut(needed, police_report_required=True, police_report_filed=True) == []
    assert shut(needed, safety_plan=False, level=Level.HIGH) == ["SAFETY_PLAN"]
    assert shut(step("IMPLEMENTATION", "MONITORING").gates, safety_plan=False, level=Level.HIGH) == ["SAFETY_PLAN"]


@pytest.mark.parametrize(
    ("scores", "codes"),
    [
        ({"1A": 1, "3A": 4}, ["NO_FACTOR_AT_ONE"]),
        ({"1A": 2, "3A": 2}, ["ABUSE_AT_THREE"]),
        ({"1A": 4}, ["ABUSE_AT_THREE"]),
        ({}, ["NO_FACTOR_AT_ONE", "ABUSE_AT_THREE"]),
        ({"1A": 2, "3A": 3}, []),
    ],
)
def test_reintegration_needs_a_child_free_of_abuse(scores: dict[str, int], codes: list[str]) -> None:
    assert shut(stage_step("REHABILITATION", "REINTEGRATION").gates, scores=scores) == codes


def test_reintegration_needs_everything_that_the_regulation_names() -> None:
    needed = stage_step("REHABILITATION", "REINTEGRATION").gates
    facts = dict.fromkeys(
        ("caregiver_assessed", "school_place", "child_agrees", "community_checked", "reintegration_plan"), False
    )
    assert len(shut(needed, **facts)) == 5
    assert shut(gates.RETURN_GATES, destination="", handover_signed=False) == ["DESTINATION_KNOWN", "HANDOVER_SIGNED"]


def test_a_shut_gate_is_named_in_the_error() -> None:
    with pytest.raises(NotAllowedNow) as error:
        pass_all((gates.CHILD_SEEN, gates.CONSENT), replace(READY, child_seen=False))
    assert [gate.code for gate in error.value.about["missing"]] == ["CHILD_SEEN"]  # type: ignore[attr-defined]
    assert gates.CHILD_SEEN.text.id in str(error.value.message)
    pass_all((gates.CHILD_SEEN,), READY)


# Registration and closing


def test_registration_names_each_thing_that_is_missing() -> None:
    nothing = RegistrationFacts(
        known_child_checked=False,
        team_assigned=False,
        social_worker_assigned=False,
        conflict_checked=False,
        ppks="",
        court_role_answered=False,
    )
    assert len(missing(REGISTRATION_GATES, nothing)) == len(REGISTRATION_GATES) == 6
    done = RegistrationFacts(**{f.name: "AKTK" if f.name == "ppks" else True for f in fields(nothing)})  # type: ignore[arg-type]
    assert missing(REGISTRATION_GATES, done) == []


def test_the_ways_of_closing_are_those_of_the_list() -> None:
    assert {row.code for row in closing.WAYS} | {closing.TRANSFER_REASON} == set(reference.codes("alasan_tutup"))


def test_goals_met_closes_only_a_case_that_is_monitored() -> None:
    assert closing.way("TJN", "MONITORING").gates
    with pytest.raises(NotAllowedNow):
        closing.way("TJN", "IMPLEMENTATION")
    assert "TJN" not in {row.code for row in closing.ways_from("REGISTERED")}
    assert len(closing.ways_from("MONITORING")) == 8


def test_closing_with_goals_met_looks_at_everything() -> None:
    needed = closing.way("TJN", "MONITORING").gates
    assert shut(needed) == []
    assert shut(
        needed,
        last_contacts_stable=(True, False),
        open_danger_flags=2,
        goals_open=1,
        referrals_open=1,
        legal_duties_unmet=1,
        next_contact_given=False,
        planned_visits_left=3,
    ) == [gate.code for gate in needed]
    assert shut(needed, planned_visits_left=3, early_closing_reason=True) == []
    assert shut(needed, last_contacts_stable=(True,)) == ["LAST_TWO_STABLE"]


@pytest.mark.parametrize("row", [row for row in closing.WAYS if row.code != "TJN"], ids=lambda row: row.code)
def test_every_other_way_keeps_its_reason_and_never_hides_danger(row: closing.Way) -> None:
    closed = shut(row.gates, closing_reason=False, open_danger_flags=1, legal_duties_unexplained=1, level=Level.LOW)
    assert closed == ["REASON_KEPT", "NO_OPEN_DANGER", "LEGAL_MET_OR_EXPLAINED"]


def test_withdrawn_consent_closes_only_low_risk() -> None:
    needed = closing.way("MNR", "PLANNING").gates
    assert [shut(needed, level=level) for level in Level] == [[], ["LOW_RISK"], ["LOW_RISK"], ["LOW_RISK"]]
