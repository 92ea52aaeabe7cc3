"""Two kinds of breach (Permendikdasmen 6/2026, Pasal 22-23), and the two steps with the body that answers for it."""

from enum import StrEnum

from naung.core.text import Text


class Breach(StrEnum):
    """The school handles a breach of its own rules; a breach of law goes to the city's body and to the office."""

    RULE = "RULE"
    LAW = "LAW"


BREACH_TEXTS = {
    Breach.RULE: Text("Pelanggaran aturan sekolah", "Breach of school rules"),
    Breach.LAW: Text("Pelanggaran hukum", "Breach of law"),
}
WHAT_FOLLOWS = {
    Breach.RULE: Text(
        "Sekolah menanganinya sendiri; kesimpulannya dicatat di sini.",
        "The school handles it itself; its conclusion is written down here.",
    ),
    Breach.LAW: Text(
        "Diserahkan kepada lembaga kota dan ditangani dinas; kesimpulannya kembali ke sini.",
        "It goes to the city's body and the office works on it; the conclusion comes back here.",
    ),
}


class Step(StrEnum):
    """What happened with a body."""

    HANDED = "HANDED"
    CONCLUDED = "CONCLUDED"


STEP_TEXTS = {
    Step.HANDED: Text("Diserahkan", "Handed over"),
    Step.CONCLUDED: Text("Disimpulkan", "Concluded"),
}
