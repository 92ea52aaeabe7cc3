"""What stands on the papers of a request: plain texts, in Indonesian, told to Typst."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from naung.core import formats
from naung.core.paper import LETTER
from naung.privacy.models import DataRequest
from naung.privacy.queries import copying
from naung.privacy.rules.requests import ASKERS, GROUNDS, IDENTITIES, KINDS, LAW, Asker, Identity, Kind, Outcome

TEMPLATE = LETTER
COMPLAIN = (
    "Bila Anda tidak sepakat, sampaikan kepada pejabat pelindungan data kantor ini atau lembaga pelindungan data."
)
NOT_IN_IT = (
    "Salinan ini tidak memuat data orang lain dan catatan petugas. Simpan di tempat yang aman, dan jangan dibagikan."
)
Told = dict[str, object]


def receipt(asked: DataRequest, now: datetime) -> Told:
    """What the person takes home: what she asked, when, and until when she is answered."""
    kind = Kind(asked.kind)
    rows = [
        ["Nomor permintaan", asked.number],
        ["Nama", asked.told.name],
        ["Sebagai", ASKERS[Asker(asked.asker)].id],
        ["Diperiksa dengan", IDENTITIES[Identity(asked.identity)].id],
        ["Permintaan", KINDS[kind].id],
        *([["Kata pemohon", asked.told.asked]] if asked.told.asked else []),
        ["Diminta", formats.moment(asked.asked_at, now)],
        ["Dijawab paling lambat", formats.moment(asked.due_at, now)],
        ["Dasar", LAW[kind]],
    ]
    closing = ["Bawa kertas ini ketika menanyakan permintaan Anda. Jawaban diberikan tertulis.", COMPLAIN]
    return _paper("Tanda terima permintaan data", asked, ["", rows], [], closing)


def letter(asked: DataRequest, now: datetime) -> Told | None:
    """The answer in words, with the article; none before it is answered."""
    if asked.decided_at is None:
        return None
    granted = asked.outcome == Outcome.DONE
    became = "kami penuhi" if granted else "tidak kami penuhi"
    opening = [
        f"Kepada Yth. {asked.told.name}",
        f"Permintaan Anda “{KINDS[Kind(asked.kind)].id}” nomor {asked.number} {became}.",
        asked.told.answer or "",
        LAW[Kind(asked.kind)] if granted else GROUNDS[asked.ground].letter.id,
    ]
    rows = [["Diminta", formats.moment(asked.asked_at, now)], ["Dijawab", formats.moment(asked.decided_at, now)]]
    return _paper("Jawaban atas permintaan data", asked, ["", rows], opening, [COMPLAIN])


def copy(asked: DataRequest, parts: Mapping[str, copying.Rows], now: datetime) -> Told:
    """The copy to read, with for whom it was made and when."""
    opening = [f"Dibuat untuk {asked.told.name} oleh {settings.CITY.office}, {formats.moment(now, now)}.", NOT_IN_IT]
    words = [[heading, lines] for heading, lines in copying.in_words(parts, "id")]
    return _paper("Salinan data", asked, None, opening, [LAW[Kind.COPY]]) | {"parts": words}


def _paper(title: str, asked: DataRequest, part: list[object] | None, opening: list[str], closing: list[str]) -> Told:
    return {
        "title": title, "footer": f"{settings.CITY.office} · {asked.number}", "opening": opening,
        "parts": [part] if part else [], "closing": closing,
    }  # fmt: skip
