"""What comes round in a case beside its work: contacts, visits after a return, reviews, the reporter's news."""

from datetime import datetime, timedelta

from naung.cases import models
from naung.cases import operations as cases
from naung.cases.operations import plan
from naung.cases.rules.contact import VisitFacts
from naung.duties.models import Deadline
from naung.duties.rules import add_days, limit_for
from naung.intake import operations as intake
from naung.simulation.commands.casehands import SPEAKS_FROM
from naung.simulation.commands.caseplan import CasePlanning
from naung.simulation.commands.world import Course, Hand
from naung.simulation.rules.figures import chance, weighted
from naung.simulation.rules.habits import by_day, reaction

DAY = timedelta(days=1)
SCHOOL_FROM = 6
SHORT_OF = 0.25  # of the cases whose last contact before now falls so that the next one is due today
SOON = timedelta(hours=14)


class CaseRhythm(CasePlanning):
    """The courses that run beside the work on a case until it closes or takes another turn."""

    def _keep_rhythm(self, turn: int) -> None:
        for course in (self._contacts, self._reviews, self._tell_reporters):
            self.world.begin(self.now, course(self.now, turn))

    def _over(self, turn: int) -> bool:
        return self.closed or turn != self.turn

    def _visit(self, hand: Hand, *, kind: str = "", series: int | None = None, flags: tuple[str, ...] = ()) -> None:
        failed, at = kind == "GAGAL", hand.now - timedelta(minutes=self.draw.uniform(10, 30))
        kind = kind or weighted(self.draw, {"RUMAH": 60, "SEKOLAH": 25, "KANTOR": 10, "TELEPON": 5})
        seen = kind != "TELEPON" and not failed
        words = self.words
        hand.do(
            cases.record_visit, case_id=self.case_id, visit=VisitFacts(
                kind=kind, at=at, child_seen=seen, seen_alone=chance(self.draw, 0.7) if seen else None,
                safe="UNKNOWN" if failed else "NO" if flags else "YES",
                stable=None if failed else (self.better or chance(self.draw, 0.5)) and not flags,
                in_school="YES" if seen and self._age() >= SCHOOL_FROM else "",
                caregiver_coping="YES" if seen and self.better else "",
                child_words=self.draw.choice(words["child_words"]) if seen and self._age() >= SPEAKS_FROM else "",
                observed=self.draw.choice(words["failed" if failed else "observed"]),
                agreed="" if failed else self.draw.choice(words["agreed"]), flags=flags, series_no=series,
            ),
        )  # fmt: skip

    def _contacts(self, now: datetime, turn: int) -> Course:
        """Contact with the child, by the level's rhythm, the visits after a return in their turn."""
        while True:
            now = self._next_contact(now)
            yield now
            if self._over(turn):
                return
            if self.suspended:
                continue
            number = self._return_visit_due(now)
            with self.world.hand(self.companion, now) as hand:
                self._visit(hand, series=number, kind="TELEPON" if number == 1 else "")
                if chance(self.draw, 0.25):
                    text = self.draw.choice(self.words["narratives"])
                    hand.do(cases.write_narrative, case_id=self.case_id, text=text, at=now - timedelta(hours=2))

    def _next_contact(self, now: datetime) -> datetime:
        length = self._length("CONTACT", now)
        at = now + reaction(self.draw, length * 0.98)
        due_today = self.world.end - length + timedelta(hours=self.draw.uniform(1, 5))
        if now < due_today < now + length and at + length > self.world.end and chance(self.draw, SHORT_OF):
            at = due_today  # so that somebody's day is full
        waiting = [max(due, now + DAY) for due in self.return_visits.values()]
        at = min([at, *waiting])
        return max(now + timedelta(hours=3), by_day(at, self.world.calendar))

    def _length(self, rule: str, now: datetime) -> timedelta:
        """How long the rule gives at the level of the case."""
        limit = limit_for(rule, self.level, now.date())
        assert limit is not None  # noqa: S101 - every level has one
        return timedelta(days=(add_days(now.date(), limit) - now.date()).days)

    def _return_visit_due(self, now: datetime) -> int | None:
        """The earliest visit of the series whose day has come; the others wait for the next days."""
        reached = sorted(number for number, due in self.return_visits.items() if due <= now + SOON)
        if not reached:
            return None
        self.return_visits.pop(reached[0])
        return reached[0]

    def _reviews(self, now: datetime, turn: int) -> Course:
        """The holder looks at the plan in force again, in its time or somewhat late."""
        while True:
            now = self.world.at_desk(self.holder, now + reaction(self.draw, self._length("REVIEW", now) * 0.95), 20)
            yield now
            if self._over(turn):
                return
            if not self.suspended:
                with self.world.hand(self.holder, now) as hand:
                    self._review(hand)

    def _review(self, hand: Hand) -> None:
        current = models.Plan.objects.filter(case=self.case_id, approved_at__isnull=False, replaced_at=None).first()
        if current is not None:
            hand.do(plan.review_plan, plan_id=current.pk, note=self.draw.choice(self.words["observed"]))

    def _tell_reporters(self, now: datetime, turn: int) -> Course:
        """Whoever reported and was forgotten hears some days later that the report arrived."""
        now = self.world.at_desk(self.holder, now + timedelta(days=self.draw.uniform(0.5, 3)), 10)
        yield now
        if self._over(turn):
            return
        with self.world.hand(self.holder, now) as hand:
            owed = Deadline.objects.filter(case_id=self.case_id, rule="ACKNOWLEDGE", met_at=None, dropped_at=None)
            for report_id in list(owed.values_list("report_id", flat=True)):
                hand.do(intake.acknowledge, report_id=report_id)
