"""What data protection does: emergency access, special access, reviews, lists for guardians, requests."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.glass import break_glass
from naung.privacy.operations.guardian import release_list
from naung.privacy.operations.requests import Asked, answer_request, export_copy, note_paper, receive_request
from naung.privacy.operations.requests_clock import watch_requests
from naung.privacy.operations.reviewing import read_trace, review

__all__ = [
    "Asked",
    "answer_request",
    "break_glass",
    "end_access",
    "export_copy",
    "note_paper",
    "read_trace",
    "receive_request",
    "release_list",
    "review",
    "watch_requests",
]
