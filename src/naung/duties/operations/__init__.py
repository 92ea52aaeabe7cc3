"""Writing duties, notices, messages and the calendar."""

from naung.duties.operations.deadlines import (
    adopt,
    change_level,
    drop,
    drop_all,
    meet,
    pause,
    resume,
    start,
    start_all,
    start_series,
)
from naung.duties.operations.holidays import import_holidays, start_holidays
from naung.duties.operations.notices import mark_all_read, mark_read, notify
from naung.duties.rules.starting import Duty

__all__ = [
    "Duty",
    "adopt",
    "change_level",
    "drop",
    "drop_all",
    "import_holidays",
    "mark_all_read",
    "mark_read",
    "meet",
    "notify",
    "pause",
    "resume",
    "start",
    "start_all",
    "start_holidays",
    "start_series",
]
