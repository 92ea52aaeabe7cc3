"""Reading duties, notices, messages and the office's calendar."""

from naung.duties.queries.calendar import closed_days, office_calendar
from naung.duties.queries.deadlines import NextDuty, dropped_for, next_duties, of_subject, open_for, without_person
from naung.duties.queries.notices import failed_messages, notices_for, unread_count

__all__ = [
    "NextDuty",
    "closed_days",
    "dropped_for",
    "failed_messages",
    "next_duties",
    "notices_for",
    "of_subject",
    "office_calendar",
    "open_for",
    "unread_count",
    "without_person",
]
