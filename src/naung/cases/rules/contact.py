"""What counts as seeing a child and as a contact with the child."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from naung.core.errors import Refused
from naung.core.text import Text

# Kinds of list `jenis_kontak` in which worker and child are in one place.
MEETING = frozenset({"RUMAH", "SEKOLAH", "KANTOR", "LEMBAGA", "KESEHATAN", "HUKUM", "LAPANGAN"})
# The child answers, though not in one place.
AT_A_DISTANCE = frozenset({"TELEPON", "VIDEO", "PESAN"})
FAILED = "GAGAL"
MINUTE = timedelta(minutes=1)  # forms tell the time to the minute

SAFE_ANSWERS = ("YES", "NO", "UNKNOWN")

NOT_SEEN_SO = Text(
    "Kontak jenis ini tidak dapat berarti anak ditemui langsung.",
    "With this kind of contact the child cannot have been seen in person.",
)
BEFORE_REPORT = Text(
    "Waktu ini mendahului laporan yang menjadi kasus ini.", "This time lies before the report that became this case."
)
IN_FUTURE = Text("Waktu kunjungan belum tiba.", "The time of the visit lies in the future.")


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """What a visit or another contact brought, as it was entered."""

    kind: str
    at: datetime
    child_seen: bool
    seen_alone: bool | None = None
    safe: str = ""
    stable: bool | None = None
    in_school: str = ""
    caregiver_coping: str = ""
    child_words: str = ""
    observed: str = ""
    agreed: str = ""
    flags: tuple[str, ...] = ()
    series_no: int | None = None

    @property
    def with_child(self) -> bool:
        """Whether the child was reached: then the time to the next contact begins anew."""
        return self.child_seen or self.kind in AT_A_DISTANCE

    @property
    def until(self) -> datetime:
        """The end of the minute that was entered: what began within it had begun."""
        return self.at + MINUTE

    def check(self, now: datetime, received_at: datetime) -> None:
        """Refuse what cannot be true: a visit lies between the report and now."""
        if self.at > now:
            raise Refused(IN_FUTURE, field="at")
        if self.until <= received_at:
            raise Refused(BEFORE_REPORT, field="at")
        if self.child_seen and self.kind not in MEETING:
            raise Refused(NOT_SEEN_SO, field="child_seen")
