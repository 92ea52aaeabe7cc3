"""Pure rules of duties: working time, the duty table, and the state of a clock."""

from naung.duties.rules.clock import (
    STATE_TEXTS,
    Clock,
    ClockState,
    Moments,
    limit_after_level_change,
    next_moment,
    state_of,
    was_in_time,
)
from naung.duties.rules.table import (
    TABLE,
    Cause,
    DutyRule,
    Source,
    by_code,
    limit_for,
    rule_for,
    series_for,
)
from naung.duties.rules.working_time import Limit, OfficeCalendar, Pause, Unit, add, add_days

__all__ = [
    "STATE_TEXTS",
    "TABLE",
    "Cause",
    "Clock",
    "ClockState",
    "DutyRule",
    "Limit",
    "Moments",
    "OfficeCalendar",
    "Pause",
    "Source",
    "Unit",
    "add",
    "add_days",
    "by_code",
    "limit_after_level_change",
    "limit_for",
    "next_moment",
    "rule_for",
    "series_for",
    "state_of",
    "was_in_time",
]
