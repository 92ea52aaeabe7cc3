"""The plan of a case: written, submitted, sometimes given back, approved."""

from datetime import datetime, timedelta

from naung.cases.operations import plan
from naung.simulation.commands.casehands import SPEAKS_FROM, CaseHands
from naung.simulation.commands.world import Course, Hand
from naung.simulation.rules.figures import chance, figures

RETURNED_PLAN = 0.12
SHELTER, MEDIATION = "RMA", "MDS"


class CasePlanning(CaseHands):
    """Writing the plan of a case and having it approved."""

    def _plan(self, at: datetime) -> Course:
        self.now = at
        yield from self._do(self.holder, self._write_plan)
        if chance(self.draw, RETURNED_PLAN):
            self.now = self.world.at_desk(self.head, self.now + timedelta(hours=self.draw.uniform(2, 40)))
            yield from self._do(self.head, self._return_plan)
            self.now = self.world.at_desk(self.holder, self.now + timedelta(hours=self.draw.uniform(3, 40)))
            yield from self._do(self.holder, self._submit)
        self.now = self.world.at_desk(self.head, self.now + timedelta(hours=self.draw.uniform(2, 60)))
        yield from self._do(self.head, self._approve)
        self.status = "IMPLEMENTATION"

    def _write_plan(self, hand: Hand) -> None:
        self.plan_id = hand.do(plan.start_plan, case_id=self.case_id).pk
        services, self.actions = self._services(), 0
        day = self.now.date()
        for place, factor in enumerate(self.weak[:4] or ["5A"]):
            goal = hand.do(plan.write_goal, plan_id=self.plan_id, factor=factor, text=self.words["goals"][factor])
            for service in services[place : place + 1] or services[:1]:
                hand.do(
                    plan.write_action, plan_id=self.plan_id, goal_id=goal.pk, text=self.words["actions"][service],
                    service=service, responsible_id=self.draw.choice((self.holder, self.companion)),
                    due_date=day + timedelta(days=self.draw.randrange(14, 60)),
                )  # fmt: skip
        for factor in self.weak[4:]:
            goal = hand.do(plan.write_goal, plan_id=self.plan_id, factor=factor, text=self.words["goals"][factor])
            hand.do(
                plan.write_action, plan_id=self.plan_id, goal_id=goal.pk, text=self.words["actions"]["KJG"],
                service="KJG", responsible_id=self.companion, due_date=day + timedelta(days=30),
            )  # fmt: skip
        for who in ("CHILD", "CAREGIVER"):
            told = who == "CAREGIVER" or self._age() >= SPEAKS_FROM
            said = self.draw.choice(self.words["told"]) if told else "Anak belum dapat memahami."
            hand.do(
                plan.tell_plan, plan_id=self.plan_id, who=who, told=told, how="RUMAH" if told else "",
                told_at=hand.now - timedelta(minutes=30), said=said,
            )  # fmt: skip
        self._submit(hand)

    def _services(self) -> list[str]:
        """What this kind of concern asks for; now and then a shelter, or mediation, never after sexual violence."""
        shares = figures()["outcomes"]
        drawn = [SHELTER] if chance(self.draw, shares["shelter"]) else []
        drawn += [MEDIATION] if chance(self.draw, shares["mediation"]) and not self.told.sexual else []
        return list(dict.fromkeys([*drawn, *self.told.concern.services]))

    def _submit(self, hand: Hand) -> None:
        hand.do(plan.submit_plan, plan_id=self.plan_id, version=None)

    def _return_plan(self, hand: Hand) -> None:
        hand.do(plan.return_plan, plan_id=self.plan_id, version=None, reason="Mohon tanggal kegiatan disesuaikan.")

    def _approve(self, hand: Hand) -> None:
        hand.do(plan.approve_plan, plan_id=self.plan_id, version=None)
