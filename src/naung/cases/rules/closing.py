"""The ways in which a case is closed, each with what it needs (codes of the list `alasan_tutup`)."""

from dataclasses import dataclass

from naung.cases.rules import gates as g
from naung.cases.rules.steps import OPEN, CaseStatus
from naung.core.errors import NotAllowedNow
from naung.core.text import Text


@dataclass(frozen=True)
class Way:
    """One way of closing: from which statuses, through which gates."""

    code: str
    sources: tuple[CaseStatus, ...]
    gates: tuple[g.CaseGate, ...]


@dataclass(frozen=True, kw_only=True)
class ClosingFacts:
    """What is entered with a closing, as far as its way asks for it."""

    way: str
    reason: str = ""
    next_contact: str = ""
    early_reason: str = ""
    transition_plan: str = ""
    guardianship_order: str = ""
    death_review: str = ""
    duplicate_of: str = ""  # the number of the case that stands for this one


ALWAYS = (g.REASON_KEPT, g.NO_OPEN_DANGER, g.LEGAL_MET_OR_EXPLAINED)

WAYS: tuple[Way, ...] = (
    Way(
        "TJN",
        (CaseStatus.MONITORING,),
        (
            g.LAST_TWO_STABLE, g.NO_OPEN_DANGER, g.GOALS_MET, g.REFERRALS_CLOSED, g.LEGAL_MET,
            g.NEXT_CONTACT, g.VISITS_DONE,
        ),
    ),
    Way("UMR", OPEN, (*ALWAYS, g.TRANSITION_PLAN)),
    Way("PGN", OPEN, (*ALWAYS, g.GUARDIANSHIP_ORDER)),
    Way("TTK", OPEN, ALWAYS),
    Way("MNR", OPEN, (*ALWAYS, g.LOW_RISK)),
    Way("HLG", OPEN, (*ALWAYS, g.SEARCH_DOCUMENTED)),
    Way("MGL", OPEN, (*ALWAYS, g.DEATH_REVIEW)),
    Way("DUP", OPEN, (*ALWAYS, g.DUPLICATE_KNOWN)),
)  # fmt: skip

# The reason of a transfer, which is a status of its own.
TRANSFER_REASON = "ALH"

NO_SUCH_WAY = Text(
    "Kasus tidak dapat ditutup dengan alasan {way} pada status ini.",
    "A case cannot be closed for reason {way} at this status.",
)


def way(code: str, source: str) -> Way:
    """The way of closing with this code from this status, or `NotAllowedNow`."""
    for row in WAYS:
        if row.code == code and source in row.sources:
            return row
    raise NotAllowedNow(NO_SUCH_WAY.format(way=code), way=code, source=source)


def ways_from(source: str) -> list[Way]:
    """The ways of closing that a status allows."""
    return [row for row in WAYS if source in row.sources]
