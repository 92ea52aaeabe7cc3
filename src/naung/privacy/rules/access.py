"""Access to one record given to one person: in words, and what may be ended by hand."""

from datetime import datetime

from naung.access.policy import Role
from naung.core.text import Text
from naung.teams.rules.accounts import ROLE_TEXTS

ASSIGNED = "ASSIGNED"

WHY = {
    ASSIGNED: Text("ditugaskan mendampingi", "assigned as a companion"),
    "CALLED": Text("dipanggil untuk laporan bahaya", "called to a danger report"),
    "EMERGENCY": Text("dibuka darurat", "opened as an emergency"),
    "COMPARE": Text("dibandingkan dengan berkas tim lain", "compared with another team's record"),
    "HANDLED": Text("baru menanganinya di meja laporan", "has just handled it at the desk"),
    "RAISED": Text("menyampaikan laporannya", "filed the report"),
    "DRAFT": Text("sedang menulis laporannya", "is writing the report"),
}
HOW_ENDED = {
    "TIME_OVER": Text("waktunya habis", "its time was over"),
    "WORK_OVER": Text("tugasnya selesai", "the work was over"),
    "TAKEN_BACK": Text("diakhiri", "ended"),
    "LEFT": Text("akun atau perannya berakhir", "account or role ended"),
}
UNKNOWN = Text("–", "–")
ROLES = {
    **ROLE_TEXTS,
    Role.ON_DUTY: Text("Petugas piket", "On duty"),
    Role.EMERGENCY: Text("Darurat", "Emergency"),
    Role.PUBLIC: Text("Tanpa akun", "Without an account"),
    Role.CLOCK: Text("Naung sendiri (jam)", "Naung itself (the clock)"),
    Role.OPERATOR: Text("Pengelola server", "The server's operator"),
}


def role_text(role: str) -> Text:
    """A role in words; one that no person holds by its code."""
    return ROLES[Role(role)] if role in ROLES else Text(role, role)


def runs(until: datetime | None, revoked: datetime | None, now: datetime) -> bool:
    """Whether somebody may still see the record by this."""
    return revoked is None and (until is None or until > now)


def how_ended(code: str, until: datetime | None, revoked: datetime | None, now: datetime) -> Text | None:
    """How it ended; nothing while it runs."""
    if runs(until, revoked, now):
        return None
    return HOW_ENDED.get(code if revoked is not None else "TIME_OVER", UNKNOWN)


def ends_by_hand(reason_code: str) -> bool:
    """Whether a supervisor ends it here; who is assigned to a case is changed where people are assigned."""
    return reason_code != ASSIGNED
