"""What stands on the notices of a breach: plain Indonesian texts, told to Typst. No child is named to the agency."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from naung.core import formats
from naung.privacy.models import Breach, BreachAddition, BreachPerson
from naung.privacy.queries.papers import COMPLAIN, TEMPLATE
from naung.privacy.rules.breaches import LAW
from naung.privacy.rules.classes import KINDS

__all__ = ["TEMPLATE", "to_agency", "to_person"]
Told = dict[str, object]


def to_agency(breach: Breach, added: Iterable[BreachAddition], now: datetime) -> Told:
    """The notice to the data protection agency: which data, of how many, when and how, what was done."""
    opening = [
        "Kepada Yth. lembaga pelindungan data pribadi",
        f"Dengan ini kami memberitahukan kegagalan pelindungan data pribadi menurut {LAW}.",
    ]
    rows = [
        *_happened(breach, now),
        ["Banyaknya orang", str(breach.people) if breach.people else "belum ada yang diketahui terkena"],
        ["Kontak", breach.contact],
    ]
    later = [[formats.moment(one.at, now), one.text] for one in added]
    return _paper("Pemberitahuan kegagalan pelindungan data", breach, opening, rows, later, ["Hormat kami,"])


def to_person(breach: Breach, person: BreachPerson, added: Iterable[BreachAddition], now: datetime) -> Told:
    """The notice to somebody concerned: the same in plain words. It names no case: others may open the letter."""
    opening = [
        f"Kepada Yth. {person.name or '…'}",
        "Ada kejadian yang menyangkut data Anda pada kantor kami. Anda berhak mengetahuinya.",
    ]
    rows = [*_happened(breach, now), ["Tanyakan kepada", breach.contact]]
    later = [[formats.moment(one.at, now), one.text] for one in added]
    return _paper("Pemberitahuan tentang data Anda", breach, opening, rows, later, [COMPLAIN, f"Dasar: {LAW}."])


def _happened(breach: Breach, now: datetime) -> list[list[str]]:
    happened = formats.moment(breach.happened_at, now) if breach.happened_at else "belum diketahui"
    return [
        ["Kapan terjadi", happened],
        ["Kapan diketahui", formats.moment(breach.known_at, now)],
        ["Yang terjadi", breach.what],
        ["Data yang terkena", ", ".join(KINDS[kind].id for kind in breach.kinds)],
        ["Akibat yang mungkin", breach.consequences],
        ["Yang sudah dilakukan", breach.measures],
    ]


def _paper(
    title: str, breach: Breach, opening: list[str], rows: list[list[str]], later: list[list[str]], closing: list[str]
) -> Told:
    parts: list[object] = [["", rows]]
    if later:
        parts.append(["Diketahui kemudian", later])
    return {
        "title": title, "footer": f"{settings.CITY.office} · {breach.number}", "opening": opening, "parts": parts,
        "closing": closing,
    }  # fmt: skip
