"""Where a report can go, who may send it there, and what keeps triage from ending."""

import pytest

from naung.access.policy import P
from naung.core.errors import NotAllowedNow
from naung.core.levels import Level
from naung.intake.rules import (
    OUTCOMES,
    STATUS_TEXTS,
    STEPS,
    Answer,
    Answers,
    Codebook,
    ReportStatus,
    TriageFacts,
    from_lists,
    step,
    supervisor_ends,
    triage_blockers,
)

S = ReportStatus
ALL_NO = Answers(dangers=from_lists(Codebook.packaged().dangers, ()))


def test_every_status_is_reached_and_every_open_one_has_a_way_out() -> None:
    assert {row.target for row in STEPS} | {S.DRAFT} == set(S)
    assert {row.source for row in STEPS} == set(S) - set(OUTCOMES)
    assert set(STATUS_TEXTS) == set(S)
    assert len({row.event for row in STEPS}) == len(STEPS)


@pytest.mark.parametrize("outcome", [o for o in OUTCOMES if o is not S.BECAME_CASE])
def test_intake_ends_calm_reports_and_only_a_supervisor_grave_ones(outcome: ReportStatus) -> None:
    row = step(S.TRIAGED, outcome)
    for level in Level:
        grave = level >= Level.HIGH
        assert supervisor_ends(level) is grave
        assert row.permission(level) is (P.REPORT_DECIDE_HIGH if grave else P.REPORT_TRIAGE)
    assert "reason" in row.asks


def test_only_who_may_register_makes_a_case() -> None:
    row = step("TRIAGED", "BECAME_CASE")
    assert {row.permission(level) for level in Level} == {P.CASE_REGISTER}


def test_a_report_never_ends_before_triage_and_never_starts_again() -> None:
    for source, target in [("RECEIVED", "NOT_OURS"), ("NOT_OURS", "TRIAGED"), ("DRAFT", "TRIAGED")]:
        with pytest.raises(NotAllowedNow):
            step(source, target)


def test_triage_ends_when_everything_was_asked_even_if_nothing_is_known() -> None:
    unknown = Answers(dangers=dict.fromkeys(Codebook.packaged().dangers, Answer.UNKNOWN))
    facts = TriageFacts("Anak menangis", unknown, True, True, True)
    assert triage_blockers(facts) == []


def test_each_open_question_is_named_with_its_place() -> None:
    facts = TriageFacts(" ", Answers(), False, False, False)
    blockers = triage_blockers(facts)
    assert len(blockers) == 11 + 4
    assert {b.code for b in blockers} == {"NOT_TOLD", "DANGER_OPEN", "AGE_OPEN", "WHERE_OPEN", "STAFF_OPEN"}
    assert "bahaya-B05" in {b.anchor for b in blockers}


def test_the_staff_question_alone_holds_triage() -> None:
    facts = TriageFacts("x", ALL_NO, True, True, False)
    assert [b.code for b in triage_blockers(facts)] == ["STAFF_OPEN"]


def test_b03_that_follows_from_the_rest_need_not_be_asked() -> None:
    answers = Answers(
        forms=frozenset({"SEK"}),
        dangers={code: Answer.NO for code in ALL_NO.dangers if code != "B03"},
        risks={"R02": Answer.YES},
    )
    assert triage_blockers(TriageFacts("x", answers, True, True, True)) == []
