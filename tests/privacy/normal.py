"""A month of ordinary work, to see how often the rules of unusual looking ask for nothing.

Assumptions, all of them guesses to be replaced by an office's own reviews: four teams, 22 working days; a worker opens
about 25 files a day, a supervisor 40, the desk 20; 4 of 100 openings happen in the evening and 3 of 1,000 at night,
when a late visit is written up; a night of duty brings five; 1 of 300 cases has moved to another team since it was
opened. Names are drawn as the simulated city draws them, from few family names: rather too many resemble each other.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from naung.privacy.rules import looking
from naung.privacy.rules.looking import Known, Look, Rule
from naung.simulation.rules.people import draw_group, draw_name

WITA = ZoneInfo("Asia/Makassar")
FIRST_DAY = datetime(2026, 11, 2, tzinfo=WITA)
A_DAY = {"SOCIAL_WORKER": 25, "COMPANION": 25, "SUPERVISOR": 40, "INTAKE": 20}
A_TEAM = ("SUPERVISOR", *["SOCIAL_WORKER"] * 3, *["COMPANION"] * 4)
HELD = {"SUPERVISOR": 60}
EVENING, NIGHT, MOVED = 0.04, 0.003, 1 / 300
MONTHS = 6


@dataclass(frozen=True)
class Person:
    """One member of staff and the files that are hers to open."""

    id: UUID
    role: str
    team: UUID
    word: str
    files: tuple[UUID, ...]


class Office:
    """An office at its ordinary work, drawn by a seed."""

    def __init__(self, seed: int) -> None:
        self.draw = Random(seed)
        self.teams = [self._id() for _ in range(4)]
        self.words: dict[UUID, set[str]] = {}
        self.people = [self._person(role, team) for team in self.teams for role in A_TEAM]
        self.people += [self._person("INTAKE", self._id()) for _ in range(4)]

    def _id(self) -> UUID:
        return UUID(int=self.draw.getrandbits(128))

    def _word(self) -> str:
        group = draw_group(self.draw)
        return looking.telling_word(draw_name(self.draw, group, self.draw.choice("LP")))

    def _person(self, role: str, team: UUID) -> Person:
        files = tuple(self._file() for _ in range(HELD.get(role, 20)))
        return Person(self._id(), role, team, self._word(), files)

    def _file(self) -> UUID:
        """A child's file: the child and two caregivers of its family, and one of another."""
        made = self._id()
        self.words[made] = {self._word(), self._word()} - {""}
        return made

    def looks(self) -> Iterator[Look]:
        """A month of openings."""
        for day in (FIRST_DAY + timedelta(days=n) for n in range(30)):
            for person in self.people:
                yield from (self._look(person, day + self._hour()) for _ in range(self._count(person, day)))
            yield from self._look_ups(day)
            turn = self._on_duty(day)
            yield from (self._look(turn, day + timedelta(hours=22, minutes=30 * n)) for n in range(5))

    def _look_ups(self, day: datetime) -> Iterator[Look]:
        """The desk looks up fifteen children a day, everybody else two."""
        for person in self.people if day.isoweekday() <= 5 else ():
            for _ in range(15 if person.role == "INTAKE" else 2):
                yield Look(self._id(), day + self._hour(), person.id, frozenset({person.role}))

    def _count(self, person: Person, day: datetime) -> int:
        usual = A_DAY[person.role]
        return round(self.draw.gauss(usual, usual / 4)) if day.isoweekday() <= 5 else 0

    def _hour(self) -> timedelta:
        drawn = self.draw.random()
        first, last = (22, 24) if drawn < NIGHT else (18, 22) if drawn < EVENING else (8, 16)
        return timedelta(hours=self.draw.uniform(first, last))

    def _on_duty(self, day: datetime) -> Person:
        return self.people[day.toordinal() % len(self.people)]

    def _look(self, person: Person, at: datetime) -> Look:
        return Look(self._id(), at, person.id, frozenset({person.role}), self.draw.choice(person.files))

    @cached_property
    def known(self) -> Known:
        """What the page would know of it."""
        team_of: dict[UUID, UUID | None] = {}
        for person in self.people:
            for file in person.files:
                moved = self.draw.random() < MOVED
                team_of[file] = self.draw.choice(self.teams) if moved else person.team
        night = timedelta(hours=22), timedelta(hours=30)
        turns: dict[UUID, list[tuple[datetime, datetime]]] = {}
        for day in (FIRST_DAY + timedelta(days=n) for n in range(30)):
            turns.setdefault(self._on_duty(day).id, []).append((day + night[0], day + night[1]))
        return Known(
            zone=WITA, team_of=team_of, teams_of={one.id: frozenset({one.team}) for one in self.people}, turns=turns,
            resembling=frozenset((p.id, file) for p in self.people for file in p.files if p.word in self.words[file]),
            usual=dict.fromkeys((one.id for one in self.people), 6),
        )  # fmt: skip


def hits_in_a_thousand(months: int = MONTHS) -> dict[Rule, float]:
    """How often each rule asks, in a thousand openings of ordinary work."""
    found: Counter[Rule] = Counter()
    count = 0
    for seed in range(months):
        office = Office(seed)
        looks = list(office.looks())
        count += sum(look.record_id is not None for look in looks)
        found.update(hit.rule for hit in looking.unusual(looks, office.known))
    return {rule: 1000 * found[rule] / count for rule in looking.FINDERS}
