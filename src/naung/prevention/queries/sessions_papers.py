"""What stands on the papers of a session. All of it is told to Typst as plain texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from naung.core import formats, reference
from naung.prevention.models import AwarenessSession, Commitment, SessionStatus, Speaker
from naung.prevention.queries.quiz import gain_of
from naung.prevention.queries.sessions import commitments_of, counts_of
from naung.prevention.queries.sessions_feed import place_of
from naung.prevention.rules.quiz import newest
from naung.prevention.rules.quiz_gain import Gain
from naung.prevention.rules.sessions import AUDIENCES, KEPT, SEXES

FOLDER = Path(__file__).resolve().parent.parent / "data" / "papers"
NO_FACES = "Foto hanya tanpa wajah yang dapat dikenali. Nama murid tidak dicatat."


@dataclass(frozen=True)
class Paper:
    """A template and what it is told."""

    template: str
    told: Mapping[str, object]


Maker = Callable[[AwarenessSession, datetime, str], Paper | None]


def invitation(session: AwarenessSession, now: datetime, _to: str) -> Paper | None:
    """The invitation to the school or the kelurahan; none of a cancelled session."""
    opening = f"bersama ini kami mengundang {_host(session)} untuk kegiatan “{session.title}”, yang kami adakan pada:"
    closing = "Kami mohon ruang dan waktu disiapkan, dan kelompok yang disebut di atas diberi tahu."
    return _letter(session, now, "Undangan kegiatan", opening, closing)


def reminder(session: AwarenessSession, now: datetime, _to: str) -> Paper | None:
    """The reminder, to be sent some days before."""
    opening = f"kami mengingatkan kembali kegiatan “{session.title}” yang berlangsung pada:"
    closing = "Bila ada perubahan di tempat Bapak/Ibu, mohon kabari kami sebelum hari itu."
    return _letter(session, now, "Pengingat kegiatan", opening, closing)


def report(session: AwarenessSession, now: datetime, _to: str) -> Paper | None:
    """What was done; only of a session that was held."""
    if session.status != SessionStatus.HELD:
        return None
    counted = "Jumlah dihitung dari daftar di kertas." if session.on_paper else "Jumlah dihitung di tempat."
    told = _common(session, now, "Laporan kegiatan pencegahan") | {
        "rows": [*_rows(session, now), ["Pembicara", _names(session) or "–"], ["Sasaran", str(session.target or "–")]],
        "columns": ["Kelompok", *(text.id for text in SEXES.values()), "Jumlah"],
        "counts": _table(session),
        "counted": f"{counted} {NO_FACES}",
        "commitments": [_promise(one, now) for one in commitments_of(session)],
        "more": _more(session, now),
        "photos": [],  # put in by the page that opens them
    }
    return Paper("report.typ", told)


def certificate(session: AwarenessSession, now: datetime, to: str) -> Paper | None:
    """Thanks to the school, or with a speaker's id to her; only of a session that was held."""
    if session.status != SessionStatus.HELD:
        return None
    name = session.school.name if session.school else f"Kelurahan {session.ward.name}" if session.ward else ""
    words = f"atas kesediaannya menjadi tuan rumah kegiatan “{session.title}”"
    if to:
        name = next((held.user.name for held in _speaking(session) if str(held.user_id) == to), "")
        words = f"sebagai pembicara pada kegiatan “{session.title}” di {place_of(session)}"
    if not name:
        return None
    day = formats.day(session.from_at, now, "long")
    told = _common(session, now, "Sertifikat") | {"to": name, "words": f"{words}, {day}."}
    return Paper("certificate.typ", told)


PAPERS: Mapping[str, Maker] = {
    "undangan": invitation, "pengingat": reminder, "laporan": report, "sertifikat": certificate,
}  # fmt: skip


def _letter(session: AwarenessSession, now: datetime, subject: str, opening: str, closing: str) -> Paper | None:
    if session.status == SessionStatus.CANCELLED:
        return None
    told = _common(session, now, subject) | {
        "subject": subject, "to": _host(session), "opening": opening, "closing": closing,
        "rows": [*_rows(session, now), ["Untuk", ", ".join(AUDIENCES[one].id for one in session.audiences)]],
        "notes": [NO_FACES, f"Kode kegiatan: {session.code}."],
    }  # fmt: skip
    return Paper("letter.typ", told)


def _common(session: AwarenessSession, now: datetime, title: str) -> dict[str, object]:
    today = formats.day(now, now, "long").partition(", ")[2]
    return {"title": f"{title}: {session.title}", "code": session.code, "city": _town(), "today": today}


def _town() -> str:
    """The place as it stands above a date: without "Kota" before it."""
    return settings.CITY.name.removeprefix("Kota ").removeprefix("Kabupaten ")


def _rows(session: AwarenessSession, now: datetime) -> list[list[str]]:
    kind = reference.codes("kegiatan_pencegahan").get(session.kind)
    hours = f"{formats.clock(session.from_at)}–{formats.clock(session.until_at)} {settings.CITY.zone_label}"
    rows = [
        ["Kegiatan", kind.label_id if kind else session.kind],
        ["Hari", formats.day(session.from_at, now, "long")],
        ["Pukul", hours],
        ["Tempat", place_of(session)],
    ]
    return rows + ([["Materi", session.material]] if session.material else [])


def _host(session: AwarenessSession) -> str:
    if session.school:
        return f"Kepala {session.school.name}"
    return f"Lurah {session.ward.name}" if session.ward else ""


def _speaking(session: AwarenessSession) -> list[Speaker]:
    return list(session.speakers.select_related("user").order_by("user__name"))


def _names(session: AwarenessSession) -> str:
    return ", ".join(session.speakers.order_by("user__name").values_list("user__name", flat=True))


def _table(session: AwarenessSession) -> list[list[str]]:
    """A row for each group that was meant to come or came, and the sum."""
    counts = counts_of(session)
    shown = [a for a in AUDIENCES if a in session.audiences or any(counts.get((a, sex)) for sex in SEXES)]
    rows = [[AUDIENCES[a].id, *_numbers([counts.get((a, sex), 0) for sex in SEXES])] for a in shown]
    sums = [sum(counts.get((a, sex), 0) for a in AUDIENCES) for sex in SEXES]
    return [*rows, ["Jumlah", *_numbers(sums)]]


def _numbers(numbers: list[int]) -> list[str]:
    return [*map(str, numbers), str(sum(numbers))]


def _promise(one: Commitment, now: datetime) -> list[str]:
    day = formats.day(one.due_date, now, "long").partition(", ")[2]
    return [one.text, one.function, day, "selesai" if one.done_at else "berjalan"]


def _more(session: AwarenessSession, now: datetime) -> list[list[str]]:
    """What the quiz says was learned, and the follow-up."""
    held = getattr(session, "follow_up", None)
    found = _learned(session)
    if held and held.done_at:
        kept = KEPT[held.kept].id
        found.append(["Tindak lanjut", f"Komitmen dijalankan: {kept}. {held.changed} {held.next_step}".strip()])
    elif held:
        found.append(["Tindak lanjut", f"Direncanakan {formats.day(held.due_at, now, 'long')}."])
    return found


def _learned(session: AwarenessSession) -> list[list[str]]:
    """One line for each audience that answered the quiz; nothing where nobody did, no figure of fewer than five."""
    gain = gain_of(session)
    whole = [cell for cell in (*gain.cells, *gain.paper) if not cell.topic]
    lines = [f"{newest(cell.set_code).label.id}: {_gain(cell.gain)}" for cell in whole]
    return [["Kuis sebelum dan sesudah", " ".join(lines)]] if lines else []


def _gain(gain: Gain | None) -> str:
    if gain is None:
        return "kurang dari lima orang menjawab; angkanya tidak ditampilkan."
    low, high = (f"{value * 100:+.0f}" for value in (gain.low, gain.high))
    return (
        f"jawaban benar {gain.before:.0%} sebelum dan {gain.after:.0%} sesudah "
        f"({gain.people} orang; selisihnya antara {low} dan {high} poin, dengan keyakinan 95 %)."
    )
