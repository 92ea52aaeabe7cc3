"""The course of a case: the child seen, assessed, planned for, visited, brought home, and the case closed."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from naung.cases import models
from naung.cases import operations as cases
from naung.cases.operations import assessment, reintegration, work
from naung.cases.operations.assessment import Entry
from naung.cases.rules.reintegration import visit_series
from naung.core.levels import Level
from naung.intake.models import Report
from naung.simulation.commands.casehands import Interrupted
from naung.simulation.commands.caserhythm import CaseRhythm
from naung.simulation.commands.world import Course, Hand
from naung.simulation.rules.figures import chance, weighted
from naung.simulation.rules.habits import by_day, reaction
from naung.simulation.rules.stories import YES, Told

DAY = timedelta(days=1)
SUSPECTED_PARENTS = frozenset({"AYH", "IBU", "ATR", "ITR", "PGS"})
UNPROVEN = 0.07
WITHDREW = 0.3  # of those at low risk whose case is closed at once
SUSPENDED = 0.05
FLAG_IN_MONITORING = 0.04
SCHOOL_FROM = 6


class CaseWork(CaseRhythm):
    """One case and the people who work on it."""

    def taken_on(self, now: datetime, *, again: bool = False) -> None:
        """The case begins, or begins anew: work and contacts are courses of their own."""
        self.closed, self.turn, self.registered = False, self.turn + 1, now
        self.world.load[self.holder] += 1
        self.world.load[self.companion] += 1
        self.world.forget(self.companion)
        if again:
            self.status, self.better = "ASSESSMENT", False
        self.world.begin(now, self._course(now, self.turn))

    def told_again(self, told: Told, report: Report, now: datetime) -> None:
        """Another report joined: what it says may raise the level and bring dangers."""
        self.level = max(self.level, Level(report.level))
        if told.sexual:
            self.world.begin(now, self._police(now, report.received_at))
        if YES not in told.dangers.values():
            self.world.begin(now, self._see_again(now))
            return
        self.level = Level.EMERGENCY
        if self.status in ("IMPLEMENTATION", "MONITORING"):
            self._in_danger_again(now)
        else:
            self.world.begin(now, self._see_again(now))
            self.world.begin(now, self._end_dangers(now))

    def _in_danger_again(self, now: datetime) -> None:
        """Back to intervention: what was going on stops, and the work goes on from there."""
        self.turn += 1
        self.better = self.suspended = False
        self.status, self.level = "IMPLEMENTATION", Level.EMERGENCY
        self.world.begin(now, self._once_more(now, self.turn))

    # The steps, each done by one person at one moment

    def _course(self, now: datetime, turn: int) -> Course:
        self.now = now
        try:
            yield from self._work(turn)
        except Interrupted:
            return

    def _once_more(self, now: datetime, turn: int) -> Course:
        self.now = by_day(now + timedelta(hours=self.draw.uniform(0.5, 3)), self.world.calendar)
        try:
            yield from self._do(self.companion, lambda hand: self._visit(hand, kind="RUMAH"), self._safety)
            self._keep_rhythm(turn)
            yield from self._end_dangers(self.now)
            yield from self._do(self.holder, self._needs_met)
            yield from self._carry_out()
            yield from self._bring_home()
            yield from self._finish()
        except Interrupted:
            return

    def _work(self, turn: int) -> Course:
        yield from self._see_child(self.now)
        if self._unproven():
            way = "MNR" if self.level is Level.LOW and chance(self.draw, WITHDREW) else "TTK"
            yield from self._close(self.now + DAY * 2, way, self.words["unproven" if way == "TTK" else "withdrew"])
            return
        self._keep_rhythm(turn)
        if self.told.sexual:
            self.world.begin(self.now, self._police(self.now, self.received))
        if YES in self.told.dangers.values():
            self.world.begin(self.now, self._end_dangers(self.now))
        yield from self._assess(self._within("ASSESSMENT"))
        yield from self._plan(self._within("PLAN"))
        yield from self._carry_out()
        yield from self._bring_home()
        yield from self._finish()

    def _unproven(self) -> bool:
        calm = self.level in (Level.LOW, Level.MEDIUM)
        return calm and not self.told.sexual and chance(self.draw, UNPROVEN * 2)

    def _see_child(self, now: datetime) -> Course:
        limit = {Level.EMERGENCY: 4, Level.HIGH: 24, Level.MEDIUM: 72, Level.LOW: 168}[self.level]
        at = max(now + timedelta(minutes=35), self.received + reaction(self.draw, timedelta(hours=limit)))
        self.now = at if self.level is Level.EMERGENCY else by_day(at, self.world.calendar)
        if chance(self.draw, 0.08):
            yield from self._do(self.companion, lambda hand: self._visit(hand, kind="GAGAL"))
            self.now = by_day(self.now + timedelta(hours=self.draw.uniform(3, 20)), self.world.calendar)
        yield from self._do(self.companion, self._open, lambda hand: self._visit(hand, kind="RUMAH"), self._safety)
        self.now += timedelta(minutes=self.draw.uniform(30, 300))
        yield from self._do(self.holder, self._open, self._consent)

    def _see_again(self, now: datetime) -> Course:
        self_now = by_day(now + timedelta(hours=self.draw.uniform(1, 30)), self.world.calendar)
        yield self_now
        if not self.closed:
            with self.world.hand(self.companion, self_now) as hand:
                self._visit(hand)

    def _open(self, hand: Hand) -> None:
        case = models.Case.objects.get(pk=self.case_id)
        hand.do(cases.open_file, case=case, page="file")

    def _safety(self, hand: Hand) -> None:
        safety = self.words["safety"]
        planned = self.level >= Level.MEDIUM or chance(self.draw, 0.6)
        hand.do(
            cases.write_safety, case_id=self.case_id, dangerous_people=safety["dangerous"],
            no_go=safety["no_go"] if self.told.sexual else "", safe_contact=safety["contact"],
            plan=safety["plan"] if planned else "",
        )  # fmt: skip

    def _consent(self, hand: Hand) -> None:
        give = {"case_id": self.case_id}
        if self.told.relation in SUSPECTED_PARENTS and chance(self.draw, 0.5):
            hand.do(cases.record_consent, kind="GROUND", ground="PUBLIK", **give)
        else:
            adult = self.person.adults[0].name
            said = self.draw.choice(self.words["told"])
            hand.do(cases.record_consent, kind="CAREGIVER", given=True, who=adult, words=said, **give)
            hand.do(cases.record_consent, kind="CHILD", given=True, who=self.person.nickname, words="", **give)
        self._needs_met(hand)
        if self.told.concern.raw.get("court_role"):
            asked = hand.now - timedelta(hours=2)
            hand.do(cases.ask_social_report, asked_at=asked, asked_by="Penyidik Unit PPA", **give)
            self.world.begin(hand.now, self._social_report(hand.now))

    def _needs_met(self, hand: Hand) -> None:
        hand.do(cases.record_needs_met, case_id=self.case_id, note=self.draw.choice(self.words["needs"]))

    def _police(self, now: datetime, received: datetime) -> Course:
        at = max(now + timedelta(hours=1), received + reaction(self.draw, timedelta(hours=72)))
        yield from self._legal("POLICE_REPORT", at, "LP/B/{}/PPA", "Petugas Unit PPA Polresta")

    def _social_report(self, now: datetime) -> Course:
        yield from self._legal(
            "SOCIAL_REPORT", now + reaction(self.draw, timedelta(hours=70)), "460/{}/RESOS", "Pekerja sosial kasus ini"
        )

    def _legal(self, kind: str, at: datetime, number: str, who: str) -> Course:
        yield at
        if self.closed:
            return
        with self.world.hand(self.holder, at) as hand:
            while models.LegalDuty.objects.filter(case=self.case_id, kind=kind, done_date=None).exists():
                day = at.astimezone(self.world.calendar.zone).date()
                text = number.format(self.draw.randrange(10, 900))
                hand.do(
                    cases.mark_legal_duty, case_id=self.case_id, kind=kind, done_date=day, number=text,
                    done_by_name=who,
                )  # fmt: skip

    def _end_dangers(self, now: datetime) -> Course:
        at = self.world.at_desk(self.head, now + timedelta(days=self.draw.uniform(2, 9)))
        yield at
        self.now = max(self.now, at)
        with self.world.hand(self.head, at) as hand:
            open_flags = models.DangerFlag.objects.filter(case=self.case_id, ended_at=None).order_by("code")
            for flag in [flag for flag in open_flags if flag.raised_by_id != self.head]:
                hand.do(cases.end_danger_flag, flag_id=flag.pk, reason=self.words["danger_ended"])
            if not self.closed and self.level > Level.MEDIUM:
                lower = Level.MEDIUM if chance(self.draw, 0.6) else Level.HIGH
                self._lower(hand, lower)

    def _lower(self, hand: Hand, level: Level) -> None:
        if level < self.level:
            reason = self.words["danger_ended"] if self.level is Level.EMERGENCY else self.words["stage"]
            hand.do(cases.change_level, case_id=self.case_id, level=level, reason_code="AMAN", reason=reason)
            self.level = level

    # Assessment and plan

    def _assess(self, at: datetime) -> Course:
        self.now = at
        yield from self._do(self.holder, self._begin_assessment)
        self.now = self.world.at_desk(self.holder, self.now + timedelta(hours=self.draw.uniform(2, 60)), 60)
        yield from self._do(self.holder, self._finish_assessment)
        if self.status == "ASSESSMENT":
            self.status = "PLANNING"

    def _begin_assessment(self, hand: Hand) -> None:
        self.assessment = hand.do(assessment.start_assessment, case_id=self.case_id)
        if self.status == "REGISTERED":
            self.status = "ASSESSMENT"
        hand.do(assessment.save_ratings, assessment_id=self.assessment.pk, entries=list(self._entries()))

    def _entries(self) -> Iterator[Entry]:
        low, young = self.told.concern.low, self._age() < SCHOOL_FROM
        self.weak: list[str] = []
        for factor in FACTORS:
            if young and factor in ("6A", "6B"):
                yield Entry(factor=factor, not_applicable=True, not_applicable_code="USIA", reason="Belum sekolah.")
                continue
            score = self.draw.randint(*low[factor]) if factor in low else self.draw.choice((3, 3, 3, 4, 4, 2))
            score = self.draw.choice((3, 3, 4)) if self.better else score
            self.weak += [factor] if score <= 2 else []
            yield Entry(factor=factor, score=score, reason=self.draw.choice(self.words["ratings"][str(score)]))

    def _finish_assessment(self, hand: Hand) -> None:
        pk = self.assessment.pk
        kept = hand.do(
            assessment.save_child_view, assessment_id=pk, version=None,
            child_view=self.draw.choice(self.words["views"]), reused=[],
            earlier_statements=self.draw.choice(self.words["reused"]),
        )  # fmt: skip
        chosen = self.draw.sample(sorted(self.words["headings"]), 3)
        headings = {code: {"need": self.draw.randrange(4), "note": self.words["headings"][code]} for code in chosen}
        kept = hand.do(assessment.save_headings, assessment_id=pk, version=kept.version, headings=headings)
        current = Level(models.Case.objects.values_list("level", flat=True).get(pk=self.case_id))
        self.level = current
        hand.do(assessment.finish_assessment, assessment_id=pk, version=kept.version, level=current)

    # Carrying out, monitoring, return

    def _carry_out(self) -> Course:
        weeks = self.draw.uniform(4, 11)
        actions = list(self._open_actions())
        for place, action_id in enumerate(actions):
            self.now += timedelta(weeks=weeks / (len(actions) + 1))
            self.now = self.world.at_desk(self.companion, self.now)
            yield from self._do(self.companion, self._finish_action(action_id))
            if place == 0:
                yield from self._rest()
        self.now = max(self.now, self.world.at_desk(self.holder, self.now + DAY * 2))
        self.better = True
        yield from self._do(self.holder, self._rehabilitate)
        yield from self._do(self.holder, self._settle_and_monitor)
        self.status = "MONITORING"

    def _open_actions(self) -> list[UUID]:
        with self.world.hand(self.holder, self.now):
            rows = models.Action.objects.filter(case=self.case_id, done_at=None, removed_at=None).order_by("id")
            return list(rows.values_list("pk", flat=True))

    def _finish_action(self, action_id: UUID) -> Any:
        def step(hand: Hand) -> None:
            result = weighted(self.draw, {"TCP": 70, "SBG": 20, "TSD": 6, "MNL": 4})
            explained = "" if result in ("TCP", "SBG") else "Layanan belum tersedia bulan ini; diganti kunjungan rumah."
            action = hand.do(work.finish_action, action_id=action_id, version=None, result=result, explained=explained)
            if result in ("TCP", "SBG") and action.service:
                hand.do(
                    work.deliver_service, case_id=self.case_id, service=action.service, action_id=action_id,
                    provider=self.words["providers"][action.service],
                    date=hand.now.astimezone(self.world.calendar.zone).date(),
                )  # fmt: skip

        return step

    def _rest(self) -> Course:
        """Now and then the work rests for some weeks."""
        if self.level > Level.MEDIUM or not chance(self.draw, SUSPENDED):
            return
        self.now = self.world.at_desk(self.head, self.now + DAY)
        review = self.now.astimezone(self.world.calendar.zone).date() + timedelta(days=25)
        yield from self._do(self.head, lambda hand: self._suspend(hand, review))
        self.now = self.world.at_desk(self.head, self.now + timedelta(days=self.draw.uniform(12, 27)))
        yield from self._do(self.head, self._resume)

    def _suspend(self, hand: Hand, review: Any) -> None:
        hand.do(
            cases.suspend, case_id=self.case_id, reason_code="LUAR", reason=self.words["suspended"], review_date=review
        )
        self.suspended = True

    def _resume(self, hand: Hand) -> None:
        hand.do(cases.resume, case_id=self.case_id)
        self.suspended = False

    def _rehabilitate(self, hand: Hand) -> None:
        if models.Case.objects.filter(pk=self.case_id, stage="INTERVENTION").exists():
            hand.do(cases.move_stage, case_id=self.case_id, target="REHABILITATION")

    def _settle_and_monitor(self, hand: Hand) -> None:
        goals = models.Goal.objects.filter(case=self.case_id, settled_at=None, removed_at=None).order_by("id")
        for goal in goals:
            met = chance(self.draw, 0.85)
            explained = "" if met else "Diteruskan wali kelas dan puskesmas."
            hand.do(work.settle_goal, goal_id=goal.pk, version=None, met=met, explained=explained)
        hand.do(cases.advance, case_id=self.case_id, target="MONITORING")

    def _bring_home(self) -> Course:
        if self.return_visits or not chance(self.draw, 0.75):
            return
        yield from self._assess(self.world.at_desk(self.holder, self.now + timedelta(days=self.draw.uniform(3, 12))))
        self.now += timedelta(hours=3)
        yield from self._do(self.holder, self._return_plan_written)
        self.now = self.world.at_desk(self.head, self.now + timedelta(days=self.draw.uniform(1, 5)))
        yield from self._do(self.head, self._to_reintegration)
        self.now = self.world.at_desk(self.holder, self.now + timedelta(days=self.draw.uniform(1, 6)))
        yield from self._do(self.holder, self._returned)

    def _return_plan_written(self, hand: Hand) -> None:
        words = self.words
        hand.do(
            reintegration.save_reintegration_plan, case_id=self.case_id,
            destination="HOME" if chance(self.draw, 0.7) else "KIN", caregiver_assessed=True,
            caregiver_note=words["caregiver"], school_place=True, school_note=words["school"], child_agrees=True,
            child_words=words["agrees"], community_checked=True, community_note=words["community"],
            text=words["stage"],
        )  # fmt: skip

    def _to_reintegration(self, hand: Hand) -> None:
        self._lower(hand, Level.LOW)
        hand.do(cases.move_stage, case_id=self.case_id, target="REINTEGRATION", reason=self.words["stage"])

    def _returned(self, hand: Hand) -> None:
        day = hand.now.astimezone(self.world.calendar.zone).date()
        hand.do(
            reintegration.record_return, case_id=self.case_id, version=None, returned_date=day, handover_signed=True,
            handover_number=f"BAR/{self.draw.randrange(10, 400)}/RESOS",
        )  # fmt: skip
        for visit in visit_series(day):
            late = reaction(self.draw, timedelta(days=(visit.due_date - visit.from_date).days))
            begins = datetime.combine(visit.from_date, hand.now.timetz())
            self.return_visits[visit.number] = max(begins + late, hand.now + DAY)

    def _finish(self) -> Course:
        if chance(self.draw, FLAG_IN_MONITORING):
            self.now = by_day(self.now + timedelta(days=self.draw.uniform(10, 30)), self.world.calendar)
            yield from self._do(self.companion, self._danger_again)
            self._in_danger_again(self.now)
            return
        self.now = self.world.at_desk(self.holder, self.now + timedelta(weeks=self.draw.uniform(5, 16)))
        yield from self._close(self.now, "TJN", self.draw.choice(self.words["closing"]))

    def _danger_again(self, hand: Hand) -> None:
        code = "B04" if chance(self.draw, 0.4) else "B08"
        hand.do(cases.raise_danger_flag, case_id=self.case_id, code=code, note=self.words["danger_note"])

    def _close(self, at: datetime, way: str, reason: str) -> Course:
        early = bool(self.return_visits) or way == "TJN"
        closing = cases.ClosingFacts(
            way=way, reason=reason, next_contact=self.words["next_contact"],
            early_reason="Keluarga stabil dan sekolah memantau." if early else "",
        )  # fmt: skip
        self.now = self.world.at_desk(self.holder, at)
        yield from self._do(
            self.holder, self._two_good_contacts,
            lambda hand: hand.do(cases.propose_closure, case_id=self.case_id, closing=closing),
        )  # fmt: skip
        self.now = self.world.at_desk(self.head, self.now + timedelta(hours=self.draw.uniform(3, 70)))
        yield from self._do(self.head, lambda hand: hand.do(cases.close_case, case_id=self.case_id, closing=closing))
        self.closed = True
        self.return_visits = {}
        self.world.load[self.holder] -= 1
        self.world.load[self.companion] -= 1
        self.world.forget(self.companion)

    def _two_good_contacts(self, hand: Hand) -> None:
        if self.better:
            self._visit(hand, kind="RUMAH")
            self._visit(hand, kind="RUMAH")


FACTORS = ("1A", "1B", "2A", "2B", "3A", "3B", "4A", "4B", "5A", "5B", "6A", "6B")
