"""What may be done with a report: file it, open it, triage it, decide on it, keep touch with the reporter."""

from naung.intake.operations.contact import make_receipt, read_messages, say, set_phrase, withdraw_contact
from naung.intake.operations.deciding import decide, hand_over, send_to_team
from naung.intake.operations.drafts import discard_draft, save_draft
from naung.intake.operations.filing import file_report
from naung.intake.operations.junk import AT_ONCE, close_as_junk, set_apart, take_apart, take_back, undo_junk
from naung.intake.operations.opening import acknowledge, open_report, reveal
from naung.intake.operations.sorting import end_triage, save_triage, set_level

__all__ = [
    "AT_ONCE",
    "acknowledge",
    "close_as_junk",
    "decide",
    "discard_draft",
    "end_triage",
    "file_report",
    "hand_over",
    "make_receipt",
    "open_report",
    "read_messages",
    "reveal",
    "save_draft",
    "save_triage",
    "say",
    "send_to_team",
    "set_apart",
    "set_level",
    "set_phrase",
    "take_apart",
    "take_back",
    "undo_junk",
    "withdraw_contact",
]
