"""Seeing the child, keeping it safe, and the steps of the case through their gates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from naung.access.acting import acting_as
from naung.cases import operations
from naung.cases.models import CaseEvent, Consent, DangerFlag, Draft, LegalDuty, Narrative, NarrativeVersion, Visit
from naung.cases.operations import VisitFacts
from naung.cases.queries.facts import facts_of
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.core.ids import new_id
from naung.core.levels import Level
from naung.duties import operations as duties
from naung.duties.models import Deadline, Notice
from tests.cases.stories import RECEIVED, a_case, doing, register, triaged
from tests.scene import MONDAY, Scene
from tests.trace import Entry

SEEN = VisitFacts(
    kind="RUMAH", at=MONDAY + timedelta(hours=1), child_seen=True, seen_alone=True, safe="YES", stable=True,
    child_words="Aku mau tinggal sama nenek.",
)  # fmt: skip
LATER = MONDAY + timedelta(hours=3)


def open_duties(scene: Scene, case) -> dict[str, Deadline]:  # type: ignore[no-untyped-def]
    with acting_as(scene.actor("Rina")):
        return {d.rule: d for d in Deadline.objects.filter(case_id=case.pk, met_at=None, dropped_at=None)}


def visit(scene: Scene, case, name: str = "Budi", facts: VisitFacts = SEEN, now=LATER, **more) -> Visit:  # type: ignore[no-untyped-def]
    return doing(scene, name, operations.record_visit, now=now, case_id=case.pk, visit=facts, **more)


def ready_for_assessment(scene: Scene, case) -> None:  # type: ignore[no-untyped-def]
    visit(scene, case)
    for kind in ("CAREGIVER", "CHILD"):
        doing(scene, "Budi", operations.record_consent, now=LATER, case_id=case.pk, kind=kind, given=True)
    doing(scene, "Sari", operations.write_safety, now=LATER, case_id=case.pk, dangerous_people="Ayah",
          no_go="Rumah ayah", safe_contact="Nenek, sore", plan="Tinggal di rumah nenek.")  # fmt: skip


def test_a_visit_meets_its_duties_and_starts_the_next_contact(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    visit(scene, case)

    waiting = open_duties(scene, case)
    assert "CHILD_SEEN" not in waiting
    assert waiting["CONTACT"].started_at == SEEN.at
    with acting_as(scene.actor("Budi")):
        case.refresh_from_db()
        assert case.seen_at == SEEN.at
        assert Visit.objects.get().child_words == "Aku mau tinggal sama nenek."


def test_an_entry_about_an_earlier_day_does_not_turn_the_clock_back(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    visit(scene, case)
    visit(scene, case, facts=replace(SEEN, at=MONDAY + timedelta(minutes=5)))

    assert open_duties(scene, case)["CONTACT"].started_at == SEEN.at
    with acting_as(scene.actor("Budi")):
        case.refresh_from_db()
        assert case.seen_at == MONDAY + timedelta(minutes=5)


def test_a_visit_that_asks_after_danger_answers_what_was_not_known_at_triage(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    ask = {"rule": "ASK_AGAIN", "subject": case, "cause_at": MONDAY, "level": case.level}
    doing(scene, "Rina", duties.start, **ask)

    visit(scene, case, facts=replace(SEEN, safe="UNKNOWN"))
    assert "ASK_AGAIN" in open_duties(scene, case)
    visit(scene, case, facts=replace(SEEN, at=SEEN.at + timedelta(hours=1)))
    assert "ASK_AGAIN" not in open_duties(scene, case)


def test_the_same_form_sent_twice_is_one_visit(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    token = new_id()
    doing(scene, "Budi", operations.save_draft, case_id=case.pk, kind="visit", data={"observed": "memar"})

    assert visit(scene, case, visit_id=token).pk == visit(scene, case, visit_id=token).pk
    with acting_as(scene.actor("Budi")):
        assert (Visit.objects.count(), Draft.objects.get().data) == (1, None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": MONDAY + timedelta(days=1)}, {"kind": "TELEPON"}, {"kind": "GAGAL"},
        {"kind": "XYZ", "child_seen": False}, {"flags": ("B99",)},
    ],
)  # fmt: skip
def test_what_cannot_be_true_of_a_visit_is_refused(scene: Scene, wrong: dict[str, object]) -> None:
    case = a_case(scene, companions=("Budi",))
    with pytest.raises(Refused):
        visit(scene, case, facts=replace(SEEN, **wrong))


def test_a_call_is_a_contact_but_the_child_was_not_seen(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    visit(scene, case, facts=replace(SEEN, kind="TELEPON", child_seen=False))

    duties = open_duties(scene, case)
    assert "CHILD_SEEN" in duties
    assert duties["CONTACT"].started_at == SEEN.at


def test_the_first_gate_says_what_is_missing_and_opens_when_it_is_there(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    with pytest.raises(NotAllowedNow) as shut:
        doing(scene, "Sari", operations.advance, case_id=case.pk, target="ASSESSMENT")
    assert [gate.code for gate in shut.value.about["missing"]] == ["CHILD_SEEN", "CONSENT", "SAFETY_PLAN"]

    ready_for_assessment(scene, case)
    with pytest.raises(AccessDenied):
        doing(scene, "Budi", operations.advance, now=LATER, case_id=case.pk, target="ASSESSMENT")
    moved = doing(scene, "Sari", operations.advance, now=LATER, case_id=case.pk, target="ASSESSMENT")

    assert moved.status == "ASSESSMENT"
    assert "SAFETY_PLAN" not in open_duties(scene, case)
    with acting_as(scene.actor("Sari")):
        assert CaseEvent.objects.filter(case=case, kind="STATUS", old="REGISTERED", new="ASSESSMENT").count() == 1


def test_a_ground_stands_for_consent_until_it_is_taken_back(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.record_consent, case_id=case.pk, kind="GROUND", ground="")
    ground = doing(scene, "Sari", operations.record_consent, case_id=case.pk, kind="GROUND", ground="PUBLIK")
    with acting_as(scene.actor("Sari")):
        assert facts_of(case).ground_without_consent
    doing(
        scene, "Sari", operations.withdraw_consent, now=LATER, consent_id=ground.pk, reason="Ibu sudah dapat dihubungi"
    )
    with acting_as(scene.actor("Sari")):
        assert not facts_of(case).ground_without_consent
        assert Consent.objects.get().withdrawn_at == LATER


def test_a_danger_puts_the_case_back_at_once_and_tells_the_supervisor(scene: Scene) -> None:
    case = a_case(scene, level="MEDIUM", companions=("Budi",))
    with acting_as(scene.actor("Rina")):
        before = Deadline.objects.get(case_id=case.pk, rule="CONTACT").due_at
        case.status, case.stage = "MONITORING", "REINTEGRATION"
        case.store("status", "stage")
    visit(scene, case, facts=replace(SEEN, flags=("B08",), observed="Ia takut pulang."))

    with acting_as(scene.actor("Rina")):
        case.refresh_from_db()
        assert (case.status, case.stage, case.level) == ("IMPLEMENTATION", "INTERVENTION", "EMERGENCY")
        assert Notice.objects.filter(kind="case.danger").count() == 1
        assert Deadline.objects.get(case_id=case.pk, rule="CONTACT", met_at=None).due_at < before
        with pytest.raises(NotAllowedNow):
            operations.change_level(by=scene.actor("Rina"), case_id=case.pk, level=Level.LOW, reason_code="AMAN",
                                    reason="x", now=LATER)  # fmt: skip


def test_only_a_second_pair_of_eyes_ends_a_danger(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    flag = doing(scene, "Budi", operations.raise_danger_flag, case_id=case.pk, code="B04")
    for name in ("Budi", "Sari"):
        with pytest.raises(AccessDenied):
            doing(scene, name, operations.end_danger_flag, flag_id=flag.pk, reason="Sudah aman")
    with pytest.raises(Refused):
        doing(scene, "Rina", operations.end_danger_flag, flag_id=flag.pk, reason=" ")
    doing(scene, "Rina", operations.end_danger_flag, flag_id=flag.pk, reason="Pelaku ancaman ditahan")
    own = doing(scene, "Rina", operations.raise_danger_flag, case_id=case.pk, code="B04")
    with pytest.raises(AccessDenied):
        doing(scene, "Rina", operations.end_danger_flag, flag_id=own.pk, reason="Sudah aman")
    with acting_as(scene.actor("Sari")):
        assert DangerFlag.objects.filter(case=case, ended_at=None).count() == 1


def test_the_same_danger_is_raised_once(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    first = doing(scene, "Budi", operations.raise_danger_flag, case_id=case.pk, code="B04")
    assert doing(scene, "Sari", operations.raise_danger_flag, case_id=case.pk, code="B04").pk == first.pk


def test_raising_a_level_is_free_and_lowering_needs_supervisor_and_reason(scene: Scene) -> None:
    case = a_case(scene, level="MEDIUM", companions=("Budi",))
    doing(scene, "Budi", operations.change_level, case_id=case.pk, level=Level.HIGH)
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.change_level, case_id=case.pk, level=Level.LOW, reason="x", reason_code="AMAN")
    for wrong in ({"reason": ""}, {"reason": "Aman", "reason_code": ""}):
        with pytest.raises(Refused):
            doing(scene, "Rina", operations.change_level, case_id=case.pk, level=Level.LOW, **wrong)
    case = doing(scene, "Rina", operations.change_level, case_id=case.pk, level=Level.LOW, reason_code="AMAN",
                 reason="Dipastikan saat kunjungan")  # fmt: skip
    assert case.level == "LOW"


def test_the_police_report_is_marked_with_day_number_and_person(scene: Scene) -> None:
    case = a_case(scene, forms=("SEK",), companions=("Budi",))
    with pytest.raises(AccessDenied):
        doing(scene, "Budi", operations.mark_legal_duty, case_id=case.pk, kind="POLICE_REPORT",
              done_date=MONDAY.date(), number="LP/1")  # fmt: skip
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.mark_legal_duty, case_id=case.pk, kind="POLICE_REPORT",
              done_date=date(2026, 12, 1), number="LP/1")  # fmt: skip
    with acting_as(scene.actor("Sari")):
        assert not facts_of(case).police_report_filed
    doing(scene, "Sari", operations.mark_legal_duty, now=LATER, case_id=case.pk, kind="POLICE_REPORT",
          done_date=MONDAY.date(), number="LP/123/XI/2026")  # fmt: skip
    assert "POLICE_REPORT" not in open_duties(scene, case)
    with acting_as(scene.actor("Sari")):
        assert facts_of(case).police_report_filed
        duty = LegalDuty.objects.get()
        assert (duty.done_number, duty.done_by_id) == ("LP/123/XI/2026", scene.id("Sari"))


def test_each_social_report_asked_for_has_its_own_clock(scene: Scene) -> None:
    case = a_case(scene)
    for day in (0, 1):
        asked = MONDAY + timedelta(days=day)
        doing(
            scene, "Sari", operations.ask_social_report, now=asked, case_id=case.pk, asked_at=asked, asked_by="Unit PPA"
        )
    now = MONDAY + timedelta(days=2)
    doing(scene, "Sari", operations.mark_legal_duty, now=now, case_id=case.pk, kind="SOCIAL_REPORT", sequence="1",
          done_date=now.date(), number="460/7")  # fmt: skip
    with acting_as(scene.actor("Sari")):
        left = Deadline.objects.get(case_id=case.pk, rule="SOCIAL_REPORT", met_at=None)
        assert (left.sequence, left.due_at) == ("2", MONDAY + timedelta(days=4))
        assert facts_of(case).legal_duties_unmet == 1


def test_an_entry_dated_earlier_falls_into_place_and_an_edit_keeps_the_old_text(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    entry = doing(scene, "Budi", operations.write_narrative, case_id=case.pk, text="Wali kelas menelepon.", at=RECEIVED)
    doing(scene, "Sari", operations.edit_narrative, now=LATER, narrative_id=entry.pk, text="Kepala sekolah menelepon.",
          at=RECEIVED, reason="Salah orang", version=1)  # fmt: skip

    with acting_as(scene.actor("Budi")):
        assert Narrative.objects.get().text == "Kepala sekolah menelepon."
        old = NarrativeVersion.objects.get()
        assert (old.was_text, old.changed_by_id, old.reason) == (
            "Wali kelas menelepon.", scene.id("Sari"), "Salah orang",
        )  # fmt: skip


def test_an_entry_of_another_century_is_a_slip_of_the_pen(scene: Scene) -> None:
    case = a_case(scene)
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.write_narrative, case_id=case.pk, text="…", at=MONDAY.replace(year=1926))


def test_of_two_who_edit_at_once_the_second_sees_both_texts(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    entry = doing(scene, "Budi", operations.write_narrative, case_id=case.pk, text="Satu", at=RECEIVED)
    doing(
        scene, "Sari", operations.edit_narrative, narrative_id=entry.pk, text="Dua", at=RECEIVED, reason="x", version=1
    )
    with pytest.raises(Stale) as stale:
        doing(scene, "Budi", operations.edit_narrative, narrative_id=entry.pk, text="Tiga", at=RECEIVED, reason="y",
              version=1)  # fmt: skip
    assert (*stale.value.about["mine"].values(), *stale.value.about["theirs"].values()) == ("Tiga", "Dua")
    assert stale.value.about["by"] == "Sari"


def test_no_story_can_be_written_by_who_is_not_on_the_case(scene: Scene) -> None:
    case = a_case(scene)
    for name in ("Budi", "Toni", "Dewi", "Lina"):
        with pytest.raises(type(case).DoesNotExist):
            doing(scene, name, operations.write_narrative, case_id=case.pk, text="x", at=RECEIVED)
        with pytest.raises(type(case).DoesNotExist):
            doing(scene, name, operations.raise_danger_flag, case_id=case.pk, code="B01")


def test_every_act_leaves_its_entry(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    ready_for_assessment(scene, case)
    with acting_as(scene.actor("Rina")):
        events = set(Entry.objects.filter(about_id=case.pk).values_list("event", flat=True))
    assert {"case.registered", "visit.recorded", "consent.recorded", "safety.written", "access.granted"} <= events


def test_facts_cost_one_query(scene: Scene, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    case = a_case(scene)
    with acting_as(scene.actor("Sari")), django_assert_num_queries(1):
        facts_of(case)


def test_going_to_rehabilitation_needs_the_urgent_needs_met(scene: Scene) -> None:
    case = a_case(scene)
    with pytest.raises(NotAllowedNow) as shut:
        doing(scene, "Sari", operations.move_stage, case_id=case.pk, target="REHABILITATION")
    assert [gate.code for gate in shut.value.about["missing"]] == ["EMERGENCY_NEEDS_MET", "SAFETY_PLAN"]
    doing(scene, "Sari", operations.write_safety, case_id=case.pk, dangerous_people="Ayah", no_go="", safe_contact="",
          plan="Tinggal di rumah nenek.")  # fmt: skip
    doing(scene, "Sari", operations.record_needs_met, case_id=case.pk, note="Sudah di rumah nenek, luka dirawat.")
    assert (
        doing(scene, "Sari", operations.move_stage, case_id=case.pk, target="REHABILITATION").stage == "REHABILITATION"
    )
    with pytest.raises(NotAllowedNow):
        doing(scene, "Sari", operations.move_stage, case_id=case.pk, target="INTERVENTION")
    with pytest.raises(AccessDenied):
        doing(scene, "Sari", operations.move_stage, case_id=case.pk, target="REINTEGRATION", reason="Siap pulang")
    with pytest.raises(NotAllowedNow):
        doing(scene, "Rina", operations.move_stage, case_id=case.pk, target="REINTEGRATION", reason="Siap pulang")


def test_triage_dangers_can_be_ended_by_the_supervisor(scene: Scene) -> None:
    case = register(scene, triaged(scene, level="EMERGENCY", dangers=("B08",)))
    with acting_as(scene.actor("Rina")):
        flag = DangerFlag.objects.get()
    assert doing(scene, "Rina", operations.end_danger_flag, flag_id=flag.pk, reason="Sudah di rumah aman").ended_at
    with acting_as(scene.actor("Rina")):
        assert not facts_of(case).open_danger_flags


def test_a_raised_level_asks_for_a_safety_plan_that_none_had_asked_for(scene: Scene) -> None:
    case = a_case(scene, level="LOW", companions=("Budi",))
    assert "SAFETY_PLAN" not in open_duties(scene, case)

    doing(scene, "Sari", operations.change_level, LATER, case_id=case.pk, level=Level.HIGH)

    duty = open_duties(scene, case)["SAFETY_PLAN"]
    assert (duty.started_at, duty.due_at) == (LATER, LATER + timedelta(hours=24))
    doing(scene, "Budi", operations.raise_danger_flag, LATER, case_id=case.pk, code="B04")
    assert open_duties(scene, case)["SAFETY_PLAN"].due_at == LATER + timedelta(hours=4)
    with acting_as(scene.actor("Rina")):
        assert Deadline.objects.filter(case_id=case.pk, rule="SAFETY_PLAN").count() == 1


def test_a_safety_plan_that_is_written_is_not_asked_for_when_the_level_rises(scene: Scene) -> None:
    case = a_case(scene, level="LOW", companions=("Budi",))
    ready_for_assessment(scene, case)
    doing(scene, "Sari", operations.change_level, LATER, case_id=case.pk, level=Level.HIGH)
    assert "SAFETY_PLAN" not in open_duties(scene, case)


def test_a_visit_before_the_report_is_refused(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    with pytest.raises(Refused) as wrong:
        visit(scene, case, facts=replace(SEEN, at=RECEIVED - timedelta(minutes=1)))
    assert wrong.value.about["field"] == "at"
    visit(scene, case, facts=replace(SEEN, at=RECEIVED))
    assert "CHILD_SEEN" not in open_duties(scene, case)


def test_an_earlier_visit_does_not_answer_a_report_that_came_after_it(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    visit(scene, case)
    report = triaged(scene, received_at=LATER)
    week = LATER + timedelta(days=1)
    doing(scene, "Rina", operations.join_report, week, case_id=case.pk, report_id=report.pk, reason="Anak yang sama.")

    visit(scene, case, facts=replace(SEEN, at=LATER - timedelta(hours=1)), now=week)
    assert open_duties(scene, case)["CHILD_SEEN"].sequence == report.number
    visit(scene, case, facts=replace(SEEN, at=LATER + timedelta(hours=1)), now=week)
    assert "CHILD_SEEN" not in open_duties(scene, case)


def test_a_later_no_and_a_withdrawal_undo_an_earlier_yes(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))

    def say(minutes: int, given: bool, kind: str = "CAREGIVER") -> Consent:
        now = MONDAY + timedelta(minutes=minutes)
        return doing(scene, "Sari", operations.record_consent, now, case_id=case.pk, kind=kind, given=given)  # type: ignore[no-any-return]

    def stands() -> tuple[bool, bool]:
        with acting_as(scene.actor("Sari")):
            facts = facts_of(case)
            return facts.caregiver_consent, facts.child_assent

    say(1, given=True)
    say(2, given=True, kind="CHILD")
    assert stands() == (True, True)
    say(5, given=False)
    assert stands() == (False, True)
    say(9, given=True)
    again = say(12, given=True)
    with pytest.raises(Refused):
        doing(scene, "Sari", operations.withdraw_consent, consent_id=again.pk, reason=" ")
    assert stands() == (True, True)
    taken = MONDAY + timedelta(minutes=20)
    doing(scene, "Sari", operations.withdraw_consent, taken, consent_id=again.pk, reason="Ibu berubah pikiran.")
    assert stands() == (False, True)
    say(21, given=True)
    assert stands() == (True, True)


def test_two_first_safety_lines_at_once_the_second_sees_both(scene: Scene) -> None:
    case = a_case(scene, companions=("Budi",))
    mine = {"case_id": case.pk, "dangerous_people": "Ayah", "no_go": "", "safe_contact": "Nenek", "plan": ""}
    doing(scene, "Budi", operations.record_needs_met, case_id=case.pk, note="Tidur di rumah nenek.")
    kept = doing(scene, "Budi", operations.write_safety, **mine, version=0)  # needs alone are no safety line

    with pytest.raises(Stale) as late:
        doing(scene, "Sari", operations.write_safety, **mine | {"dangerous_people": "Paman"}, version=0)
    assert late.value.about["mine"] == {"Siapa yang mungkin berbahaya": "Paman"}
    assert late.value.about["theirs"] == {"Siapa yang mungkin berbahaya": "Ayah"}
    assert late.value.about["by"] == "Budi"

    both = mine | {"dangerous_people": "Ayah dan paman"}
    doing(scene, "Sari", operations.write_safety, **both, version=kept.version)
    with acting_as(scene.actor("Budi")):
        last = CaseEvent.objects.filter(case=case, kind="SAFETY").order_by("-pk")[0]
        assert last.reason == "Siapa yang mungkin berbahaya: Ayah"
