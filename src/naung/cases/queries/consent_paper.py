"""What stands on the receipt of a consent: who said what to whom, in Indonesian and English. It names no case."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from naung.cases.models import Consent
from naung.cases.rules.consent import EVIDENCE, KINDS, NOTICES, PURPOSES, RECIPIENTS
from naung.core import formats, reference
from naung.core.text import Language, Text

TAKING_BACK = Text(
    "Persetujuan ini boleh ditarik kapan saja: datang atau hubungi kantor kami dan bawa kertas ini.",
    "This consent can be taken back at any time: come or call our office and bring this paper.",
)
HEAD = {
    "who": Text("Siapa", "Who"), "kind": Text("Yang dicatat", "What is recorded"), "answer": Text("Jawaban", "Answer"),
    "yes": Text("Disetujui", "Agreed"),
    "no": Text("Tidak disetujui", "Not agreed"), "to": Text("Boleh diserahkan kepada", "May be given to"),
    "until": Text("Berlaku sampai", "Valid until"), "proof": Text("Bukti", "Proof"), "at": Text("Kapan", "When"),
    "by": Text("Dicatat oleh", "Recorded by"), "notice": Text("Yang dibacakan", "What was read"),
}  # fmt: skip
CASE = Text("selama kasus terbuka", "as long as the case is open")
ANSWERS = {True: Text("Setuju", "Yes"), False: Text("Tidak setuju", "No")}
NONE = Text("tidak ada", "none")


def receipt(row: Consent, by: str, now: datetime) -> dict[str, object]:
    """What whoever was asked takes home."""
    languages: tuple[tuple[Language, str], ...] = (("id", ""), ("en", "In English"))
    parts = [[heading, _rows(row, by, now, language)] for language, heading in languages]
    return {
        "title": "Tanda terima persetujuan", "footer": settings.CITY.office, "opening": [], "parts": parts,
        "closing": [TAKING_BACK.id, TAKING_BACK.en],
    }  # fmt: skip


def _rows(row: Consent, by: str, now: datetime, language: Language) -> list[list[str]]:
    until = formats.day(row.until_date, now) if row.until_date else CASE.say(language)
    told = {
        "who": row.who or "–", "kind": KINDS[row.kind].say(language),
        "answer": _answer(row).say(language),
        "yes": _list((PURPOSES[code] for code in row.agreed), language),
        "no": _list((PURPOSES[code] for code in row.declined), language),
        "to": _list((RECIPIENTS[code] for code in row.recipients), language) + _named(row),
        "until": until, "proof": EVIDENCE[row.evidence].say(language) if row.evidence else "–",
        "at": formats.moment(row.at, now), "by": by,
        "notice": f"{NOTICES[row.notice].say(language)} ({row.notice})" if row.notice else "–",
    }  # fmt: skip
    return [[HEAD[name].say(language), text] for name, text in told.items()]


def _answer(row: Consent) -> Text:
    if row.given is None:
        ground = reference.codes("dasar_tanpa_persetujuan")[row.ground]
        return Text(ground.label_id, ground.label_en)
    return ANSWERS[row.given]


def _named(row: Consent) -> str:
    return f": {row.recipient_names}" if row.recipient_names else ""


def _list(texts: Iterable[Text], language: Language) -> str:
    return "; ".join(text.say(language) for text in texts) or NONE.say(language)
