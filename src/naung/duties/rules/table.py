"""The duties that the office has, as dated data: what must be done, within what time, because of what.

Law and proposal are told apart, so that a page can say which rule asks for a duty. A rule that changes gets
a new row with its own dates; the old row stays, so that a case shows the rule that applied on its day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from naung.core.levels import Level
from naung.core.text import Text
from naung.duties.rules.working_time import Limit, Unit


class Cause(StrEnum):
    """What starts a duty's clock. The true time of the cause counts, not when it was entered."""

    RECEIPT = "RECEIPT"  # of the report
    TRIAGE = "TRIAGE"  # an answer "not known yet"
    REGISTRATION = "REGISTRATION"  # of the case
    REQUEST = "REQUEST"  # by an investigator
    CONTACT = "CONTACT"  # the last one done
    REVIEW = "REVIEW"  # the last one done
    SENDING = "SENDING"  # of a referral
    PLACEMENT = "PLACEMENT"  # in a shelter, or the last look at it
    RETURN = "RETURN"  # of the child
    SUSPENSION = "SUSPENSION"  # of the case
    COMPLAINT = "COMPLAINT"
    BREACH = "BREACH"  # discovered
    SESSION = "SESSION"  # awareness session, held


class Source(StrEnum):
    """Whether a law asks for it or the office has set it itself."""

    LAW = "LAW"
    PROPOSAL = "PROPOSAL"


Limits = Mapping[Level, Limit]
Rules = Mapping[str, "tuple[DutyRule, ...]"]


@dataclass(frozen=True)
class DutyRule:
    """One duty. A level without a limit has no such duty; `series` holds the limits of repeated visits."""

    code: str
    text: Text
    cause: Cause
    limits: Limits
    source: Source
    basis: str
    valid_from: date
    valid_to: date | None = None
    series: tuple[Limit, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Whether the rule applied on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


PROPOSED = date(2026, 1, 1)
H, D, W, M, HK = Unit.HOUR, Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.WORKING_DAY


def _same(amount: int, unit: Unit) -> Limits:
    return MappingProxyType(dict.fromkeys(Level, Limit(amount, unit)))


def _by_level(emergency: Limit | None, high: Limit | None, medium: Limit | None, low: Limit | None) -> Limits:
    limits = {Level.EMERGENCY: emergency, Level.HIGH: high, Level.MEDIUM: medium, Level.LOW: low}
    return MappingProxyType({level: limit for level, limit in limits.items() if limit is not None})


def _proposed(code: str, text: Text, cause: Cause, limits: Limits, basis: str) -> DutyRule:
    return DutyRule(code, text, cause, limits, Source.PROPOSAL, basis, PROPOSED)


def _law(code: str, text: Text, cause: Cause, limits: Limits, basis: str, valid_from: date) -> DutyRule:
    return DutyRule(code, text, cause, limits, Source.LAW, basis, valid_from)


THREE_TIMES_24 = _same(72, H)

TABLE: tuple[DutyRule, ...] = (
    _proposed(
        "DANGER_OPENED",
        Text("Laporan bahaya dibuka petugas piket", "Danger report opened by whoever is on duty"),
        Cause.RECEIPT, _same(15, Unit.MINUTE), "Usulan; daftar piket",
    ),
    _proposed(
        "TRIAGE_URGENT", Text("Triase dalam 1 jam, siang dan malam", "Triage within 1 hour, day and night"),
        Cause.RECEIPT, _same(1, H), "Usulan; bandingkan pengaduan kritis 120 menit (UPTD PPA Barito Utara)",
    ),
    _proposed(
        "TRIAGE_NORMAL", Text("Triase dalam 1 hari kerja", "Triage within 1 working day"),
        Cause.RECEIPT, _same(1, HK), "Usulan; bandingkan pengaduan kritis 120 menit (UPTD PPA Barito Utara)",
    ),
    _proposed(
        "ACKNOWLEDGE",
        Text("Pelapor diberi kabar bahwa laporan diterima", "Reporter told that the report arrived"),
        Cause.RECEIPT, _same(24, H), "Usulan",
    ),
    _proposed(
        "ASK_AGAIN", Text("Bahaya yang belum diketahui ditanyakan lagi", "Danger not known yet: ask again"),
        Cause.TRIAGE, _same(1, H), "Usulan; aturan triase butir 7",
    ),
    _proposed(
        "CHILD_SEEN", Text("Anak ditemui", "Child seen"), Cause.RECEIPT,
        _by_level(Limit(4, H), Limit(24, H), Limit(72, H), Limit(7, D)),
        "Usulan; bandingkan Texas P1 24 jam, P2 72 jam; penjangkauan 12 jam (Aceh Utara)",
    ),
    _law(
        "POLICE_REPORT",
        Text("Kekerasan seksual dilaporkan ke polisi", "Sexual violence reported to the police"),
        Cause.RECEIPT, THREE_TIMES_24, "UU 12/2022 Pasal 41", date(2022, 5, 9),
    ),
    _law(
        "SOCIAL_REPORT", Text("Laporan sosial kepada penyidik", "Social report to the investigator"),
        Cause.REQUEST, THREE_TIMES_24, "PP 65/2015", date(2015, 8, 19),
    ),
    _proposed(
        "SAFETY_PLAN", Text("Rencana keselamatan", "Safety plan"), Cause.RECEIPT,
        _by_level(Limit(4, H), Limit(24, H), Limit(72, H), None),
        "Usulan; pada DARURAT dan TINGGI dalam kontak pertama itu juga",
    ),
    _proposed(
        "ASSESSMENT", Text("Asesmen selesai", "Assessment finished"), Cause.REGISTRATION,
        _by_level(Limit(7, D), Limit(7, D), Limit(14, D), Limit(30, D)), "Usulan",
    ),
    _proposed(
        "PLAN", Text("Rencana disetujui", "Plan approved"), Cause.REGISTRATION,
        _by_level(Limit(14, D), Limit(14, D), Limit(21, D), Limit(30, D)), "Usulan; bandingkan Primero",
    ),
    _proposed(
        "REFERRAL_ACKNOWLEDGED", Text("Rujukan dijawab penerima", "Referral acknowledged"), Cause.SENDING,
        _by_level(Limit(24, H), Limit(24, H), Limit(3, HK), Limit(5, HK)), "Usulan",
    ),
    _proposed(
        "REFERRAL_FEEDBACK", Text("Umpan balik rujukan", "Referral feedback"), Cause.SENDING,
        _by_level(Limit(7, D), Limit(7, D), Limit(14, D), Limit(30, D)), "Usulan",
    ),
    _proposed(
        "CONTACT", Text("Kontak dengan anak", "Contact with the child"), Cause.CONTACT,
        _by_level(Limit(1, W), Limit(1, W), Limit(2, W), Limit(1, M)), "Usulan; bandingkan Manitoba",
    ),
    _proposed(
        "REVIEW", Text("Tinjauan rencana", "Plan review"), Cause.REVIEW,
        _by_level(Limit(1, M), Limit(1, M), Limit(2, M), Limit(3, M)), "Usulan",
    ),
    _proposed(
        "SHELTER_REVIEW", Text("Tinjauan tinggal di penampungan", "Shelter stay review"), Cause.PLACEMENT,
        _same(7, D), "Usulan; penampungan paling lama 7 hari, dapat diperpanjang (UPTD PPA)",
    ),
    DutyRule(
        "RETURN_VISIT", Text("Pemantauan setelah anak kembali", "Visit after the child's return"),
        Cause.RETURN, MappingProxyType({}), Source.PROPOSAL,
        "Usulan; PP 78/2021 Pasal 88 (pemantauan setelah kembali)", PROPOSED,
        series=(
            Limit(3, D), Limit(1, W), Limit(2, W), Limit(4, W),
            Limit(2, M), Limit(3, M), Limit(6, M), Limit(9, M), Limit(12, M),
        ),
    ),
    _proposed(
        "SUSPENSION_REVIEW", Text("Tinjauan penangguhan", "Suspension review"), Cause.SUSPENSION,
        _same(30, D), "Usulan; paling lama 30 hari",
    ),
    _proposed(
        "COMPLAINT_ANSWERED", Text("Keluhan dijawab", "Complaint answered"), Cause.COMPLAINT,
        _same(3, HK), "Usulan; bandingkan UPTD PPA Probolinggo",
    ),
    _law(
        "BREACH_NOTICE", Text("Pemberitahuan kebocoran data", "Data breach notice"), Cause.BREACH,
        THREE_TIMES_24, "UU 27/2022 Pasal 46", date(2022, 10, 17),
    ),
    _law(
        "DATA_REQUEST", Text("Permintaan data dijawab", "Request about own data answered"), Cause.REQUEST,
        THREE_TIMES_24, "UU 27/2022 Pasal 30, 32, 40, dan 41", date(2022, 10, 17),
    ),
    _proposed(
        "DATA_REQUEST_OWN",
        Text("Permintaan menghapus data atau keberatan dijawab", "Request to erase data, or objection, answered"),
        Cause.REQUEST, THREE_TIMES_24, "Usulan; undang-undang tidak menyebut waktunya",
    ),
    _proposed(
        "SESSION_FOLLOW_UP", Text("Tindak lanjut kegiatan di sekolah", "Follow-up of a session at a school"),
        Cause.SESSION, _same(3, M), "Usulan; apakah komitmen dijalankan dan apa yang berubah",
    ),
)  # fmt: skip


def by_code(table: Iterable[DutyRule]) -> Rules:
    """The rows of each duty, the oldest first: a list of cases asks for fifty of them."""
    rows: dict[str, tuple[DutyRule, ...]] = {}
    for row in sorted(table, key=lambda row: row.valid_from):
        rows[row.code] = (*rows.get(row.code, ()), row)
    return rows


RULES = by_code(TABLE)


def rule_for(code: str, on: date, rules: Rules = RULES) -> DutyRule | None:
    """The rule for a duty on a day; nothing when it had ended by then.

    A cause older than the first row (a paper file entered late) is held to the first row.
    """
    rows = rules.get(code, ())
    if not rows:
        raise LookupError(f"there is no duty {code}")
    if on < rows[0].valid_from:
        return rows[0]
    return next((row for row in reversed(rows) if row.valid_on(on)), None)


def limit_for(code: str, level: Level | None, on: date, rules: Rules = RULES) -> Limit | None:
    """How long a duty may take at a level, by the rule of that day; nothing when there is no such duty then.

    Before triage there is no level yet: then the strictest limit holds.
    """
    rule = rule_for(code, on, rules)
    if rule is None or not rule.limits:
        return None
    return rule.limits.get(max(rule.limits) if level is None else level)


def series_for(code: str, on: date, rules: Rules = RULES) -> tuple[Limit, ...]:
    """The limits of a repeated duty, each counted from the same cause."""
    rule = rule_for(code, on, rules)
    return rule.series if rule else ()
