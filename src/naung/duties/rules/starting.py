"""What a subject's new duties need to be told: which, since when, and within what time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from naung.core.levels import Level
from naung.duties.rules.table import limit_for, series_for
from naung.duties.rules.working_time import Limit, Unit

DANGER_OPENED = "DANGER_OPENED"


@dataclass(frozen=True)
class Duty:
    """One duty to start: its rule, the true time of its cause, and which of several it is.

    In a series (the visits after a return) `sequence` is the number of the visit, from "1"; a second series
    goes on counting, so that its first visit has the limit of the first.
    """

    rule: str
    cause_at: datetime
    sequence: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)


def limit_of(duty: Duty, level: Level | None, on: date, danger_wait: timedelta) -> Limit | None:
    """How long this duty may take; nothing when the rule of that day does not ask for it at this level."""
    if duty.rule == DANGER_OPENED:
        return Limit(int(danger_wait.total_seconds() // 60), Unit.MINUTE)
    series = series_for(duty.rule, on)
    return series[(int(duty.sequence) - 1) % len(series)] if series else limit_for(duty.rule, level, on)
