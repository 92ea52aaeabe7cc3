"""Which clock runs for a report before it is triaged."""

from naung.intake.rules.answers import Answer, Answers, Codebook
from naung.intake.rules.triage import HIGH_FORMS

# Codes of the duty table (`naung.duties.rules.table`).
TRIAGE_URGENT = "TRIAGE_URGENT"  # 1 hour, day and night
TRIAGE_NORMAL = "TRIAGE_NORMAL"  # 1 working day


def triage_clock(answers: Answers, book: Codebook | None = None) -> str:
    """The duty that asks for triage: 1 hour unless every danger flag is no and no form is grave.

    A report of which nothing was asked yet is urgent: not asked is not the same as no danger.
    """
    settled = answers.settled()
    grave = bool(settled.forms & HIGH_FORMS)
    calm = all(settled.danger(code) is Answer.NO for code in (book or Codebook.packaged()).dangers)
    return TRIAGE_NORMAL if calm and not grave else TRIAGE_URGENT
