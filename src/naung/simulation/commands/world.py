"""The simulated office: its people with their habits, its fake clock, and the hands that do the work.

What happens to a report or a case is a course: a generator that does something and yields the moment of its
next step. The clock runs the steps of all courses in the order of their moments, each as the person who does it.
"""

import heapq
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings

from naung.access.acting import acting_as
from naung.access.actors import Actor, clock, public
from naung.access.policy import Role
from naung.core.errors import NotAllowedNow
from naung.duties import operations as duties
from naung.duties.queries import office_calendar
from naung.places.models import Area, Level
from naung.simulation import operations
from naung.simulation.rules.arrivals import Arrival
from naung.simulation.rules.habits import Worker
from naung.teams import queries as teams
from naung.teams.models import Membership, Team, TeamKind, User

Course = Generator[datetime, None, None]
Q = ParamSpec("Q")
R = TypeVar("R")

TICK = timedelta(days=1)
LAST_DAYS, LAST_TICK = timedelta(days=3), timedelta(hours=3)  # shortly before now the clock looks more often
TICK_BATCH = 500
UNREAD_SINCE = timedelta(hours=20)
LEAVE_SHARE = 0.05  # of the working days of a year, in weeks off
LEAVE = timedelta(days=7)


@dataclass
class Crew:
    """One companion team."""

    team_id: UUID
    supervisors: list[UUID] = field(default_factory=list)
    holders: list[UUID] = field(default_factory=list)
    companions: list[UUID] = field(default_factory=list)


@dataclass
class Hand:
    """Somebody at work: every operation is done in her name, at this moment."""

    world: "World"
    by: Actor
    now: datetime

    def do(self, operation: Callable[..., R], **given: Any) -> R:
        """Do one of the real operations."""
        done = operation(by=self.by, now=self.now, **given)
        self.world.done += 1
        return done


class World:
    """The office over the simulated time."""

    def __init__(self, *, seed: int, start: datetime, end: datetime) -> None:
        self.seed, self.start, self.end = seed, start, end
        self.done = self.put_off = self.given_up = 0
        self.courses: list[tuple[datetime, int, Course]] = []
        self.order = 0
        self.ticked_at = start
        self.cases: dict[tuple[int, int], Any] = {}
        self.actors: dict[UUID, Actor] = {}
        self.calendar = office_calendar()
        self.office_id = teams.office().pk
        self.wards = dict(Area.objects.filter(level=Level.WARD).values_list("code", "pk"))
        self.crew_of_ward: dict[str, Crew] = {}
        self.load: dict[UUID, int] = {}
        self._staff()

    def _staff(self) -> None:
        held = list(Membership.objects.filter(until_at=None).select_related("user", "team").order_by("user__username"))
        self.intake = [m.user_id for m in held if m.role == Role.INTAKE]
        crews = {team.pk: Crew(team.pk) for team in Team.objects.filter(kind=TeamKind.COMPANIONS, closed_at=None)}
        kinds = {Role.SUPERVISOR: "supervisors", Role.SOCIAL_WORKER: "holders", Role.COMPANION: "companions"}
        for m in held:
            if m.team_id in crews and m.role in kinds:
                getattr(crews[m.team_id], kinds[Role(m.role)]).append(m.user_id)
        self.crews = {pk: crew for pk, crew in crews.items() if crew.supervisors and crew.holders}
        if not self.crews or not self.intake:
            raise LookupError("nobody works here")
        draw = Random(f"naung {self.seed} staff")
        self.workers = {m.user_id: Worker(m.user_id, self.start, self._leave(draw)) for m in held}
        self.load = dict.fromkeys(self.workers, 0)

    def _leave(self, draw: Random) -> list[tuple[datetime, datetime]]:
        weeks = max(1, (self.end - self.start) // LEAVE)
        off = sorted(draw.sample(range(weeks), min(weeks - 1, round(weeks * LEAVE_SHARE))))
        return [(self.start + week * LEAVE, self.start + (week + 1) * LEAVE) for week in off]

    def crew(self, ward_code: str) -> Crew:
        """The team that serves a ward."""
        known = self.crew_of_ward.get(ward_code)
        if known is None:
            team = teams.team_for_area(self.office_id, self.wards.get(ward_code))
            crew = self.crews.get(team.pk) if team else None
            known = self.crew_of_ward[ward_code] = crew or next(iter(self.crews.values()))
        return known

    def lightest(self, people: Iterable[UUID], at: datetime) -> UUID:
        """Who carries least among those who are not on leave; in a fixed order among equals."""
        rows = list(people)
        there = [one for one in rows if not self.workers[one].is_away(at)] or rows
        return min(there, key=lambda one: (self.load[one], rows.index(one)))

    def begin(self, at: datetime, course: Course) -> None:
        """Let a course begin at a moment."""
        self.order += 1
        heapq.heappush(self.courses, (at, self.order, course))

    def run(self, arrivals: Iterable[Arrival], course: Callable[["World", Arrival], Course]) -> Iterator[datetime]:
        """Run all courses until the end of the simulated time; yields the moment of each step."""
        for arrival in arrivals:
            self.begin(arrival.at, course(self, arrival))
        self.begin(self.end - UNREAD_SINCE, self._notices_read(self.end - UNREAD_SINCE))
        while self.courses and self.courses[0][0] <= self.end:
            at, _, current = heapq.heappop(self.courses)
            self._tick(at)
            yield at
            try:
                self.begin(max(at, next(current)), current)
            except StopIteration:
                continue
        self._tick(self.end, last=True)

    def _notices_read(self, at: datetime) -> Course:
        """Everybody has read what was told to her but for the last hours."""
        for user_id in self.workers:
            with self.hand(user_id, at) as hand:
                hand.do(duties.mark_all_read)
        yield from ()

    def _tick(self, at: datetime, *, last: bool = False) -> None:
        """The office's clock warns and passes on, as the worker does each minute in real life."""
        while (coming := self.ticked_at + self._until_tick()) <= at or (last and self.ticked_at < at):
            self.ticked_at = min(coming, at)
            with self._acting(clock([self.office_id]), self.ticked_at) as hand:
                while hand.do(duties.tick, batch=TICK_BATCH) == TICK_BATCH:
                    pass
                operations.settle_messages(by=hand.by, now=hand.now)

    def _until_tick(self) -> timedelta:
        return LAST_TICK if self.ticked_at >= self.end - LAST_DAYS else TICK

    @contextmanager
    def hand(self, user_id: UUID, now: datetime) -> Iterator[Hand]:
        """One person at work: what she does here is one transaction."""
        actor = self.actors.get(user_id)
        if actor is None:
            actor = self.actors[user_id] = teams.actor_of(User.objects.get(pk=user_id), now)
        with self._acting(actor, now) as hand:
            yield hand

    @contextmanager
    def stranger(self, now: datetime, report_id: UUID | None = None) -> Iterator[Hand]:
        """Somebody without an account, perhaps with the receipt of a report."""
        granted = [report_id] if report_id else []
        with self._acting(public(granted, [self.office_id]), now) as hand:
            yield hand

    @contextmanager
    def _acting(self, actor: Actor, now: datetime) -> Iterator[Hand]:
        with acting_as(actor):
            yield Hand(self, actor, now)

    def forget(self, *people: UUID) -> None:
        """These people's rights have changed: look them up anew at their next work."""
        for user_id in people:
            self.actors.pop(user_id, None)

    def later(self, draw: Random, error: NotAllowedNow, now: datetime) -> datetime:
        """Something is still missing: she comes back in a few days."""
        self.put_off += 1
        if settings.DEBUG:
            raise error
        return now + timedelta(days=draw.uniform(1, 4))

    def at_desk(self, user_id: UUID, at: datetime, minutes: int = 20) -> datetime:
        """When this person gets to something that comes up at `at`, and that she is busy with it."""
        worker = self.workers[user_id]
        begins = worker.begins(at, self.calendar)
        worker.busy(begins, minutes)
        return begins
