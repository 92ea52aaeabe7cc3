"""For what, on what basis and how long the office processes which data (UU 27/2022 art. 31).

Purpose, basis and recipients are written here; classes, readers, sealing and the days of settings are derived from the
tables, the matrix and the settings. A walled table that stands in no activity fails a test.
"""

from dataclasses import dataclass

from naung.core.text import Text

ERASED = Text(
    "{years} tahun sesudah kasus terakhir berakhir atau sampai usia {age} tahun, yang lebih lama; lalu tersegel "
    "{sealed} tahun; lalu dihapus atas keputusan dua orang. Kunci dalam cadangan habis {days} hari kemudian",
    "{years} years after the last case ended or until age {age}, whichever is later; then sealed for {sealed} year(s); "
    "then erased by the decision of two people. The keys in backups end {days} days later",
)
REPORTS_ERASED = Text(
    "tanpa kasus: {reports} tahun sesudah keputusan triase, lalu seperti catatan anak; dengan kasus: bersama kasusnya",
    "without a case: {reports} years after triage, then as a child's record; with a case: together with it",
)
NOBODY = Text("tidak kepada siapa pun", "to nobody")
OWN_WAY = Text("kepada yang bersangkutan", "to the person concerned")
PUBLIC_TASK = Text(
    "Tugas umum pelindungan anak (UU 27/2022 Pasal 20 ayat 2 huruf e; UU 35/2014; UU 23/2014)",
    "Public task of protecting children (UU 27/2022 art. 20 (2) e; UU 35/2014; UU 23/2014)",
)
LEGAL_DUTY = Text("Kewajiban hukum (UU 27/2022 Pasal 20 ayat 2 huruf c)", "Legal duty (UU 27/2022 art. 20 (2) c)")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One processing activity: its tables and what cannot be derived. `days` names the setting of its time."""

    code: str
    name: Text
    purpose: Text
    basis: Text
    given_to: Text
    tables: tuple[str, ...]
    kept: Text = ERASED
    days: str = "BACKUP_KEYS_DAYS"


ACTIVITIES = (
    Activity(
        code="REPORTS",
        name=Text("Laporan tentang anak", "Reports about children"),
        purpose=Text(
            "Menerima laporan, menilai bahayanya, dan memutuskan siapa yang menolong anak.",
            "Receiving a report, weighing the danger, deciding who helps the child.",
        ),
        basis=PUBLIC_TASK,
        given_to=Text(
            "lembaga yang berwenang, bila laporan diteruskan; sekolah yang menyampaikan kekhawatiran: frasa aman saja",
            "the competent agency, when a report is passed on; to the school that raised a concern safe phrases only",
        ),
        tables=(
            "intake.Report", "intake.Story", "intake.ReportedChild", "intake.AllegedPerson", "intake.Reporter",
            "intake.Draft", "intake.Message", "intake.ReportFile", "intake.Triage", "intake.SchoolAbsence",
            "prevention.RaisedConcern", "prevention.SchoolTask", "prevention.BreachJudgement", "prevention.BodyStep",
        ),
        kept=REPORTS_ERASED,
    ),
    Activity(
        code="IDENTITY",
        name=Text("Identitas anak dan keluarga", "Identity of child and family"),
        purpose=Text(
            "Mengenali anak, menghubungi keluarganya, dan tidak mencatat satu anak dua kali.",
            "Knowing the child, reaching the family, not keeping one child twice.",
        ),
        basis=PUBLIC_TASK,
        given_to=OWN_WAY,
        tables=(
            "people.Child", "people.ChildKeys", "people.Caregiver", "people.HouseholdMember", "people.Relationship",
            "people.Merge", "people.CandidatePair",
        ),
    ),
    Activity(
        code="CASEWORK",
        name=Text("Penanganan kasus", "Case work"),
        purpose=Text(
            "Menilai keadaan anak, menyusun rencana, menolong, memulangkan, dan memantau sampai anak aman.",
            "Assessing, planning, helping, bringing home and watching until the child is safe.",
        ),
        basis=Text(
            "Persetujuan pengasuh dan anak (UU 27/2022 Pasal 22 sampai 25), atau dasar tanpa persetujuan yang dicatat",
            "Consent of caregiver and child (UU 27/2022 art. 22 to 25), or the recorded ground for acting without it",
        ),
        given_to=Text(
            "penerima yang disetujui, menurut catatan persetujuan",
            "the recipients agreed to, by the record of consent",
        ),
        tables=(
            "cases.Case", "cases.Assignment", "cases.CaseEvent", "cases.Closure", "cases.Visit", "cases.VisitVersion",
            "cases.Narrative", "cases.NarrativeVersion", "cases.Draft", "cases.Assessment", "cases.LevelFinding",
            "cases.Rating", "cases.CaseFile", "cases.Plan", "cases.Goal", "cases.Action", "cases.Delivery",
            "cases.PlanTold", "cases.ReintegrationPlan", "cases.Safety", "cases.DangerFlag", "cases.Consent",
            "cases.Disclosure",
        ),
    ),
    Activity(
        code="LAW",
        name=Text("Kewajiban hukum dalam kasus", "Legal duties of a case"),
        purpose=Text(
            "Laporan polisi, laporan sosial, dan permintaan penyidik pada waktunya.",
            "Police report, social report and investigators' requests in time.",
        ),
        basis=LEGAL_DUTY,
        given_to=Text("polisi, jaksa, hakim, menurut undang-undang", "police, prosecutor, judge, as the law says"),
        tables=("cases.LegalDuty",),
    ),
    Activity(
        code="CLOCKS",
        name=Text("Tenggat dan pemberitahuan", "Due dates and notices"),
        purpose=Text(
            "Tidak ada anak yang terlupakan: setiap kewajiban punya waktu dan orang.",
            "No child is forgotten: each duty has its time and its person.",
        ),
        basis=PUBLIC_TASK,
        given_to=NOBODY,
        tables=("duties.Deadline", "duties.Notice"),
    ),
    Activity(
        code="SIGNS",
        name=Text("Catatan guru tentang tanda dini", "A teacher's own notes of early signs"),
        purpose=Text(
            "Guru melihat pola sebelum melapor; tidak dibaca orang lain.",
            "A teacher sees a pattern before reporting; nobody else reads it.",
        ),
        basis=PUBLIC_TASK,
        given_to=NOBODY,
        tables=("prevention.WatchedPupil", "prevention.SignSeen"),
        kept=Text("{days} hari sesudah tanda terakhir", "{days} days after the last sign"),
        days="SIGNS_KEPT_DAYS",
    ),
    Activity(
        code="ABSENCE",
        name=Text("Daftar murid yang lama tidak hadir", "Lists of pupils absent for long"),
        purpose=Text(
            "Menemukan anak yang dikenal kantor dan tidak lagi ke sekolah.",
            "Finding children known to the office who no longer come to school.",
        ),
        basis=PUBLIC_TASK,
        given_to=NOBODY,
        tables=("prevention.AbsenceList", "prevention.AbsentPupil"),
        kept=Text("paling lama {days} hari", "at most {days} days"),
        days="ABSENCE_LIST_DAYS",
    ),
    Activity(
        code="HANDOVER",
        name=Text("Dari sekolah ke sekolah", "From school to school"),
        purpose=Text(
            "Sekolah yang baru tahu apa yang perlu dilindungi.", "The next school knows what has to be protected."
        ),
        basis=PUBLIC_TASK,
        given_to=Text(
            "petugas sekolah yang menandatangani penerimaannya", "the school's worker who signed for it"
        ),
        tables=("prevention.SchoolHandover", "prevention.HandedChronology"),
    ),
    Activity(
        code="SESSIONS",
        name=Text("Daftar hadir dan foto kegiatan", "Lists and photos of sessions"),
        purpose=Text("Membuktikan kegiatan; tanpa wajah dan nama murid.", "Proof of sessions; no face, no pupil."),
        basis=PUBLIC_TASK,
        given_to=NOBODY,
        tables=("prevention.SessionFile",),
        kept=Text("{days} hari", "{days} days"),
        days="SIGNED_LISTS_KEPT_DAYS",
    ),
    Activity(
        code="RIGHTS",
        name=Text("Hak atas data dan pelanggaran data", "Data rights and data breaches"),
        purpose=Text(
            "Menjawab permintaan anak dan wali, memberi tahu bila data bocor.",
            "Answering children and guardians, telling of leaks.",
        ),
        basis=LEGAL_DUTY,
        given_to=Text("yang bersangkutan; lembaga pelindungan data", "the person concerned; the agency"),
        tables=(
            "privacy.DataRequest", "privacy.RequestWords", "privacy.Breach", "privacy.BreachPerson",
            "privacy.BreachAddition", "privacy.Term",
        ),
    ),
)  # fmt: skip
