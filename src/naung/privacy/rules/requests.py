"""What somebody may ask about her own data, who may ask for a child, and on what ground the office may say no.

A letter says the article and no more: "law enforcement" and "public interest" read the same, since a letter that told
them apart would tell that an inquiry runs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from naung.core.text import Text


class Kind(StrEnum):
    """What is asked for."""

    COPY = "COPY"
    CORRECTION = "CORRECTION"
    ERASURE = "ERASURE"
    WITHDRAWAL = "WITHDRAWAL"
    OBJECTION = "OBJECTION"
    RESTRICT = "RESTRICT"


class Asker(StrEnum):
    """Who asks."""

    CHILD = "CHILD"
    GUARDIAN = "GUARDIAN"
    REPRESENTATIVE = "REPRESENTATIVE"


class Identity(StrEnum):
    """How it was made sure who asks."""

    CARD = "CARD"
    FAMILY = "FAMILY"
    KNOWN = "KNOWN"
    LETTER = "LETTER"


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "DONE"
    REFUSED = "REFUSED"


KINDS: Mapping[Kind, Text] = {
    Kind.COPY: Text("Salinan data", "A copy of the data"),
    Kind.CORRECTION: Text("Memperbaiki data", "Correcting data"),
    Kind.ERASURE: Text("Menghapus data", "Erasing data"),
    Kind.WITHDRAWAL: Text("Menarik persetujuan", "Withdrawing consent"),
    Kind.OBJECTION: Text("Keberatan atas pemrosesan", "Objecting to the processing"),
    Kind.RESTRICT: Text("Menunda atau membatasi pemrosesan", "Putting off or limiting the processing"),
}
LAW: Mapping[Kind, str] = {
    Kind.COPY: "UU 27/2022 Pasal 7 dan 32",
    Kind.CORRECTION: "UU 27/2022 Pasal 6 dan 30",
    Kind.ERASURE: "UU 27/2022 Pasal 8, 43, dan 44",
    Kind.WITHDRAWAL: "UU 27/2022 Pasal 9 dan 40",
    Kind.OBJECTION: "UU 27/2022 Pasal 10",
    Kind.RESTRICT: "UU 27/2022 Pasal 11 dan 41",
}
# The clock of each kind, in the duty table: where the law sets none, the office holds itself to the same.
DUTY: Mapping[Kind, str] = dict.fromkeys(Kind, "DATA_REQUEST") | {
    Kind.ERASURE: "DATA_REQUEST_OWN", Kind.OBJECTION: "DATA_REQUEST_OWN",
}  # fmt: skip
ASKERS: Mapping[Asker, Text] = {
    Asker.CHILD: Text("Anak sendiri", "The child"),
    Asker.GUARDIAN: Text("Orang tua atau wali", "A parent or guardian"),
    Asker.REPRESENTATIVE: Text("Kuasa dengan surat", "A representative with a letter"),
}
IDENTITIES: Mapping[Identity, Text] = {
    Identity.CARD: Text("KTP atau kartu identitas anak diperiksa", "Identity card checked"),
    Identity.FAMILY: Text("Kartu keluarga diperiksa", "Family card checked"),
    Identity.KNOWN: Text("Hadir sendiri, dikenal petugas kasus", "Present, known to the worker of the case"),
    Identity.LETTER: Text("Surat kuasa dan KTP kuasa diperiksa", "Letter of authority and card checked"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.DONE: Text("Dipenuhi", "Granted"),
    Outcome.REFUSED: Text("Tidak dipenuhi", "Not granted"),
}


@dataclass(frozen=True)
class Ground:
    """Why a request may be refused: what the officer chooses, and what stands in the letter."""

    text: Text
    letter: Text


_LIMITS = Text(
    "UU 27/2022 Pasal 15 membatasi hak ini untuk kepentingan umum yang disebut di sana.",
    "UU 27/2022 article 15 limits this right for the public interests named there.",
)
GROUNDS: Mapping[str, Ground] = {
    "LAW": Ground(Text("Proses penegakan hukum (Pasal 15)", "Law enforcement (article 15)"), _LIMITS),
    "PUBLIC": Ground(
        Text("Kepentingan umum penyelenggaraan negara (Pasal 15)", "Public interest (article 15)"), _LIMITS
    ),
    "HARM": Ground(
        Text("Membahayakan anak atau orang lain (Pasal 33)", "Would endanger the child or others (article 33)"),
        Text(
            "Kepentingan terbaik bagi anak didahulukan (UU 35/2014 Pasal 2; UU 27/2022 Pasal 33).",
            "The child's best interest goes first (UU 35/2014 article 2; UU 27/2022 article 33).",
        ),
    ),
    "OTHERS": Ground(
        Text("Membuka data orang lain (Pasal 33)", "Would disclose somebody else's data (article 33)"),
        Text(
            "Data orang lain tidak boleh terungkap (UU 27/2022 Pasal 33).",
            "Data of others must not be disclosed (UU 27/2022 article 33).",
        ),
    ),
    "KEPT": Ground(
        Text("Wajib disimpan menurut aturan", "Must be kept by law"),
        Text(
            "Data ini masih wajib disimpan menurut peraturan (UU 27/2022 Pasal 43 dan 44).",
            "The rules still require that these data are kept (UU 27/2022 articles 43 and 44).",
        ),
    ),
}  # fmt: skip


def fits(asker: Asker, identity: Identity) -> bool:
    """Whether this way of making sure is enough for this person: a representative always shows her letter."""
    return (asker is Asker.REPRESENTATIVE) == (identity is Identity.LETTER)
