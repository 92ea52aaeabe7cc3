"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker
from naung.prevention.models.sessions_kept import (
    Attendance,
    CalendarKey,
    ChangeKind,
    Commitment,
    FollowUp,
    SessionChange,
    SessionReport,
)

__all__ = [
    "Attendance",
    "AwarenessSession",
    "CalendarKey",
    "ChangeKind",
    "Commitment",
    "FollowUp",
    "SessionChange",
    "SessionReport",
    "SessionStatus",
    "Speaker",
]
