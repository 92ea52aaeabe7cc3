"""What is written down of a breach of data protection, and when its notices are done (UU 27/2022 art. 46).

Within 3×24 hours the agency and the persons concerned are told in writing: which data, when and how, what was done.
"""

from collections.abc import Mapping
from enum import StrEnum

from naung.core.text import Text

DUTY = "BREACH_NOTICE"
LAW = "UU 27/2022 Pasal 46"


class State(StrEnum):
    """How far a breach is dealt with."""

    OPEN = "OPEN"
    NOTIFIED = "NOTIFIED"
    CLOSED = "CLOSED"


class Whom(StrEnum):
    """Who is concerned and told."""

    CHILD = "CHILD"
    WORKER = "WORKER"
    OTHER = "OTHER"
    PUBLIC = "PUBLIC"


class Way(StrEnum):
    """How a written notice went out."""

    LETTER = "LETTER"
    HAND = "HAND"
    MAIL = "MAIL"
    PORTAL = "PORTAL"


STATES: Mapping[State, Text] = {
    State.OPEN: Text("Pemberitahuan belum selesai", "Notices not finished"),
    State.NOTIFIED: Text("Sudah diberitahukan", "Notices sent"),
    State.CLOSED: Text("Ditutup", "Closed"),
}
PEOPLE: Mapping[Whom, Text] = {
    Whom.CHILD: Text("Anak atau walinya", "The child or guardian"),
    Whom.WORKER: Text("Petugas", "A worker"),
    Whom.OTHER: Text("Orang lain", "Somebody else"),
    Whom.PUBLIC: Text("Masyarakat (Pasal 46 ayat 3)", "The public (article 46, paragraph 3)"),
}
WAYS: Mapping[Way, Text] = {
    Way.LETTER: Text("Surat", "By letter"),
    Way.HAND: Text("Diserahkan langsung", "Handed over"),
    Way.MAIL: Text("Surel", "By e-mail"),
    Way.PORTAL: Text("Laman atau portal lembaga", "Web site or portal of the agency"),
}


def finished(*, agency_told: bool, listed: int, waiting: int, people: int) -> bool:
    """Whether everybody to be told was told, or left out with a reason; none listed is enough only where none is hit.

    >>> finished(agency_told=True, listed=0, waiting=0, people=12)
    False
    """
    return agency_told and waiting == 0 and (listed > 0 or people == 0)
