"""What every part of a case's course needs: its people, its draw, and doing steps as one of them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from naung.cases import models
from naung.core.errors import NotAllowedNow
from naung.core.levels import Level
from naung.duties.rules import add_days, limit_for
from naung.simulation.commands.world import Course, World
from naung.simulation.rules.figures import packaged
from naung.simulation.rules.habits import reaction
from naung.simulation.rules.people import Person
from naung.simulation.rules.stories import Told

SPEAKS_FROM = 4


class Interrupted(Exception):
    """The case took another turn: what was going on ends here."""


class CaseHands:
    """One case and the hands that work on it."""

    weak: list[str]
    plan_id: UUID
    actions: int

    def __init__(
        self, world: World, told: Told, person: Person, case: models.Case, holder: UUID, companion: UUID, head: UUID
    ) -> None:
        self.world, self.told, self.person = world, told, person
        self.case_id, self.received, self.level = case.pk, case.report_received_at, Level(case.level)
        self.holder, self.companion, self.head = holder, companion, head
        self.draw = Random(f"naung {world.seed} case {person.nik} {case.report_received_at:%Y%m%d%H%M}")
        self.words = packaged("phrases")
        self.closed = self.suspended = False
        self.status = "REGISTERED"
        self.better = False
        self.turn = 0
        self.now = self.registered = case.registered_at
        self.return_visits: dict[int, datetime] = {}

    def _within(self, rule: str) -> datetime:
        """When she gets round to a duty of the case: mostly in its time."""
        limit = limit_for(rule, self.level, self.registered.date())
        days = (add_days(self.registered.date(), limit) - self.registered.date()).days if limit else 14
        at = self.registered + reaction(self.draw, timedelta(days=days))
        return self.world.at_desk(self.holder, max(at, self.now + timedelta(hours=2)), 30)

    def _do(self, user_id: UUID, *steps: Any) -> Course:
        """Do these steps at `self.now`; whoever finds something missing comes back later."""
        turn = self.turn
        for attempt in range(4):
            yield self.now
            if turn != self.turn:
                raise Interrupted
            try:
                with self.world.hand(user_id, self.now) as hand:
                    for step in steps:
                        step(hand)
                return
            except NotAllowedNow as error:
                if attempt == 3:
                    self.world.given_up += 1
                    raise Interrupted from error
                self.now = self.world.at_desk(user_id, self.world.later(self.draw, error, self.now))

    def _age(self) -> int:
        return self.person.age_on(self.now.date())
