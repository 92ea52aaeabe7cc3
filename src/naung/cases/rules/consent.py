"""Whose consent is recorded, for what and to whom, until when; and whether something may be given away on it.

UU 27/2022 art. 20 to 25: consent is asked for each purpose apart, can be proved, and can be taken back. From six years
on the child is asked too (Inter-Agency Guidelines for Case Management and Child Protection, 2014: assent by age).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from naung.core.text import Text

CAREGIVER, CHILD, GROUND = "CAREGIVER", "CHILD", "GROUND"
ASSENT_FROM = 6
WARN_BEFORE = timedelta(days=14)

KINDS = {
    CAREGIVER: Text("Persetujuan pengasuh", "The caregiver's consent"),
    CHILD: Text("Persetujuan anak", "The child's assent"),
    GROUND: Text("Dasar bertindak tanpa persetujuan", "The ground for acting without consent"),
}
PURPOSES: Mapping[str, Text] = {
    "HEALTH": Text("Pemeriksaan dan pengobatan", "Examination and treatment"),
    "SCHOOL": Text("Sekolah dan pendidikan", "School and education"),
    "SHELTER": Text("Tempat tinggal dan pengasuhan", "A place to live and care"),
    "LEGAL": Text("Bantuan hukum dan laporan polisi", "Legal aid and police report"),
    "AID": Text("Bantuan sosial dan layanan lain", "Social assistance and other services"),
    "MEETING": Text("Rapat kasus bersama lembaga lain", "Case conference with other agencies"),
}
RECIPIENTS: Mapping[str, Text] = {
    "HEALTH": Text("Puskesmas, rumah sakit, psikolog", "Health centre, hospital, psychologist"),
    "SCHOOL": Text("Sekolah", "School"),
    "UPTD": Text("UPTD PPA", "UPTD PPA (service unit for women and children)"),
    "POLICE": Text("Polisi, jaksa, pengadilan", "Police, prosecutor, court"),
    "LAWYER": Text("Lembaga bantuan hukum", "Legal aid organisation"),
    "SHELTER": Text("Rumah aman, panti, Sentra", "Shelter, institution, Sentra"),
    "OTHER": Text("Lembaga lain", "Another agency"),
}
EVIDENCE: Mapping[str, Text] = {
    "PAPER": Text("Surat bertanda tangan", "Signed paper"),
    "FILE": Text("Berkas pada kasus ini", "File on this case"),
    "WITNESS": Text("Saksi", "Witness"),
}
# What was read to whoever was asked, by its version: a new wording gets a new version, the old one stays.
NOTICES: Mapping[str, Text] = {
    "2026-1": Text(
        "Kami memakai data anak hanya untuk menolongnya. Setiap tujuan boleh disetujui atau ditolak sendiri. "
        "Pertolongan tidak berhenti karena menolak. Persetujuan boleh ditarik kapan saja dan berlaku sejak saat itu; "
        "yang sudah diserahkan dengan sah tidak dapat ditarik kembali. Anda boleh meminta salinan dan perbaikan data.",
        "We use the child's data only to help the child. Each purpose can be agreed to or refused by itself. "
        "Help does not stop because of a refusal. Consent can be taken back at any time and ends from then on; "
        "what was lawfully given before cannot be called back. You may ask for a copy and for corrections.",
    ),
}
NOTICE = "2026-1"


class State(StrEnum):
    """How a recorded word stands."""

    GIVEN = "GIVEN"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


STATES: Mapping[State, Text] = {
    State.GIVEN: Text("Berlaku", "Stands"),
    State.REFUSED: Text("Ditolak", "Refused"),
    State.EXPIRED: Text("Sudah lewat masanya", "Expired"),
    State.WITHDRAWN: Text("Ditarik", "Withdrawn"),
}


class Word(Protocol):
    """What is asked of a recorded word; newest last."""

    kind: str
    given: bool | None
    agreed: list[str]
    declined: list[str]
    recipients: list[str]
    until_date: date | None

    @property
    def withdrawn(self) -> bool: ...


@dataclass(frozen=True, kw_only=True)
class Terms:
    """For what, to whom and until when somebody agreed, and what proves it. Fixed once given."""

    agreed: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    recipient_names: str = ""
    evidence: str = ""
    evidence_note: str = ""
    until: date | None = None


def state_of(word: Word, today: date) -> State:
    """How a word stands today; a ground stands like a yes."""
    if word.withdrawn:
        return State.WITHDRAWN
    if word.given is False:
        return State.REFUSED
    return State.EXPIRED if word.until_date and word.until_date < today else State.GIVEN


MISSING = Text(
    "{who} belum ditanya tentang tujuan ini. Catat persetujuannya, atau dasar tanpa persetujuan.",
    "{who} has not been asked about this purpose. Record the consent, or the ground for acting without it.",
)
SENTENCES: Mapping[State, Text] = {
    State.WITHDRAWN: Text(
        "{who} sudah menarik persetujuannya, jadi tidak ada lagi yang boleh diserahkan untuk tujuan ini.",
        "{who} took the consent back, so nothing more may be given for this purpose.",
    ),
    State.REFUSED: Text("{who} menolak tujuan ini.", "{who} refused this purpose."),
    State.EXPIRED: Text(
        "Persetujuan ({who}) sudah lewat masanya. Tanyakan sekali lagi.", "The consent ({who}) has expired. Ask again."
    ),
}
NOT_TO_THEM = Text(
    "Persetujuan ({who}) tidak menyebut penerima ini.", "The consent ({who}) does not name this recipient."
)
WHO = {CAREGIVER: Text("Pengasuh", "The caregiver"), CHILD: Text("Anak", "The child")}


def why_not(words: Iterable[Word], purpose: str, recipient: str, *, age: int | None, today: date) -> Text | None:
    """Why something may not be given to this recipient for this purpose; nothing when it may.

    The last word on a purpose counts. A ground for acting without consent stands for both, where it names them.
    """
    known = list(words)
    if any(_ground(word, purpose, recipient, today) for word in known):
        return None
    asked = [CAREGIVER] if age is not None and age < ASSENT_FROM else [CAREGIVER, CHILD]
    return next((why for kind in asked if (why := _refused(known, kind, purpose, recipient, today))), None)


def _ground(word: Word, purpose: str, recipient: str, today: date) -> bool:
    stands = word.kind == GROUND and state_of(word, today) is State.GIVEN
    return stands and purpose in word.agreed and recipient in word.recipients


def _speaks_of(word: Word, purpose: str) -> bool:
    return word.given is False or purpose in {*word.agreed, *word.declined}


def _refused(words: list[Word], kind: str, purpose: str, recipient: str, today: date) -> Text | None:
    said = [word for word in words if word.kind == kind and _speaks_of(word, purpose)]
    if not said:
        return MISSING.format(who=WHO[kind])
    last = said[-1]
    state = state_of(last, today)
    if state is State.GIVEN and purpose in last.declined:
        state = State.REFUSED
    if state is not State.GIVEN:
        return SENTENCES[state].format(who=WHO[kind])
    return None if recipient in last.recipients else NOT_TO_THEM.format(who=WHO[kind])
