"""What lies masked on a report's page, whose right opens it, and the reasons for which it is opened."""

from collections.abc import Mapping

from naung.access.policy import P, Permission
from naung.core.text import Text

# One at a time: who knows the number of a family card need not have seen who told.
MASKED: Mapping[str, Permission] = {
    "alleged": P.READ_D5, "reporter": P.READ_D6, "nik": P.READ_D2, "kk": P.READ_D2,
}  # fmt: skip
OTHER = "OTHER"
REASONS: Mapping[str, Text] = {
    "CONTACT": Text("Menghubungi atau menemui", "To call or to meet"),
    "IDENTITY": Text("Memastikan orangnya", "To be sure who it is"),
    "LAW": Text("Surat atau laporan kepada pihak berwenang", "A letter or report to an authority"),
    "SERVICE": Text("Mengurus layanan atau dokumen anak", "To arrange a service or a document for the child"),
    OTHER: Text("Lain: tulis alasannya", "Other: write the reason"),
}


def reason_of(why: str, words: str) -> str:
    """The reason as it is kept: from the list, then in own words; nothing when neither says anything."""
    listed = REASONS[why].id if why in REASONS and why != OTHER else ""
    return ": ".join(part for part in (listed, words.strip()) if part)
