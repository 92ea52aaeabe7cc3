"""What a worker does about each duty: the words on the button, the page it opens, and whose work it is."""

from dataclasses import dataclass

from naung.access.policy import Role
from naung.core.text import Text

HOLDER = frozenset({Role.SOCIAL_WORKER})
ANYONE = frozenset({Role.SOCIAL_WORKER, Role.COMPANION})
SUPERVISOR = frozenset({Role.SUPERVISOR})
INTAKE = frozenset({Role.INTAKE, Role.SUPERVISOR, Role.DIVISION_HEAD})


@dataclass(frozen=True)
class Way:
    """The one action that a duty asks for."""

    action: Text
    page: str
    whose: frozenset[Role]
    numbered: bool = False

    @property
    def of_report(self) -> bool:
        """Whether it is done on the page of the report, also once there is a case."""
        return self.page.startswith("intake:")


OPEN_FILE = Way(Text("Buka kasus", "Open the case"), "cases:file", ANYONE)
OPEN_REPORT = Way(Text("Buka laporan", "Open the report"), "intake:triage", INTAKE)

VISIT = Way(Text("Catat kunjungan", "Record a visit"), "cases:visit", ANYONE)

WAYS: dict[str, Way] = {
    "DANGER_OPENED": OPEN_REPORT,
    "TRIAGE_URGENT": Way(Text("Mulai triase", "Start triage"), "intake:triage", INTAKE),
    "TRIAGE_NORMAL": Way(Text("Mulai triase", "Start triage"), "intake:triage", INTAKE),
    "ACKNOWLEDGE": OPEN_REPORT,
    "ASK_AGAIN": VISIT,  # of a report still at the desk: its page
    "CHILD_SEEN": VISIT,
    "CONTACT": VISIT,
    "RETURN_VISIT": Way(Text("Catat kunjungan", "Record a visit"), "cases:return_visit", ANYONE, numbered=True),
    "SAFETY_PLAN": Way(Text("Tulis rencana", "Write the plan"), "cases:safety", ANYONE),
    "POLICE_REPORT": Way(Text("Catat laporan polisi", "Record the police report"), "cases:legal", HOLDER),
    "SOCIAL_REPORT": Way(Text("Catat laporan sosial", "Record the social report"), "cases:legal", HOLDER),
    "ASSESSMENT": Way(Text("Kerjakan asesmen", "Work on the assessment"), "cases:assessment", HOLDER),
    "PLAN": Way(Text("Susun rencana", "Make the plan"), "cases:plan", HOLDER),
    "REVIEW": Way(Text("Tinjau rencana", "Review the plan"), "cases:plan", HOLDER),
    "SESSION_FOLLOW_UP": Way(Text("Isi tindak lanjut", "Write the follow-up"), "prevention:session-follow-up", ANYONE),
    "SUSPENSION_REVIEW": Way(Text("Tinjau penangguhan", "Review the suspension"), "cases:file", SUPERVISOR),
}


def way_for(rule: str, *, of_case: bool) -> Way:
    """The action for a duty; one without an own page opens the case or the report, one before the case the report."""
    way = WAYS.get(rule, OPEN_FILE)
    return way if of_case or way.of_report else OPEN_REPORT


def rules_of(roles: frozenset[Role]) -> list[str] | None:
    """The duties that are these roles' work; none when every duty is (whoever holds cases sees them all)."""
    if roles & HOLDER:
        return None
    return [rule for rule, way in WAYS.items() if way.whose & roles]


@dataclass(frozen=True)
class Wait:
    """Something that waits for a supervisor: what it is, and the one thing to do about it.

    `timed`: it has a day by which it must be done; `of_part`: its page is that of one part of the case.
    """

    what: Text
    action: Text
    page: str
    timed: bool = False
    of_part: bool = False


# What those find here whose pages come with a later part of the system: said plainly, instead of an empty page.
FIRST_PAGES: dict[Role, Text] = {
    Role.ANALYST: Text(
        "Ukuran untuk analis (waktu penanganan, jangkauan, hasil; tanpa nama) belum ada di versi ini. "
        "Sampai itu tersedia, kepala bidang dan kepala dinas melihat angka bulanannya di halaman pertama mereka.",
        "The analyst's measures (handling times, reach, outcomes; without names) are not in this version. "
        "Until they are, the heads of division and office see the monthly figures on their first pages.",
    ),
    Role.DPO: Text(
        "Yang menunggu tinjauan Anda, siapa membuka apa, akses khusus, permintaan data, pelanggaran data, dan daftar "
        "pemrosesan ada di Tinjauan; masa simpan dan penghapusan ada di Hapus data.",
        "What waits for your review, who opened what, special access, requests about data, data breaches and the "
        "processing register are under Tinjauan; terms of keeping and erasing are under Hapus data.",
    ),
}

REPORT_WAITS = Wait(
    Text("Sudah ditriase, menunggu keputusan", "Triaged, waits for a decision"),
    Text("Buka laporan", "Open the report"), "intake:triage",
)  # fmt: skip

WAITS: dict[str, Wait] = {
    "PLAN": Wait(
        Text("Rencana menunggu persetujuan", "A plan waits for approval"),
        Text("Periksa rencana", "Check the plan"), "cases:plan",
    ),
    "CLOSING": Wait(
        Text("Penutupan kasus diajukan", "Closing the case was proposed"),
        Text("Periksa penutupan", "Check the closing"), "cases:close",
    ),
    "LEVEL": Wait(
        Text("Asesmen mengusulkan tingkat yang lebih rendah", "The assessment proposes a lower level"),
        Text("Tinjau tingkat", "Review the level"), "cases:level",
    ),
    "RETURN": Wait(
        Text("Rencana kepulangan lengkap, menunggu keputusan", "The plan for the return is whole and waits"),
        Text("Periksa kepulangan", "Check the return"), "cases:reintegration",
    ),
    "DANGER": Wait(
        Text("Tanda bahaya masih terbuka", "A danger flag is still open"),
        Text("Tinjau bahaya", "Review the danger"), "cases:danger_end", of_part=True,
    ),
    "REVIEW": Wait(
        Text("Penangguhan perlu ditinjau", "The suspension is to be reviewed"),
        Text("Tinjau penangguhan", "Review the suspension"), "cases:file", timed=True,
    ),
}  # fmt: skip
