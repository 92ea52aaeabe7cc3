"""Triage: the sheet fills, the level forms, a person ends it and decides."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.access.operations import drift
from naung.core.errors import AccessDenied, NotAllowedNow, Refused, Stale
from naung.duties.models import Deadline, Notice
from naung.duties.operations import notify, tick
from naung.duties.queries.notices import notices_for, unread_count
from naung.intake.models import AllegedPerson, Report, ReportedChild, Story, Triage
from naung.intake.operations import (
    acknowledge,
    decide,
    end_triage,
    open_report,
    reveal,
    save_triage,
    send_to_team,
    set_level,
)
from naung.intake.rules import AllegedFacts, FiledChild, ReporterFacts, SheetEntry
from naung.intake.rules.answers import Codebook
from tests.intake.test_filing import by_phone, filed, rules_of
from tests.scene import MONDAY, Scene
from tests.trace import Entry

SOON, LATER = MONDAY + timedelta(minutes=5), MONDAY + timedelta(minutes=20)
CALM = dict.fromkeys(Codebook.packaged().dangers, "NO")
COMPLETE = SheetEntry(answers=CALM, age_estimate=9, where_now="KERABAT", staff_answer="NO")


def save(scene: Scene, report: Report, entry: SheetEntry = COMPLETE, name: str = "Lina", version=None, now=SOON):  # type: ignore[no-untyped-def]
    actor = scene.actor(name, now)
    with acting_as(actor):
        return save_triage(by=actor, report_id=report.pk, entry=entry, version=version, now=now)


def end(scene: Scene, report: Report, name: str = "Lina", now=LATER, **more):  # type: ignore[no-untyped-def]
    actor = scene.actor(name, now)
    with acting_as(actor):
        return end_triage(by=actor, report_id=report.pk, version=None, now=now, **more)


def triaged(scene: Scene, entry: SheetEntry = COMPLETE, **more):  # type: ignore[no-untyped-def]
    (report,) = filed(scene, by_phone(**more))
    save(scene, report, entry)
    return end(scene, report)


def sent(scene: Scene, report: Report, team: str = "barat", name: str = "Lina", now=LATER) -> Report:  # type: ignore[no-untyped-def]
    actor = scene.actor(name, now)
    with acting_as(actor):
        return send_to_team(by=actor, report_id=report.pk, team_id=scene.teams[team].pk, now=now)


def unread(scene: Scene, name: str) -> int:
    with acting_as(scene.actor(name)) as actor:
        assert unread_count(actor) == notices_for(actor).count()
        return unread_count(actor)


def sees(scene: Scene, name: str, model=Report, now=LATER) -> bool:  # type: ignore[no-untyped-def]
    with acting_as(scene.actor(name, now)):
        return bool(model.objects.exists())


class TestOpening:
    def test_opening_a_danger_report_meets_the_quarter_hour(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(channel="WEB", dangers={"B01": "YES"}), "publik")
        lina = scene.actor("Lina")
        with acting_as(lina):
            opened = open_report(by=lina, report_id=report.pk, now=SOON)

        assert (opened.opened_at, opened.opened_by_id) == (SOON, scene.id("Lina"))
        assert "DANGER_OPENED" not in rules_of(scene, report)

    def test_a_head_who_looks_at_it_does_not_meet_the_duty(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(channel="WEB", dangers={"B01": "YES"}), "publik")
        ratna = scene.actor("Ratna")
        with acting_as(ratna):
            open_report(by=ratna, report_id=report.pk, now=SOON)

        assert "DANGER_OPENED" in rules_of(scene, report)
        with acting_as(scene.actor("Dodi")):
            assert Entry.objects.filter(event="report.opened", actor_id=ratna.id).exists()

    def test_who_reported_is_opened_for_a_reason_that_stays(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(reporter=ReporterFacts(name="Bu Ani")))
        lina = scene.actor("Lina")
        with acting_as(lina):
            with pytest.raises(Refused):
                reveal(by=lina, report_id=report.pk, part="reporter", reason=" ", now=SOON)
            shown = reveal(by=lina, report_id=report.pk, part="reporter", reason="menelepon balik", now=SOON)

        assert shown.details == {"name": "Bu Ani"}
        with acting_as(scene.actor("Dodi")):
            entry = Entry.objects.get(event="report.revealed")
        assert (entry.details["part"], entry.reason) == ("reporter", "menelepon balik")

    def test_telling_the_reporter_meets_its_duty(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(channel="WEB"), "publik")
        lina = scene.actor("Lina")
        with acting_as(lina):
            acknowledge(by=lina, report_id=report.pk, now=SOON)

        assert "ACKNOWLEDGE" not in rules_of(scene, report)


class TestTheSheet:
    def test_answers_are_kept_and_the_level_forms(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(children=(FiledChild(name="Rani"),)))
        entry = replace(COMPLETE, forms=frozenset({"FIS"}), answers=CALM | {"R02": "YES", "L01": "YES"})
        sheet = save(scene, report, entry)

        assert (sheet.rule_level, sheet.score_low, sheet.score_high) == ("HIGH", 2, 2)
        with acting_as(scene.actor("Lina")):
            assert Story.objects.get().where_now == "KERABAT"
            assert ReportedChild.objects.get().age_estimate == 9
            assert Story.objects.get().happened == "Anak dipukul tiap malam."

    def test_a_calm_sheet_has_a_working_day_and_a_danger_an_hour(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        assert "TRIAGE_URGENT" in rules_of(scene, report)
        save(scene, report)
        assert rules_of(scene, report) == {"TRIAGE_NORMAL"}
        save(scene, report, replace(COMPLETE, answers=CALM | {"B05": "UNKNOWN"}))
        assert rules_of(scene, report) == {"TRIAGE_URGENT"}

    def test_two_people_at_one_sheet_the_second_is_shown_both(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        save(scene, report, replace(COMPLETE, answers={"B01": "NO"}), version=1)
        mine = replace(COMPLETE, answers={"B01": "YES"})
        with pytest.raises(Stale) as stale:
            save(scene, report, mine, version=1)

        assert stale.value.about["mine"].answers == {"B01": "YES"}  # type: ignore[attr-defined]
        assert stale.value.about["theirs"].answers == {"B01": "NO"}  # type: ignore[attr-defined]
        assert stale.value.about["by"] == "Lina"
        with acting_as(scene.actor("Lina")):
            assert Triage.objects.get().answers == {"B01": "NO"}

    def test_saving_nothing_new_changes_nothing(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        version = save(scene, report).version

        assert save(scene, report, version=version).version == version

    def test_a_child_aged_forty_is_refused(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        for wrong in ({"age_estimate": 40}, {"age_estimate": None, "birth_date": date(1986, 1, 1)}):
            with pytest.raises(Refused):
                save(scene, report, replace(COMPLETE, **wrong))

    def test_who_may_not_triage_does_not_even_find_it(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        with pytest.raises(Report.DoesNotExist):
            save(scene, report, name="Rina")
        with pytest.raises(AccessDenied):
            save(scene, report, name="Ratna")


class TestEnding:
    def test_every_open_question_is_named(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(children=(FiledChild(),)))
        with pytest.raises(NotAllowedNow) as stopped:
            end(scene, report)

        missing = stopped.value.about["missing"]
        assert {item["href"] for item in missing} >= {"#bahaya-B01", "#umur", "#sekarang", "#petugas"}  # type: ignore[attr-defined]

    def test_the_rules_level_holds_and_the_clock_is_met(self, scene: Scene) -> None:
        report = triaged(scene, replace(COMPLETE, forms=frozenset({"FIS"}), answers=CALM | {"R02": "YES"}))

        assert (report.status, report.level, report.triaged_by_id) == ("TRIAGED", "HIGH", scene.id("Lina"))
        assert rules_of(scene, report) == {"CHILD_SEEN", "SAFETY_PLAN"}

    def test_raising_is_free_and_lowering_is_not(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        save(scene, report, replace(COMPLETE, forms=frozenset({"FIS"})))
        with pytest.raises(AccessDenied):
            end(scene, report, level="LOW", reason="FAKTA")
        assert end(scene, report, level="HIGH").level == "HIGH"

    def test_a_supervisor_lowers_with_a_reason(self, scene: Scene) -> None:
        report = sent(scene, triaged(scene, replace(COMPLETE, forms=frozenset({"FIS"}))))
        rina = scene.actor("Rina")
        with acting_as(rina):
            with pytest.raises(Refused):
                set_level(by=rina, report_id=report.pk, level="LOW", now=LATER)
            with pytest.raises(Refused):
                set_level(by=rina, report_id=report.pk, level="LOW", reason="LAIN", now=LATER)
            lower = set_level(by=rina, report_id=report.pk, level="LOW", reason="FAKTA", note="dilihat", now=LATER)

        assert lower.level == "LOW"
        with acting_as(rina):
            assert Triage.objects.get().lowered_note == "dilihat"

    def test_what_is_unknown_is_asked_again_within_the_hour(self, scene: Scene) -> None:
        report = triaged(scene, replace(COMPLETE, answers=CALM | {"B06": "UNKNOWN"}))
        assert rules_of(scene, report) == {"ASK_AGAIN", "CHILD_SEEN"}

        save(scene, report, now=LATER)
        assert rules_of(scene, report) == {"CHILD_SEEN"}

    def test_an_answer_after_triage_raises_the_level_at_once_but_never_lowers_it(self, scene: Scene) -> None:
        report = triaged(scene)
        save(scene, report, replace(COMPLETE, answers=CALM | {"B04": "YES"}), now=LATER)
        with acting_as(scene.actor("Lina")):
            assert (Report.objects.get().level, Report.objects.get().danger) == ("EMERGENCY", True)
        save(scene, report, now=LATER)
        with acting_as(scene.actor("Lina")):
            assert (Report.objects.get().level, Report.objects.get().danger) == ("EMERGENCY", False)

    def test_sexual_violence_found_at_triage_starts_the_police_clock_at_receipt(self, scene: Scene) -> None:
        report = triaged(scene, replace(COMPLETE, tpks=frozenset({"KS2"})))

        assert rules_of(scene, report) == {"POLICE_REPORT", "CHILD_SEEN", "SAFETY_PLAN"}
        with acting_as(scene.actor("Ratna")):
            assert Deadline.objects.get(rule="POLICE_REPORT").started_at == MONDAY

    def test_a_form_entered_by_mistake_takes_the_police_clock_away(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(forms=frozenset({"SEK"})))
        save(scene, report)
        end(scene, report)

        assert rules_of(scene, report) == {"CHILD_SEEN"}

    def test_the_childs_clocks_run_from_receipt_before_anybody_registers_it(self, scene: Scene) -> None:
        """An EMERGENCY report that nobody registers goes up: supervisor at 4 hours, head of division at 6."""
        report = sent(scene, triaged(scene, replace(COMPLETE, answers=CALM | {"B04": "YES"})))
        for hours in (3, 4, 6):
            by = clock([scene.office.pk])
            with acting_as(by):
                tick(by=by, now=MONDAY + timedelta(hours=hours, minutes=1))

        with acting_as(scene.actor("Rina")):
            duty = Deadline.objects.get(rule="CHILD_SEEN")
            assert (duty.started_at, duty.due_at) == (MONDAY, MONDAY + timedelta(hours=4))
            assert (duty.report_id, duty.case_id, duty.team_id) == (report.pk, None, scene.teams["barat"].pk)
            assert None not in (duty.warned_at, duty.late_at, duty.escalated_at)
        for name, kind in (("Rina", "duty.late"), ("Hadi", "duty.long-late")):
            with acting_as(scene.actor(name)):
                assert Notice.objects.filter(kind=kind, about_id=report.pk).exists()

    def test_a_level_raised_later_shortens_the_childs_clock_and_asks_for_a_safety_plan(self, scene: Scene) -> None:
        report = triaged(scene)
        save(scene, report, replace(COMPLETE, answers=CALM | {"B04": "YES"}), now=LATER)

        assert rules_of(scene, report) >= {"CHILD_SEEN", "SAFETY_PLAN"}
        with acting_as(scene.actor("Lina")):
            running = Deadline.objects.filter(rule__in=("CHILD_SEEN", "SAFETY_PLAN"))
            assert set(running.values_list("due_at", flat=True)) == {MONDAY + timedelta(hours=4)}


class TestDeciding:
    def decide(self, scene: Scene, report: Report, outcome: str, name: str = "Lina", **more) -> Report:  # type: ignore[no-untyped-def]
        actor = scene.actor(name, LATER)
        with acting_as(actor):
            return decide(by=actor, report_id=report.pk, outcome=outcome, now=LATER, **{"reason": "jelas", **more})

    def test_an_advice_ends_the_report_and_keeps_why(self, scene: Scene) -> None:
        report = self.decide(scene, triaged(scene), "ADVICE_ONLY", reason="Ibu sudah ke puskesmas")

        assert report.status == "ADVICE_ONLY"
        with acting_as(scene.actor("Lina")):
            assert Triage.objects.get().outcome_reason == "Ibu sudah ke puskesmas"
        with acting_as(scene.actor("Dodi")):
            assert Entry.objects.get(event="report.advice-only").reason == "Ibu sudah ke puskesmas"

    def test_passing_on_names_the_receiver(self, scene: Scene) -> None:
        report = triaged(scene)
        with pytest.raises(Refused):
            self.decide(scene, report, "PASSED_ON")
        assert self.decide(scene, report, "PASSED_ON", receiver="UPTD PPA").passed_on_to == "UPTD PPA"

    def test_a_high_report_is_ended_by_a_supervisor_only(self, scene: Scene) -> None:
        report = triaged(scene, replace(COMPLETE, forms=frozenset({"KWN"})))
        with pytest.raises(AccessDenied):
            self.decide(scene, report, "NOT_OURS")
        sent(scene, report)

        assert self.decide(scene, report, "NOT_OURS", "Rina").status == "NOT_OURS"

    def test_without_triage_or_reason_nothing_is_decided(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        with pytest.raises(NotAllowedNow):
            self.decide(scene, report, "NOT_OURS")
        with pytest.raises(Refused):
            self.decide(scene, triaged(scene), "NOT_OURS", reason="")

    def test_the_police_clock_survives_the_end_of_the_report(self, scene: Scene) -> None:
        report = sent(scene, triaged(scene, replace(COMPLETE, forms=frozenset({"SEK"}))))
        self.decide(scene, report, "PASSED_ON", "Rina", receiver="Polresta")

        assert rules_of(scene, report) == {"POLICE_REPORT"}


class TestSendingOn:
    def test_the_supervisor_finds_it_and_the_officer_sees_it_for_a_day(self, scene: Scene) -> None:
        report = sent(scene, triaged(scene, replace(COMPLETE, answers=CALM | {"B06": "UNKNOWN"})))

        assert (report.team_id, report.proposed_outcome) == (scene.teams["barat"].pk, "BECAME_CASE")
        assert sees(scene, "Rina", Story)
        assert not sees(scene, "Dewi")
        assert sees(scene, "Lina", Story)
        assert not sees(scene, "Lina", Story, MONDAY + timedelta(hours=25))
        with acting_as(scene.actor("Rina")):
            assert Deadline.objects.filter(rule="ASK_AGAIN", met_at=None).exists()
            assert Notice.objects.get().kind == "report.waits"
            assert drift("intake.Report") == 0

    def test_a_team_whose_supervisor_is_named_cannot_take_it(self, scene: Scene) -> None:
        named = replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id("Rina")}))
        report = triaged(scene, named)

        with pytest.raises(Refused):
            sent(scene, report)
        assert sent(scene, report, "timur").team_id == scene.teams["timur"].pk
        assert not sees(scene, "Rina")


class TestTheWall:
    def test_the_answer_no_takes_it_down(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Rina")))
        save(scene, report)

        with acting_as(scene.actor("Lina")):
            assert Report.objects.get().barred_user_ids == []

    def test_a_division_head_who_answers_no_gives_it_back_to_the_desk(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Lina"), channel="WEB"), "publik")
        assert not sees(scene, "Lina")
        save(scene, report, name="Hadi")

        assert sees(scene, "Lina", Story)
        assert not sees(scene, "Hadi", Story)

    def test_not_knowing_leaves_it_up(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Rina")))
        save(scene, report, replace(COMPLETE, staff_answer="UNKNOWN"))

        with acting_as(scene.actor("Lina")):
            assert Report.objects.get().barred_user_ids == [scene.id("Rina")]

    def test_what_she_was_told_before_she_was_named_vanishes_too(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(channel="WEB"), "publik")
        with acting_as(clock([scene.office.pk])) as by:
            told = [scene.id("Lina"), scene.id("Hadi")]
            notify(by=by, to=told, kind="report.waits", about=report, now=MONDAY, once="x", number=report.number)
        assert unread(scene, "Lina") == unread(scene, "Hadi") == 1

        named = replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id("Lina")}))
        save(scene, report, named)

        assert (unread(scene, "Lina"), unread(scene, "Hadi")) == (0, 1)

    def test_a_named_colleague_and_her_team_see_nothing_and_her_desk_loses_it(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(channel="WEB"), "publik")
        named = replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id("Lina")}))
        save(scene, report, named)

        assert not sees(scene, "Lina")
        with acting_as(scene.actor("Hadi")):
            assert Report.objects.get().team_id == scene.teams["division"].pk
            assert AllegedPerson.objects.get().named_user_ids == [scene.id("Lina")]

    def test_a_named_companion_shuts_her_team_out(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        save(scene, report, replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id("Budi")})))

        with acting_as(scene.actor("Lina")):
            held = Report.objects.get()
        assert held.barred_user_ids == [scene.id("Budi")]
        assert held.barred_unit_ids == [scene.teams["barat"].pk]
        end(scene, report)
        with pytest.raises(Refused):
            sent(scene, report)

    def test_who_was_named_is_kept_with_the_alleged_person_and_counts_as_a_saving(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone(alleged=AllegedFacts(name="Pak Tono")))
        save(scene, report, replace(COMPLETE, staff_answer="OFFICE", named_user_ids=frozenset({scene.id("Budi")})))

        with acting_as(scene.actor("Lina")):
            held = AllegedPerson.objects.get()
        assert (held.named_user_ids, held.version) == ([scene.id("Budi")], 2)

    def test_an_answer_that_names_nobody_makes_no_alleged_person(self, scene: Scene) -> None:
        (report,) = filed(scene, by_phone())
        save(scene, report)

        with acting_as(scene.actor("Lina")):
            assert not AllegedPerson.objects.exists()
