"""A plan of which team goes to which schools in which month: the most pupils, weighed by need, as far as teams can.

A school is visited whole (as many sessions as its pupils need) by one team in one month, or not at all. The plan never
reaches fewer pupils than going to schools in the order of the list would (`first_come`). HiGHS looks for the best one;
when its time is over, the best that it found counts, and the plan says so.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

SECONDS = 4.0  # how long a page waits for the best plan
CLOSE_ENOUGH = 0.001  # a plan of which no other is a thousandth better counts as the best
ELSEWHERE = 0.95  # a school outside a team's own kecamatan counts so much less
LATER = 0.002  # and each month later so much less: what counts most comes first
SAME = 1 - 1e-9  # the solver adds up in another order
MOST_SCHOOLS = 500  # more are not laid before the solver: those that count most for each session


@dataclass(frozen=True, slots=True)
class Candidate:
    """A school that could be visited. `sessions`: how many its pupils need."""

    id: UUID
    pupils: int
    need: int = 0
    district: str = ""
    sessions: int = 1

    @property
    def weight(self) -> float:
        """What its pupils count: with the greatest need twice."""
        return self.pupils * (1 + self.need / 100)


@dataclass(frozen=True, slots=True)
class Slot:
    """What one team can do in one month."""

    team: UUID
    month: date
    capacity: int
    districts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """One school in one slot."""

    school: Candidate
    slot: Slot


@dataclass(frozen=True)
class Proposal:
    """A plan; `optimal` when no plan is better, `first_come` how many pupils the order of the list would reach."""

    visits: tuple[Visit, ...]
    first_come: int
    optimal: bool

    @cached_property
    def reached(self) -> int:
        return reached(self.visits)


def sessions_needed(pupils: int, per_session: int) -> int:
    """How many sessions reach so many pupils."""
    return max(1, math.ceil(pupils / per_session))


def candidate(id: UUID, pupils: int, need: int, district: str, *, per_session: int, per_team: int) -> Candidate:  # noqa: A002
    """A school as it is planned. One too large for a team's month gets that whole month, and reaches as many as fit."""
    sessions = min(sessions_needed(pupils, per_session), per_team)
    return Candidate(id, min(pupils, sessions * per_session), need, district, sessions)


def months_from(first: date, count: int, breaks: Iterable[int]) -> list[date]:
    """So many months from the first one on, without those of school holidays."""
    left_out = set(breaks)
    months = [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]
    return [month for month in months if month.month not in left_out]


def reached(visits: Iterable[Visit]) -> int:
    """How many pupils these visits reach."""
    return sum(visit.school.pupils for visit in visits)


def value(school: Candidate, slot: Slot, first: date) -> float:
    """What a visit counts."""
    later = (slot.month.year - first.year) * 12 + slot.month.month - first.month
    near = 1.0 if school.district in slot.districts else ELSEWHERE
    return school.weight * near * (1 - LATER * later)


def first_come(schools: Iterable[Candidate], slots: Sequence[Slot]) -> list[Visit]:
    """Each school in the order of the list into the first month that still has room, with its own team if that can."""
    left = {slot: slot.capacity for slot in slots}
    visits = []
    for school in schools:
        fitting = [slot for slot in slots if left[slot] >= school.sessions]
        if fitting:
            slot = min(fitting, key=lambda one: (one.month, school.district not in one.districts))
            left[slot] -= school.sessions
            visits.append(Visit(school, slot))
    return visits


def by_weight(schools: Iterable[Candidate], slots: Sequence[Slot]) -> list[Visit]:
    """The same with the schools that count most for each session first."""
    return first_come(sorted(schools, key=lambda one: -one.weight / one.sessions), slots)


def plan(
    schools: Sequence[Candidate], slots: Sequence[Slot], *, seconds: float = SECONDS, gap: float = CLOSE_ENOUGH
) -> Proposal:
    """The best plan that is found in time, never one that reaches fewer pupils than the order of the list."""
    came = first_come(schools, slots)
    chosen = _chosen(schools, came)
    if not chosen or not slots:
        return Proposal((), 0, optimal=True)
    start = _better(came, by_weight(chosen, slots), slots)
    visits, proven = _solved(chosen, slots, start, reached(came), seconds, gap)
    return Proposal(tuple(visits), reached(came), optimal=proven and len(chosen) == len(schools))


def _chosen(schools: Sequence[Candidate], came: Iterable[Visit]) -> list[Candidate]:
    if len(schools) <= MOST_SCHOOLS:
        return list(schools)
    best = sorted(schools, key=lambda one: -one.weight / one.sessions)[:MOST_SCHOOLS]
    return list({one.id: one for one in [*best, *(visit.school for visit in came)]}.values())


def _better(came: list[Visit], greedy: list[Visit], slots: Sequence[Slot]) -> list[Visit]:
    """Where to begin: the greedy plan if it reaches as many pupils."""
    if reached(greedy) < reached(came):
        return came
    return max(came, greedy, key=lambda visits: worth(visits, slots))


def worth(visits: Iterable[Visit], slots: Sequence[Slot]) -> float:
    """What a whole plan counts."""
    first = min(slot.month for slot in slots)
    return sum(value(visit.school, visit.slot, first) for visit in visits)


def _solved(
    schools: list[Candidate], slots: Sequence[Slot], start: list[Visit], least: int, seconds: float, gap: float
) -> tuple[list[Visit], bool]:
    import highspy

    first = min(slot.month for slot in slots)
    pairs = [Visit(school, slot) for school in schools for slot in slots if school.sessions <= slot.capacity]
    if not pairs:
        return [], True
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in {"output_flag": False, "time_limit": seconds, "mip_rel_gap": gap, "threads": 1}.items():
        solver.setOptionValue(name, setting)
    _variables(solver, pairs, first)
    _limits(solver, pairs, schools, slots, least)
    solver.run()  # without `start`: given one, HiGHS 1.16 has called it the best where a better plan was to be had
    values: Sequence[float] = solver.getSolution().col_value
    found = [pair for pair, taken in zip(pairs, values, strict=False) if taken > 0.5]
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    if fits(found) and reached(found) >= least and worth(found, slots) >= worth(start, slots) * SAME:
        return found, proven
    return start, False


def _variables(solver: Any, pairs: Sequence[Visit], first: date) -> None:
    """One yes or no for each school with each slot; it counts what that visit counts."""
    import highspy

    solver.changeObjectiveSense(highspy.ObjSense.kMaximize)
    for number, pair in enumerate(pairs):
        solver.addVar(0, 1)
        solver.changeColCost(number, value(pair.school, pair.slot, first))
        solver.changeColIntegrality(number, highspy.HighsVarType.kInteger)


def _limits(
    solver: Any, pairs: Sequence[Visit], schools: Iterable[Candidate], slots: Iterable[Slot], least: int
) -> None:
    """Each school at most once, each slot within what the team can do, and no fewer pupils than the list's order."""
    of_school: dict[UUID, list[int]] = {school.id: [] for school in schools}
    of_slot: dict[Slot, list[int]] = {slot: [] for slot in slots}
    for number, pair in enumerate(pairs):
        of_school[pair.school.id].append(number)
        of_slot[pair.slot].append(number)
    for numbers in filter(None, of_school.values()):
        solver.addRow(0, 1, len(numbers), numbers, [1.0] * len(numbers))
    for slot, numbers in of_slot.items():
        needed = [float(pairs[number].school.sessions) for number in numbers]
        solver.addRow(0, slot.capacity, len(numbers), numbers, needed)
    everything = list(range(len(pairs)))
    solver.addRow(least, solver.getInfinity(), len(pairs), everything, [float(pair.school.pupils) for pair in pairs])


def fits(visits: Iterable[Visit]) -> bool:
    """Whether no school stands twice and no team is asked for more than it can do in a month."""
    taken: dict[Slot, int] = {}
    seen: set[UUID] = set()
    for visit in visits:
        taken[visit.slot] = taken.get(visit.slot, 0) + visit.school.sessions
        if visit.school.id in seen:
            return False
        seen.add(visit.school.id)
    return all(sessions <= slot.capacity for slot, sessions in taken.items())
