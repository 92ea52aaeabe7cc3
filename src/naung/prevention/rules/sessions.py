"""What makes a session a session, and which numbers are to be looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from naung.core.text import Text

AUDIENCES = {
    "PUPILS": Text("Murid", "Pupils"),
    "TEACHERS": Text("Guru dan tenaga kependidikan", "Teachers and school staff"),
    "PARENTS": Text("Orang tua", "Parents"),
    "COMMUNITY": Text("Warga", "Community"),
}
SEXES = {
    "P": Text("Perempuan", "Female"),
    "L": Text("Laki-laki", "Male"),
    "X": Text("Tidak dicatat", "Not recorded"),
}
KEPT = {
    "YES": Text("Ya, semuanya", "Yes, all of them"),
    "PARTLY": Text("Sebagian", "Some of them"),
    "NO": Text("Belum", "Not yet"),
    "NONE": Text("Tidak ada komitmen", "There were none"),
}
FOLLOW_UP = "SESSION_FOLLOW_UP"
LONGEST = timedelta(hours=12)
MOST = 5_000  # of one group and sex: a number that no school in the city can hold
FAR_ABOVE = 3
CROWD = 1_000

NO_PLACE = Text("Pilih sekolah atau kelurahan.", "Choose a school or a ward.")
ENDS_EARLIER = Text("Jam selesai harus setelah jam mulai.", "It must end after it begins.")
TOO_LONG = Text("Satu kegiatan paling lama 12 jam.", "One session lasts 12 hours at most.")
PAST = Text(
    "Waktu ini sudah lewat. Untuk kegiatan yang sudah berlangsung pakai “Catat kegiatan yang sudah berlangsung”.",
    "This time has passed. For a session already held use “Record a session already held”.",
)
NOT_YET = Text("Waktu ini belum lewat. Untuk kegiatan nanti pakai “Rencanakan kegiatan”.", "This time has not passed.")
NO_AUDIENCE = Text("Pilih sedikitnya satu kelompok.", "Choose at least one group.")
IMPOSSIBLE = Text("Jumlah ini tidak mungkin.", "This number is impossible.")
FAR_ABOVE_TARGET = Text(
    "Jumlah peserta {total}, padahal sasarannya {target}. Benar demikian?",
    "{total} people came though {target} were meant to. Is that right?",
)
MORE_THAN_THE_SCHOOL = Text(
    "{pupils} murid hadir, padahal sekolah ini punya {size} murid. Benar demikian?",
    "{pupils} pupils came though this school has {size}. Is that right?",
)
A_CROWD = Text("Jumlah peserta {total}. Benar sebanyak itu?", "{total} people came. Are there so many?")
NOBODY = Text("Tidak seorang pun dihitung. Benar tidak ada yang datang?", "Nobody was counted. Did really nobody come?")

Counts = Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What is planned."""

    kind: str
    title: str
    from_at: datetime
    until_at: datetime
    audiences: tuple[str, ...]
    speakers: frozenset[UUID] = frozenset()
    school_id: UUID | None = None
    ward_id: UUID | None = None
    place: str = ""
    material: str = ""
    target: int | None = None


def wrong_time(from_at: datetime, until_at: datetime, now: datetime, *, earlier: bool) -> tuple[str, Text] | None:
    """What is wrong with the hours, and at which field; `earlier` for a session already held."""
    if until_at <= from_at:
        return "until", ENDS_EARLIER
    if until_at - from_at > LONGEST:
        return "until", TOO_LONG
    if earlier:
        return ("day", NOT_YET) if until_at > now else None
    return ("day", PAST) if from_at < now else None


def wrong_facts(facts: SessionFacts) -> tuple[str, Text] | None:
    """What else cannot be so."""
    if facts.school_id is None and facts.ward_id is None:
        return "school", NO_PLACE
    if not facts.audiences or not set(facts.audiences) <= AUDIENCES.keys():
        return "audiences", NO_AUDIENCE
    return None


def are_possible(counts: Counts) -> bool:
    """Whether each number may be true at all."""
    return all(a in AUDIENCES and s in SEXES and 0 <= number <= MOST for (a, s), number in counts.items())


def doubts(counts: Counts, target: int | None, size: int | None = None) -> list[Text]:
    """What should be asked before the numbers are taken; `size` is how many pupils the school has."""
    total = sum(counts.values())
    pupils = sum(number for (audience, _), number in counts.items() if audience == "PUPILS")
    if total == 0:
        return [NOBODY]
    if size and pupils > size:
        return [MORE_THAN_THE_SCHOOL.format(pupils=pupils, size=size)]
    if target and total > FAR_ABOVE * target:
        return [FAR_ABOVE_TARGET.format(total=total, target=target)]
    return [A_CROWD.format(total=total)] if total > CROWD else []
