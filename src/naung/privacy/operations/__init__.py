"""What data protection does: emergency and special access, reviews, guardians' lists, requests, terms, erasing."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.erasing import ask_erasure, confirm_erasure, lift_hold, place_hold, refuse_erasure
from naung.privacy.operations.glass import break_glass
from naung.privacy.operations.guardian import release_list
from naung.privacy.operations.requests import Asked, answer_request, export_copy, note_paper, receive_request
from naung.privacy.operations.requests_clock import watch_requests
from naung.privacy.operations.retention import open_record, propose_erasing, wake_terms, watch_terms
from naung.privacy.operations.reviewing import read_trace, review

__all__ = [
    "Asked", "answer_request", "ask_erasure", "break_glass", "confirm_erasure", "end_access", "export_copy",
    "lift_hold", "note_paper", "open_record", "place_hold", "propose_erasing", "read_trace", "receive_request",
    "refuse_erasure", "release_list", "review", "wake_terms", "watch_requests", "watch_terms",
]  # fmt: skip
