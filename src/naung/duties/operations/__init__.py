"""Writing duties, notices, messages and the calendar."""

from naung.duties.operations.clock import tick, watch_accounts, watch_leavers, watch_roster
from naung.duties.operations.deadlines import (
    adopt,
    ask_again,
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
from naung.duties.operations.notices import mark_all_read, mark_read, notify, notify_all
from naung.duties.operations.outbox import resend, send_next
from naung.duties.rules.starting import Duty
from naung.duties.rules.telling import Telling

__all__ = [
    "Duty",
    "Telling",
    "adopt",
    "ask_again",
    "change_level",
    "drop",
    "drop_all",
    "import_holidays",
    "mark_all_read",
    "mark_read",
    "meet",
    "notify",
    "notify_all",
    "pause",
    "resend",
    "resume",
    "send_next",
    "start",
    "start_all",
    "start_holidays",
    "start_series",
    "tick",
    "watch_accounts",
    "watch_leavers",
    "watch_roster",
]
