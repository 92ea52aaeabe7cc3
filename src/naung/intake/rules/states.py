"""The life of a report: which step leads where, who may take it and what it asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from naung.access.policy import P, Permission
from naung.core.errors import NotAllowedNow
from naung.core.levels import Level
from naung.core.text import Text
from naung.intake.rules.answers import Answer, Answers, Codebook


class ReportStatus(StrEnum):
    """Where a report stands."""

    DRAFT = "DRAFT"
    RECEIVED = "RECEIVED"
    TRIAGED = "TRIAGED"
    BECAME_CASE = "BECAME_CASE"
    JOINED = "JOINED"
    PASSED_ON = "PASSED_ON"
    NOT_OURS = "NOT_OURS"
    TOO_LITTLE_KNOWN = "TOO_LITTLE_KNOWN"
    ADVICE_ONLY = "ADVICE_ONLY"
    JUNK = "JUNK"


S = ReportStatus

STATUS_TEXTS = {
    S.DRAFT: Text("Draf", "Draft"),
    S.RECEIVED: Text("Diterima", "Received"),
    S.TRIAGED: Text("Ditriase", "Triaged"),
    S.BECAME_CASE: Text("Menjadi kasus", "Became a case"),
    S.JOINED: Text("Digabung ke kasus yang ada", "Joined to an existing case"),
    S.PASSED_ON: Text("Diteruskan", "Passed on"),
    S.NOT_OURS: Text("Bukan kewenangan kami", "Not ours"),
    S.TOO_LITTLE_KNOWN: Text("Tidak cukup keterangan", "Too little known"),
    S.ADVICE_ONLY: Text("Nasihat saja", "Advice only"),
    S.JUNK: Text("Bukan laporan", "Not a report"),
}

# A report about several children ends for each child by itself.
OUTCOMES = (S.BECAME_CASE, S.JOINED, S.PASSED_ON, S.NOT_OURS, S.TOO_LITTLE_KNOWN, S.ADVICE_ONLY)
# Ended without a case of ours: they stay searchable and count when the child is reported again.
SCREENED_OUT = (S.PASSED_ON, S.NOT_OURS, S.TOO_LITTLE_KNOWN, S.ADVICE_ONLY, S.JUNK)


@dataclass(frozen=True)
class ReportStep:
    """One step of a report. At HIGH and EMERGENCY `needs_high` is asked for instead of `needs`."""

    source: ReportStatus
    target: ReportStatus
    needs: Permission
    needs_high: Permission
    event: str
    asks: tuple[str, ...] = ()

    def permission(self, level: Level | None) -> Permission:
        """What somebody must hold to take this step with a report of this level."""
        return self.needs_high if level is not None and level >= Level.HIGH else self.needs


TRIAGE, HIGH = P.REPORT_TRIAGE, P.REPORT_DECIDE_HIGH

STEPS = (  # from      to                  needs            at HIGH and above  audit event               asks
    ReportStep(S.DRAFT, S.RECEIVED, P.REPORT_FILE, P.REPORT_FILE, "report.received"),
    ReportStep(S.RECEIVED, S.TRIAGED, TRIAGE, TRIAGE, "report.triaged"),
    ReportStep(S.TRIAGED, S.BECAME_CASE, P.CASE_REGISTER, P.CASE_REGISTER, "report.became-case"),
    ReportStep(S.TRIAGED, S.JOINED, TRIAGE, HIGH, "report.joined", ("reason", "case")),
    ReportStep(S.TRIAGED, S.PASSED_ON, TRIAGE, HIGH, "report.passed-on", ("reason", "receiver")),
    ReportStep(S.TRIAGED, S.NOT_OURS, TRIAGE, HIGH, "report.not-ours", ("reason",)),
    ReportStep(S.TRIAGED, S.TOO_LITTLE_KNOWN, TRIAGE, HIGH, "report.too-little-known", ("reason",)),
    ReportStep(S.TRIAGED, S.ADVICE_ONLY, TRIAGE, HIGH, "report.advice-only", ("reason",)),
    ReportStep(S.RECEIVED, S.JUNK, TRIAGE, TRIAGE, "report.junk", ("reason",)),
    ReportStep(S.JUNK, S.RECEIVED, TRIAGE, TRIAGE, "report.junk-undone"),
)

NO_SUCH_STEP = Text(
    "Laporan yang berstatus “{source}” tidak dapat menjadi “{target}”.",
    "A report that is “{source}” cannot become “{target}”.",
)


def step(source: str, target: str) -> ReportStep:
    """The row for this step, or `NotAllowedNow`."""
    for row in STEPS:
        if (row.source, row.target) == (source, target):
            return row
    texts = {"source": STATUS_TEXTS[S(source)], "target": STATUS_TEXTS[S(target)]}
    raise NotAllowedNow(NO_SUCH_STEP.format(**texts), source=source, target=target)


def supervisor_ends(level: Level) -> bool:
    """Whether only a supervisor may end a report of this level: nobody screens out danger alone."""
    return level >= Level.HIGH


@dataclass(frozen=True)
class TriageFacts:
    """What must stand on the sheet before triage can end; "not known yet" is an answer, silence is none."""

    what_happened: str
    answers: Answers
    age_answered: bool
    where_now_answered: bool
    staff_answered: bool


@dataclass(frozen=True)
class Blocker:
    """One thing that is missing, and the place on the page where it is entered."""

    code: str
    text: Text
    anchor: str


NOT_TOLD = Blocker("NOT_TOLD", Text("Tulis apa yang terjadi.", "Write what happened."), "terjadi")
AGE_OPEN = Blocker(
    "AGE_OPEN",
    Text("Isi umur anak, boleh “belum tahu”.", "Give the child's age, or “not known yet”."),
    "umur",
)
WHERE_OPEN = Blocker(
    "WHERE_OPEN",
    Text("Isi di mana anak sekarang, boleh “belum tahu”.", "Say where the child is now, or “not known yet”."),
    "sekarang",
)
STAFF_OPEN = Blocker(
    "STAFF_OPEN",
    Text(
        "Jawab: apakah terlapor bekerja di kantor ini atau di lembaga mitra?",
        "Answer: is the alleged person staff here or at a partner?",
    ),
    "petugas",
)
DANGER_OPEN = Text("Tanyakan bahaya {code}: {label}", "Ask about danger {code}: {label}")


def triage_blockers(facts: TriageFacts, book: Codebook | None = None) -> list[Blocker]:
    """Everything that still keeps triage from ending; empty when it can."""
    return list(_blockers(facts, book or Codebook.packaged()))


def _blockers(facts: TriageFacts, book: Codebook) -> Iterator[Blocker]:
    if not facts.what_happened.strip():
        yield NOT_TOLD
    settled = facts.answers.settled()
    for code, label in book.dangers.items():
        if settled.danger(code) is Answer.NOT_ASKED:
            text = DANGER_OPEN.format(code=code, label=label)
            yield Blocker("DANGER_OPEN", text, f"bahaya-{code}")
    if not facts.age_answered:
        yield AGE_OPEN
    if not facts.where_now_answered:
        yield WHERE_OPEN
    if not facts.staff_answered:
        yield STAFF_OPEN
