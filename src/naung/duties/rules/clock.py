"""The state of one duty's clock, and what happens next.

At 75 % of its own time a duty warns whoever must do it, at 100 % it goes to the supervisor, at 150 % to the
head of division. Nothing stops it but being met or a pause with a reason.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from naung.core.text import Text
from naung.duties.rules.working_time import Limit, OfficeCalendar, Pause, add, moment_at, own_used

WARN_SHARE = Fraction(3, 4)
DUE_SHARE = Fraction(1)
DIVISION_SHARE = Fraction(3, 2)


class ClockState(StrEnum):
    """Where a duty's clock stands."""

    RUNNING = "RUNNING"
    WARNED = "WARNED"
    LATE = "LATE"
    ESCALATED = "ESCALATED"
    MET = "MET"
    PAUSED = "PAUSED"


STATE_TEXTS = {
    ClockState.RUNNING: Text("Berjalan", "Running"),
    ClockState.WARNED: Text("Hampir lewat waktu", "Nearly due"),
    ClockState.LATE: Text("Lewat waktu", "Late"),
    ClockState.ESCALATED: Text("Lewat waktu, sampai ke kepala bidang", "Late, with the head of division"),
    ClockState.MET: Text("Selesai", "Done"),
    ClockState.PAUSED: Text("Dijeda", "Paused"),
}


@dataclass(frozen=True, slots=True)
class Moments:
    """When a clock warns, is due, and goes to the head of division."""

    warn_at: datetime
    due_at: datetime
    division_at: datetime

    def in_order(self) -> tuple[tuple[datetime, ClockState], ...]:
        """Each moment with the state that it brings."""
        return (
            (self.warn_at, ClockState.WARNED),
            (self.due_at, ClockState.LATE),
            (self.division_at, ClockState.ESCALATED),
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """One duty's clock: when it began, how long it has, where it stood still, when the duty was met."""

    started_at: datetime
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    met_at: datetime | None = None

    def moments(self, calendar: OfficeCalendar) -> Moments | None:
        """The three moments; nothing while an open pause keeps one of them from being known."""
        warn, due, division = (
            moment_at(self.started_at, self.limit, share, calendar, self.pauses)
            for share in (WARN_SHARE, DUE_SHARE, DIVISION_SHARE)
        )
        return None if warn is None or due is None or division is None else Moments(warn, due, division)

    def state(self, now: datetime, calendar: OfficeCalendar) -> ClockState:
        """Where the clock stands at `now`."""
        if self.met_at is not None and self.met_at <= now:
            return ClockState.MET
        if self.paused(now):
            return ClockState.PAUSED
        used = own_used(self.started_at, now, self.limit, calendar, self.pauses)
        shares = (
            (DIVISION_SHARE, ClockState.ESCALATED),
            (DUE_SHARE, ClockState.LATE),
            (WARN_SHARE, ClockState.WARNED),
        )
        return next((state for share, state in shares if used >= share), ClockState.RUNNING)

    def paused(self, now: datetime) -> bool:
        """Whether the clock stands still at `now`."""
        return any(p.since <= now and (p.until is None or now < p.until) for p in self.pauses)

    def pause(self, now: datetime, reason: str) -> "Clock":
        """The clock standing still from `now` on."""
        if self.paused(now):
            raise ValueError("the clock is paused already")
        return replace(self, pauses=(*self.pauses, Pause(now, None, reason)))

    def resume(self, now: datetime) -> "Clock":
        """The clock running again from `now` on."""
        ended = tuple(replace(p, until=now) if p.until is None else p for p in self.pauses)
        return replace(self, pauses=ended)


def state_of(moments: Moments, now: datetime, *, met: bool = False, paused: bool = False) -> ClockState:
    """The state from stored moments, for lists of many duties: no calendar is needed."""
    if met:
        return ClockState.MET
    if paused:
        return ClockState.PAUSED
    passed = [state for moment, state in moments.in_order() if moment <= now]
    return passed[-1] if passed else ClockState.RUNNING


def next_moment(moments: Moments, now: datetime) -> tuple[datetime, ClockState] | None:
    """The next moment at which something must happen, and what; nothing when all have passed."""
    return next(((moment, state) for moment, state in moments.in_order() if moment > now), None)


def was_in_time(met_at: datetime, due_at: datetime) -> bool:
    """Whether a met duty was met in its time."""
    return met_at <= due_at


def limit_after_level_change(
    started_at: datetime, running: Limit, new: Limit | None, calendar: OfficeCalendar
) -> Limit:
    """The limit of a running duty after the level changed: a shorter one at once, a longer one never.

    A new level that does not ask for the duty leaves the running one as it is.
    """
    if new is None:
        return running
    ends = {limit: add(started_at, limit, calendar) for limit in (running, new)}
    before, after = ends[running], ends[new]
    return new if before is not None and after is not None and after < before else running
