"""What data protection does: emergency access, reviews, guardians' lists, requests, breaches, terms, erasing."""

from naung.privacy.operations.access import end_access
from naung.privacy.operations.breaches import (
    Told,
    add_to_breach,
    change_breach,
    close_breach,
    record_breach,
    watch_breaches,
)
from naung.privacy.operations.breaches_told import (
    leave_untold,
    list_person,
    note_breach_paper,
    tell_agency,
    tell_person,
)
from naung.privacy.operations.erasing import ask_erasure, confirm_erasure, lift_hold, place_hold, refuse_erasure
from naung.privacy.operations.glass import break_glass
from naung.privacy.operations.guardian import release_list
from naung.privacy.operations.requests import Asked, answer_request, export_copy, note_paper, receive_request
from naung.privacy.operations.requests_clock import watch_requests
from naung.privacy.operations.retention import open_record, propose_erasing, wake_terms, watch_terms
from naung.privacy.operations.reviewing import read_trace, review

__all__ = [
    "Asked", "Told", "add_to_breach", "answer_request", "ask_erasure", "break_glass", "change_breach", "close_breach",
    "confirm_erasure", "end_access", "export_copy", "leave_untold", "lift_hold", "list_person", "note_breach_paper",
    "note_paper", "open_record", "place_hold", "propose_erasing", "read_trace", "receive_request", "record_breach",
    "refuse_erasure", "release_list", "review", "tell_agency", "tell_person", "wake_terms", "watch_breaches",
    "watch_requests", "watch_terms",
]  # fmt: skip
