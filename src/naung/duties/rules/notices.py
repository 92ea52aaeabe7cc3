"""What a notice says inside the application, and what a message says outside it.

A notice holds codes and numbers. A message that leaves the house says only that something waits.
"""

from collections.abc import Mapping
from datetime import timedelta

from naung.core.levels import Level
from naung.core.text import Text
from naung.duties.rules.table import TABLE

NEARLY_DUE = "duty.nearly-due"
LATE = "duty.late"
LONG_LATE = "duty.long-late"
DANGER = "report.danger"
DANGER_WAITS = "report.danger-waits"
ROSTER_GAP = "roster.gap"
LEAVER = "duty.without-person"
COMPANION_LEFT = "case.without-companion"

CALLS = frozenset({DANGER, DANGER_WAITS})  # whoever is told must be able to open the report
URGENT = frozenset({DANGER, DANGER_WAITS, "case.danger", "case.emergency"})

NOTICE_TEXTS = {
    NEARLY_DUE: Text("Hampir lewat waktu: {duty} ({number})", "Nearly due: {duty} ({number})"),
    LATE: Text("Lewat waktu: {duty} ({number})", "Late: {duty} ({number})"),
    LONG_LATE: Text("Lewat 150 % dari waktunya: {duty} ({number})", "Past 150% of its time: {duty} ({number})"),
    DANGER: Text("Laporan bahaya baru: buka sekarang ({number})", "New danger report: open it now ({number})"),
    DANGER_WAITS: Text(
        "Laporan bahaya belum dibuka siapa pun: buka sekarang ({number})",
        "A danger report that nobody has opened: open it now ({number})",
    ),
    ROSTER_GAP: Text(
        "Ada jam piket yang kosong dalam 24 jam ini: lengkapi daftar piket",
        "Within 24 hours there are hours with nobody on duty: complete the roster",
    ),
    LEAVER: Text(
        "{count} tugas terbuka milik {person}, yang akun atau perannya sudah berakhir: serahkan kepada orang lain",
        "{count} open duties of {person}, whose account or role has ended: hand them to somebody else",
    ),
    COMPANION_LEFT: Text(
        "{person} tidak lagi mendampingi {count} kasus: akun atau perannya sudah berakhir",
        "{person} no longer accompanies {count} cases: the account or role has ended",
    ),
    "report.waits": Text("Laporan {number} menunggu keputusan Anda", "Report {number} waits for your decision"),
    "report.message": Text("Pesan baru dari pelapor ({number})", "New message from the reporter ({number})"),
    "case.report-joined": Text("Laporan baru digabungkan ke kasus {number}", "A new report joined case {number}"),
    "case.assigned": Text("Kasus {number} ditugaskan kepada Anda", "Case {number} was assigned to you"),
    "case.closing-proposed": Text("Penutupan kasus {number} diajukan", "Closing of case {number} was proposed"),
    "case.closing-returned": Text("Penutupan kasus {number} dikembalikan", "Closing of case {number} was returned"),
    "plan.submitted": Text("Rencana kasus {number} menunggu persetujuan", "A plan of case {number} waits for approval"),
    "plan.approved": Text("Rencana kasus {number} disetujui", "The plan of case {number} was approved"),
    "plan.returned": Text("Rencana kasus {number} dikembalikan", "The plan of case {number} was given back"),
    "case.level-raised": Text("Tingkat kasus {number} naik: {level}", "The level of case {number} was raised: {level}"),
    "case.level-lower": Text(
        "Tingkat lebih rendah diusulkan untuk kasus {number}: putuskan",
        "A lower level is proposed for case {number}: decide",
    ),
    "case.level-kept": Text("Tingkat kasus {number} tetap", "The level of case {number} stays"),
    "case.danger": Text("Tanda bahaya pada kasus {number}", "Danger flag in case {number}"),
    "account.role-waits": Text(
        "Peran untuk {person} menunggu konfirmasi Anda sebagai orang kedua",
        "A role for {person} waits for your confirmation as the second person",
    ),
    "account.factors-reset": Text(
        "Pengelola akun melepas pengaman kedua Anda. Bila bukan Anda yang meminta, beri tahu petugas pelindungan data",
        "An administrator took off your second factor. If you did not ask for it, tell the data protection officer",
    ),
    "school.answer": Text("Ada kabar untuk kekhawatiran {number}", "There is an answer to concern {number}"),
    "school.task": Text("Tugas untuk Anda dari dinas ({number})", "A task for you from the office ({number})"),
    "school.handover": Text(
        "Sekolah lain menyerahkan catatan kepada Anda: tanda tangani penerimaannya ({number})",
        "Another school hands something to you: sign for it ({number})",
    ),
    "school.handover-signed": Text(
        "Sekolah berikutnya menandatangani serah terima ({number})", "The next school signed the hand-over ({number})"
    ),
    "school.handover-office": Text(
        "Sekolah menyerahkan catatannya kepada sekolah berikutnya ({number})",
        "The school hands what it knows to the next school ({number})",
    ),
    "school.handover-signed-office": Text(
        "Serah terima antarsekolah ditandatangani kedua pihak ({number})",
        "A hand-over between schools is signed by both ({number})",
    ),
    "school.news": Text("Ada kabar dari sekolah ({number})", "There is news from the school ({number})"),
    "school.task-done": Text("Sekolah menjawab tugas ({number})", "The school answered a task ({number})"),
    "access.ended": Text("Akses khusus Anda ke {number} diakhiri", "Your special access to {number} was ended"),
    "case.emergency": Text(
        "{person} (petugas piket) membuka kasus {number} secara darurat untuk 24 jam",
        "{person} (on duty) opened case {number} as an emergency, for 24 hours",
    ),
    "case.lent": Text(
        "Berkas {number} ditunjukkan kepada Anda selama tiga hari: bandingkan dengan anak tim Anda",
        "Record {number} is shown to you for three days: compare it with your team's child",
    ),
    "request.correction": Text(
        "Diminta memperbaiki data anak pada kasus {number}: lihat tanda terimanya pada pejabat pelindungan data",
        "Asked to correct the child's data in case {number}: see the receipt at the data protection officer",
    ),
    "request.nearly-due": Text(
        "Permintaan data {number} hampir lewat waktu", "Request about data {number} is nearly due"
    ),
    "request.late": Text("Permintaan data {number} lewat waktu", "Request about data {number} is late"),
    "term.sealed": Text(
        "{count} catatan mencapai akhir masa simpan dan disegel",
        "{count} records reached the end of their term and were sealed",
    ),
    "term.woken": Text(
        "{count} catatan tersegel dibuka kembali karena masih diperlukan",
        "{count} sealed records were opened again: they are needed",
    ),
    "breach.recorded": Text(
        "Pelanggaran data {number} dicatat: batas pemberitahuan 3×24 jam",
        "Data breach {number} was recorded: notices within 3×24 hours",
    ),
    "breach.nearly-due": Text(
        "Pemberitahuan pelanggaran data {number} hampir lewat waktu", "Notices of data breach {number} are nearly due"
    ),
    "breach.late": Text(
        "Pemberitahuan pelanggaran data {number} lewat waktu", "Notices of data breach {number} are late"
    ),
    "term.back": Text(
        "Catatan {number} yang tersegel terbuka kembali untuk tim Anda",
        "The sealed record {number} is open to your team again",
    ),
    "session.speaker": Text(
        "Anda menjadi pembicara kegiatan {number}: lihat waktunya", "You speak at session {number}: see when"
    ),
    "session.tomorrow": Text(
        "Besok Anda menjadi pembicara kegiatan {number}", "Tomorrow you speak at session {number}"
    ),
    "session.postponed": Text(
        "Kegiatan {number} ditunda: lihat waktu yang baru", "Session {number} was put off: see the new time"
    ),
    "session.cancelled": Text("Kegiatan {number} dibatalkan", "Session {number} was cancelled"),
}
ANYTHING = Text("Ada pemberitahuan baru", "There is a new notice")

PAGES = {
    "cases.Case": "cases:file", "intake.Report": "intake:triage", "prevention.AwarenessSession": "prevention:session",
}  # fmt: skip
PAGES_OF_KIND = {
    ROSTER_GAP: "teams:roster", LEAVER: "desk:unheld", COMPANION_LEFT: "desk:unheld",
    "account.role-waits": "teams:roles-waiting", "account.factors-reset": "mfa_index",
    "request.nearly-due": "privacy:requests", "request.late": "privacy:requests",
    "term.sealed": "privacy:terms", "term.woken": "privacy:terms",
    "breach.recorded": "privacy:breaches", "breach.nearly-due": "privacy:breaches", "breach.late": "privacy:breaches",
    "school.answer": "prevention:concerns", "school.task": "prevention:concerns",
    "school.handover": "prevention:concerns", "school.handover-signed": "prevention:concerns",
}  # fmt: skip

# How long to wait before a message is tried again, after each failure; then it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
STALE_AFTER = timedelta(days=3)

# What a duty is called where its own words would tell what happened to a child.
LEGAL = Text("Kewajiban hukum 3×24 jam", "Legal duty, 3×24 hours")
NEUTRAL = {"POLICE_REPORT": LEGAL, "SOCIAL_REPORT": LEGAL}
_DUTIES = {rule.code: rule.text for rule in TABLE} | NEUTRAL


def notice_text(kind: str, params: Mapping[str, str]) -> Text:
    """The line that a person reads."""
    known: dict[str, object] = {"number": "–", "count": "–", "person": "–", **params}
    known["duty"] = _DUTIES.get(str(params.get("rule")), Text("tugas", "a duty"))
    known["level"] = Level(params["level"]).text if params.get("level") in set(Level) else ""
    return NOTICE_TEXTS.get(kind, ANYTHING).format(**known)


def next_try(failures: int) -> timedelta | None:
    """How long to wait after so many failures; nothing when it is not tried again."""
    return WAITS[failures - 1] if failures <= len(WAITS) else None
