"""How an office's people work: within its hours, one thing after another, and now and then too late."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from naung.duties.rules import OfficeCalendar

LATE_SHARE = 0.08  # of the work that is begun after its time
LATEST = 1.8  # of the time allowed, when late
MORNING, EVENING = time(7), time(20)
MOST_BACKLOG = timedelta(hours=3)


@dataclass
class Worker:
    """One person with her hours: free again from a moment on, away on some days."""

    user_id: UUID
    free_at: datetime
    away: list[tuple[datetime, datetime]] = field(default_factory=list)

    def is_away(self, at: datetime) -> bool:
        """Whether she is on leave."""
        return any(since <= at < until for since, until in self.away)

    def begins(self, at: datetime, calendar: OfficeCalendar) -> datetime:
        """When she can begin with something that comes up at `at`: within office hours and not on leave."""
        moment = calendar.next_opening(max(at, min(self.free_at, at + MOST_BACKLOG)))
        for since, until in self.away:
            if since <= moment < until:
                moment = calendar.next_opening(until)
        return moment

    def busy(self, since: datetime, minutes: int) -> None:
        """She is at it for so long."""
        self.free_at = max(self.free_at, since + timedelta(minutes=minutes))


def by_day(at: datetime, calendar: OfficeCalendar) -> datetime:
    """This moment, or the next morning: nobody knocks at a family's door at night."""
    local = at.astimezone(calendar.zone)
    if MORNING <= local.time() <= EVENING:
        return local
    day = local.date() + timedelta(days=local.time() > EVENING)
    return datetime.combine(day, MORNING, calendar.zone) + timedelta(minutes=20)


def reaction(draw: Random, allowed: timedelta, late: float = LATE_SHARE) -> timedelta:
    """How long somebody takes for what should take at most `allowed`: mostly in time, sometimes late."""
    if draw.random() < late:
        return allowed * draw.uniform(1.02, LATEST)
    return allowed * min(0.97, max(0.05, draw.betavariate(2, 2.6)))
