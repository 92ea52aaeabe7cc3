"""The gates of a case: what must stand before a step, each with its text and the place where it is done.

A gate that is not met is shown with its link, so nobody has to guess what is missing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from naung.core.errors import NotAllowedNow
from naung.core.levels import Level
from naung.core.text import Text

F = TypeVar("F")
ABUSE = "3A"  # assessment factor: abuse and exploitation


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """What the gates read of a case. No field has a default: what was not looked up must not open a gate."""

    level: Level
    # seen, allowed, safe
    child_seen: bool
    caregiver_consent: bool
    child_assent: bool
    ground_without_consent: bool
    safety_plan: bool
    open_danger_flags: int
    # the last finished or running assessment
    unrated_factors: tuple[str, ...]
    scores: Mapping[str, int]
    child_views: bool
    earlier_statements_reused: bool
    # the current plan
    factors_without_goal: tuple[str, ...]
    actions_unassigned: int
    child_told: bool
    caregiver_told: bool
    plan_approved: bool
    actions_open: int  # neither done nor explained
    goals_open: int  # neither met nor explained
    # stages
    emergency_needs_met: bool
    police_report_required: bool
    police_report_filed: bool
    reintegration_plan: bool
    caregiver_assessed: bool
    school_place: bool
    child_agrees: bool
    community_checked: bool
    destination: str
    handover_signed: bool
    # closing
    last_contacts_stable: tuple[bool, ...]  # newest first
    referrals_open: int
    legal_duties_unmet: int
    legal_duties_unexplained: int  # neither met nor explained
    next_contact_given: bool
    planned_visits_left: int
    early_closing_reason: bool
    closing_reason: bool
    transition_plan: bool
    search_documented: bool
    death_review: bool
    guardianship_order: bool
    duplicate_of_known: bool
    receiver_accepted: bool


@dataclass(frozen=True)
class Gate(Generic[F]):
    """One thing that must stand: code, what to do in both languages, whether it stands, where to do it.

    `link` is the name of an address (it takes the case's id) and the anchor on that page.
    """

    code: str
    text: Text
    met: Callable[[F], bool]
    link: tuple[str, str]


CaseGate = Gate[CaseFacts]

NOT_READY = Text("Langkah ini belum dapat diambil. Yang belum ada: {missing}", "Not yet. Still missing: {missing}")


def missing(gates: Iterable[Gate[F]], facts: F) -> list[Gate[F]]:
    """The gates that are not met."""
    return [gate for gate in gates if not gate.met(facts)]


def pass_all(gates: Iterable[Gate[F]], facts: F) -> None:
    """Go through all gates, or `NotAllowedNow` with `about["missing"]` naming those that are shut."""
    shut = missing(gates, facts)
    if shut:
        said = Text(" ".join(gate.text.id for gate in shut), " ".join(gate.text.en for gate in shut))
        raise NotAllowedNow(NOT_READY.format(missing=said), missing=shut)


CHILD_SEEN = CaseGate(
    "CHILD_SEEN",
    Text("Temui anak dan catat kunjungannya.", "See the child and record the visit."),
    lambda f: f.child_seen,
    ("cases:visit", "baru"),
)
CONSENT = CaseGate(
    "CONSENT",
    Text(
        "Catat persetujuan pengasuh dan persetujuan anak, atau dasar bertindak tanpa persetujuan.",
        "Record the caregiver's consent and the child's assent, or the ground for acting without.",
    ),
    lambda f: (f.caregiver_consent and f.child_assent) or f.ground_without_consent,
    ("cases:consent", "baru"),
)
SAFETY_PLAN = CaseGate(
    "SAFETY_PLAN",
    Text(
        "Buat rencana keselamatan (wajib pada DARURAT dan TINGGI).",
        "Make the safety plan (required at EMERGENCY and HIGH).",
    ),
    lambda f: f.safety_plan or f.level < Level.HIGH,
    ("cases:safety", "rencana"),
)
FACTORS_RATED = CaseGate(
    "FACTORS_RATED",
    Text(
        "Nilai semua 12 faktor; beri alasan pada nilai 1 dan 2 serta pada “tidak berlaku”.",
        "Rate all 12 factors; give the reason for a 1 or 2 and for “not applicable”.",
    ),
    lambda f: not f.unrated_factors,
    ("cases:assessment", "faktor"),
)
CHILD_VIEWS = CaseGate(
    "CHILD_VIEWS",
    Text("Tulis pendapat anak dengan kata-katanya sendiri.", "Write the child's view in the child's own words."),
    lambda f: f.child_views,
    ("cases:assessment", "pendapat-anak"),
)
ONE_STORY = CaseGate(
    "ONE_STORY",
    Text(
        "Catat keterangan lama yang dipakai lagi, agar anak tidak bercerita ulang.",
        "Record which earlier statements were reused, so that the child need not tell it again.",
    ),
    lambda f: f.earlier_statements_reused,
    ("cases:assessment", "keterangan-lama"),
)
GOALS_SET = CaseGate(
    "GOALS_SET",
    Text(
        "Buat paling sedikit satu tujuan untuk setiap faktor bernilai 1 atau 2.",
        "Set at least one goal for every factor rated 1 or 2.",
    ),
    lambda f: not f.factors_without_goal,
    ("cases:plan", "tujuan"),
)
ACTIONS_ASSIGNED = CaseGate(
    "ACTIONS_ASSIGNED",
    Text("Isi penanggung jawab dan tanggal setiap kegiatan.", "Give every action its owner and date."),
    lambda f: f.actions_unassigned == 0,
    ("cases:plan", "kegiatan"),
)
PLAN_TOLD = CaseGate(
    "PLAN_TOLD",
    Text(
        "Catat siapa di antara anak dan pengasuh yang diberi tahu, kapan, bagaimana, dan apa katanya.",
        "Record who of child and caregiver was told, when, how, and what they said.",
    ),
    lambda f: f.child_told or f.caregiver_told,  # a suspected parent is not told, a baby cannot be
    ("cases:plan", "diberitahu"),
)
PLAN_APPROVED = CaseGate(
    "PLAN_APPROVED",
    Text("Mintakan persetujuan rencana kepada supervisor.", "Have the plan approved by a supervisor."),
    lambda f: f.plan_approved,
    ("cases:plan", "persetujuan"),
)
ACTIONS_DONE = CaseGate(
    "ACTIONS_DONE",
    Text("Selesaikan atau jelaskan setiap kegiatan rencana.", "Finish or explain every action of the plan."),
    lambda f: f.actions_open == 0,
    ("cases:tasks", "kegiatan"),
)
NO_OPEN_DANGER = CaseGate(
    "NO_OPEN_DANGER",
    Text(
        "Akhiri setiap tanda bahaya yang terbuka; hanya supervisor yang dapat.",
        "End every open danger flag; only a supervisor can.",
    ),
    lambda f: f.open_danger_flags == 0,
    ("cases:safety", "bahaya"),
)
EMERGENCY_NEEDS_MET = CaseGate(
    "EMERGENCY_NEEDS_MET",
    Text("Pastikan kebutuhan darurat anak terpenuhi.", "Make sure that the child's emergency needs are met."),
    lambda f: f.emergency_needs_met,
    ("cases:safety", "kebutuhan-darurat"),
)
POLICE_REPORT_FILED = CaseGate(
    "POLICE_REPORT_FILED",
    Text("Catat laporan polisi yang diwajibkan.", "Record the police report that the law requires."),
    lambda f: f.police_report_filed or not f.police_report_required,
    ("cases:legal", "polisi"),
)
NO_FACTOR_AT_ONE = CaseGate(
    "NO_FACTOR_AT_ONE",
    Text(
        "Masih ada faktor bernilai 1, atau belum ada asesmen selesai.",
        "A factor is still rated 1, or no assessment is finished.",
    ),
    lambda f: bool(f.scores) and min(f.scores.values()) > 1,
    ("cases:work", "asesmen"),
)
ABUSE_AT_THREE = CaseGate(
    "ABUSE_AT_THREE",
    Text(
        "Faktor 3A (kekerasan dan eksploitasi) harus bernilai 3 atau 4.",
        "Factor 3A (abuse and exploitation) must be rated 3 or 4.",
    ),
    lambda f: f.scores.get(ABUSE, 0) >= 3,
    ("cases:work", "asesmen"),
)
REINTEGRATION_PLAN = CaseGate(
    "REINTEGRATION_PLAN",
    Text("Tulis rencana reintegrasi.", "Write the reintegration plan."),
    lambda f: f.reintegration_plan,
    ("cases:reintegration", "rencana"),
)
CAREGIVER_ASSESSED = CaseGate(
    "CAREGIVER_ASSESSED",
    Text("Nilai kesiapan pengasuh.", "Assess the caregiver."),
    lambda f: f.caregiver_assessed,
    ("cases:reintegration", "pengasuh"),
)
SCHOOL_PLACE = CaseGate(
    "SCHOOL_PLACE",
    Text("Pastikan tempat di sekolah.", "Make sure of a place at school."),
    lambda f: f.school_place,
    ("cases:reintegration", "sekolah"),
)
CHILD_AGREES = CaseGate(
    "CHILD_AGREES",
    Text("Tanyakan apakah anak setuju.", "Ask whether the child agrees."),
    lambda f: f.child_agrees,
    ("cases:reintegration", "anak"),
)
COMMUNITY_CHECKED = CaseGate(
    "COMMUNITY_CHECKED",
    Text("Periksa penerimaan lingkungan.", "Check that the community accepts the child."),
    lambda f: f.community_checked,
    ("cases:reintegration", "lingkungan"),
)
DESTINATION_KNOWN = CaseGate(
    "DESTINATION_KNOWN",
    Text("Isi ke mana anak kembali: rumah, kerabat, atau mandiri.", "Say where to: home, kin or independent."),
    lambda f: bool(f.destination),
    ("cases:reintegration", "tujuan"),
)
HANDOVER_SIGNED = CaseGate(
    "HANDOVER_SIGNED",
    Text("Catat berita acara serah terima yang ditandatangani.", "Record the signed handover."),
    lambda f: f.handover_signed,
    ("cases:reintegration", "serah-terima"),
)
LAST_TWO_STABLE = CaseGate(
    "LAST_TWO_STABLE",
    Text("Dua kontak terakhir harus stabil.", "The last two contacts must have been stable."),
    lambda f: len(f.last_contacts_stable) >= 2 and all(f.last_contacts_stable[:2]),
    ("cases:visit", "baru"),
)
GOALS_MET = CaseGate(
    "GOALS_MET",
    Text("Setiap tujuan harus tercapai atau dijelaskan.", "Every goal must be met or explained."),
    lambda f: f.goals_open == 0,
    ("cases:tasks", "tujuan"),
)
REFERRALS_CLOSED = CaseGate(
    "REFERRALS_CLOSED",
    Text("Selesaikan rujukan yang masih terbuka.", "Close the referrals that are still open."),
    lambda f: f.referrals_open == 0,
    ("cases:documents", "rujukan"),
)
LEGAL_MET = CaseGate(
    "LEGAL_MET",
    Text("Penuhi kewajiban hukum yang masih terbuka.", "Meet the legal duties that are still open."),
    lambda f: f.legal_duties_unmet == 0,
    ("cases:legal", "kewajiban"),
)
LEGAL_MET_OR_EXPLAINED = CaseGate(
    "LEGAL_MET_OR_EXPLAINED",
    Text("Penuhi atau jelaskan kewajiban hukum.", "Meet or explain the legal duties."),
    lambda f: f.legal_duties_unexplained == 0,
    ("cases:legal", "kewajiban"),
)
NEXT_CONTACT = CaseGate(
    "NEXT_CONTACT",
    Text("Beri tahu anak siapa yang dapat dihubungi selanjutnya.", "Tell the child whom to contact from now on."),
    lambda f: f.next_contact_given,
    ("cases:close", "kontak"),
)
VISITS_DONE = CaseGate(
    "VISITS_DONE",
    Text(
        "Lakukan semua kunjungan terjadwal, atau tulis alasan menutup lebih awal.",
        "Make all planned visits, or write why the case closes earlier.",
    ),
    lambda f: f.planned_visits_left == 0 or f.early_closing_reason,
    ("cases:close", "alasan-awal"),
)
REASON_KEPT = CaseGate(
    "REASON_KEPT",
    Text("Tulis alasan penutupan.", "Write the reason for closing."),
    lambda f: f.closing_reason,
    ("cases:close", "alasan"),
)
TRANSITION_PLAN = CaseGate(
    "TRANSITION_PLAN",
    Text("Catat rencana transisi menuju dewasa.", "Record the plan for the change to adult life."),
    lambda f: f.transition_plan,
    ("cases:close", "transisi"),
)
LOW_RISK = CaseGate(
    "LOW_RISK",
    Text("Hanya pada tingkat RENDAH.", "Only at level LOW."),
    lambda f: f.level is Level.LOW,
    ("cases:level", "tingkat"),
)
SEARCH_DOCUMENTED = CaseGate(
    "SEARCH_DOCUMENTED",
    Text("Catat upaya mencari anak.", "Record the attempts to find the child."),
    lambda f: f.search_documented,
    ("cases:visit", "baru"),
)
DEATH_REVIEW = CaseGate(
    "DEATH_REVIEW",
    Text("Catat telaah kasus kematian anak.", "Record the review of the child's death."),
    lambda f: f.death_review,
    ("cases:close", "telaah"),
)
GUARDIANSHIP_ORDER = CaseGate(
    "GUARDIANSHIP_ORDER",
    Text("Catat penetapan pengangkatan atau perwalian.", "Record the order of adoption or guardianship."),
    lambda f: f.guardianship_order,
    ("cases:close", "penetapan"),
)
DUPLICATE_KNOWN = CaseGate(
    "DUPLICATE_KNOWN",
    Text("Pilih kasus yang menggantikan kasus ini.", "Choose the case that stands for this one."),
    lambda f: f.duplicate_of_known,
    ("cases:close", "duplikat"),
)
RECEIVER_ACCEPTED = CaseGate(
    "RECEIVER_ACCEPTED",
    Text(
        "Lembaga penerima belum menerima: kasus tetap milik kita.",
        "The receiving agency has not accepted: the case stays ours.",
    ),
    lambda f: f.receiver_accepted,
    ("cases:documents", "pengalihan"),
)

# At the return itself; it starts the series of visits.
RETURN_GATES = (NO_OPEN_DANGER, DESTINATION_KNOWN, HANDOVER_SIGNED)
