"""What a subject's new duties need to be told: which, since when, and within what time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from naung.core.levels import Level
from naung.duties.rules.table import limit_for, series_for
from naung.duties.rules.working_time import Limit, Unit, add_days

DANGER_OPENED = "DANGER_OPENED"


@dataclass(frozen=True)
class Duty:
    """One duty to start: its rule, the true time of its cause, and which of several it is.

    In a series (the visits after a return) `sequence` is the number of the visit, from "1"; a second series
    goes on counting, so that its first visit has the limit of the first. `cause_at` is the return for all of
    them; the clock of each runs from the planned day of the visit before.
    """

    rule: str
    cause_at: datetime
    sequence: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


def clock_of(duty: Duty, level: Level | None, danger_wait: timedelta, zone: ZoneInfo) -> tuple[datetime, Limit] | None:
    """When this duty's clock begins and how long it has; nothing when the rule of that day does not ask for it."""
    if duty.rule == DANGER_OPENED:
        return duty.cause_at, Limit(int(danger_wait.total_seconds() // 60), Unit.MINUTE)
    cause = duty.cause_at.astimezone(zone)
    if series := series_for(duty.rule, cause.date()):
        return _in_series(cause, series, (int(duty.sequence) - 1) % len(series))
    limit = limit_for(duty.rule, level, cause.date())
    return None if limit is None else (duty.cause_at, limit)


def _in_series(cause: datetime, series: tuple[Limit, ...], index: int) -> tuple[datetime, Limit]:
    """From the planned day before to this one, so that the warning comes near it and not months ahead."""
    days = [cause.date(), *(add_days(cause.date(), limit) for limit in series)]
    begins, ends = days[index], days[index + 1]
    return datetime.combine(begins, cause.timetz()), Limit((ends - begins).days, Unit.DAY)
