"""How an office's people work: within its hours, one thing after another, and now and then too late."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from naung.duties.rules import OfficeCalendar

LATE_SHARE = 0.12  # of the work that is begun after its time
LONGEST = 1.8  # of the time allowed, when late
EVENING = time(21)
MORNING = time(7)


@dataclass
class Worker:
    """One person with her hours: free again from a moment on, away on some days."""

    user_id: UUID
    free_at: datetime
    away: list[tuple[datetime, datetime]] = field(default_factory=list)

    def begins(self, at: datetime, calendar: OfficeCalendar) -> datetime:
        """When she can begin with something that comes up at `at`: within office hours and not on leave."""
        moment = calendar.next_opening(max(at, self.free_at))
        for since, until in self.away:
            if since <= moment < until:
                moment = calendar.next_opening(until)
        return moment

    def busy(self, since: datetime, minutes: int) -> None:
        self.free_at = max(self.free_at, since + timedelta(minutes=minutes))


def awake(at: datetime, calendar: OfficeCalendar) -> datetime:
    """This moment, or the next morning: nobody knocks at a family's door at night."""
    local = at.astimezone(calendar.zone)
    if local.time() < MORNING:
        return local.replace(hour=MORNING.hour, minute=15)
    if local.time() > EVENING:
        return (local + timedelta(days=1)).replace(hour=MORNING.hour, minute=30)
    return local


def reaction(draw: Random, allowed: timedelta) -> timedelta:
    """How long somebody takes for what should take at most `allowed`: mostly in time, sometimes late."""
    if draw.random() < LATE_SHARE:
        return allowed * draw.uniform(1.02, LONGEST)
    return allowed * min(0.97, max(0.05, draw.betavariate(2, 2.6)))
