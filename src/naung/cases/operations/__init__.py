"""Writing about a case: from registration to closure. Assessment, plan and return have modules of their own."""

from naung.cases.operations.assignment import assign, hand_over_cases
from naung.cases.operations.children import open_file
from naung.cases.operations.chronology import edit_narrative, write_narrative
from naung.cases.operations.closure import (
    close_case,
    keep_suspended,
    propose_closure,
    reopen,
    resume,
    return_closure,
    suspend,
)
from naung.cases.operations.contact import edit_visit, record_visit
from naung.cases.operations.danger import end_danger_flag, raise_danger_flag
from naung.cases.operations.drafts import save_draft
from naung.cases.operations.legal import ask_social_report, explain_legal_duty, mark_legal_duty
from naung.cases.operations.lending import lend_case
from naung.cases.operations.level import keep_level
from naung.cases.operations.merging import merge_children, undo_merge
from naung.cases.operations.registration import join_report, register_case
from naung.cases.operations.safety import record_consent, record_needs_met, withdraw_consent, write_safety
from naung.cases.operations.sharing import share_information
from naung.cases.operations.steps import advance, change_level, move_stage
from naung.cases.rules.closing import ClosingFacts
from naung.cases.rules.contact import VisitFacts

__all__ = [
    "ClosingFacts",
    "VisitFacts",
    "advance",
    "ask_social_report",
    "assign",
    "change_level",
    "close_case",
    "edit_narrative",
    "edit_visit",
    "end_danger_flag",
    "explain_legal_duty",
    "hand_over_cases",
    "join_report",
    "keep_level",
    "keep_suspended",
    "lend_case",
    "mark_legal_duty",
    "merge_children",
    "move_stage",
    "open_file",
    "propose_closure",
    "raise_danger_flag",
    "record_consent",
    "record_needs_met",
    "record_visit",
    "register_case",
    "reopen",
    "resume",
    "return_closure",
    "save_draft",
    "share_information",
    "suspend",
    "undo_merge",
    "withdraw_consent",
    "write_narrative",
    "write_safety",
]
