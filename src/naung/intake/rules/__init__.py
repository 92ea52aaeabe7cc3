"""Pure rules of intake: the triage rule, its clock, and the life of a report."""

from naung.intake.rules.answers import ANSWER_TEXTS, Answer, Answers, Codebook, from_lists
from naung.intake.rules.clock import TRIAGE_NORMAL, TRIAGE_URGENT, triage_clock
from naung.intake.rules.entry import SheetEntry, answers_from, changed
from naung.intake.rules.filing import (
    AllegedFacts,
    Caregiver,
    FiledChild,
    Filing,
    Known,
    ReporterFacts,
    StaffAnswer,
)
from naung.intake.rules.states import (
    OUTCOMES,
    SCREENED_OUT,
    STATUS_TEXTS,
    STEPS,
    Blocker,
    ReportStatus,
    ReportStep,
    TriageFacts,
    step,
    supervisor_ends,
    triage_blockers,
)
from naung.intake.rules.triage import Effect, Line, TriageResult, band, triage

__all__ = [
    "ANSWER_TEXTS",
    "OUTCOMES",
    "SCREENED_OUT",
    "STATUS_TEXTS",
    "STEPS",
    "TRIAGE_NORMAL",
    "TRIAGE_URGENT",
    "AllegedFacts",
    "Answer",
    "Answers",
    "Blocker",
    "Caregiver",
    "Codebook",
    "Effect",
    "FiledChild",
    "Filing",
    "Known",
    "Line",
    "ReportStatus",
    "ReportStep",
    "ReporterFacts",
    "SheetEntry",
    "StaffAnswer",
    "TriageFacts",
    "TriageResult",
    "answers_from",
    "band",
    "changed",
    "from_lists",
    "step",
    "supervisor_ends",
    "triage",
    "triage_blockers",
    "triage_clock",
]
