"""What must be settled of two records' cases before the records become one child."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from naung.core.errors import NotAllowedNow
from naung.core.text import Text

UNSEEN = Text(
    "Kasus salah satu anak ini tidak terlihat oleh Anda. Minta manajer kasusnya menggabungkan, atau menyerahkan "
    "kasusnya kepada tim ini.",
    "You do not see the case of one of these children. Ask its supervisor to merge, or to hand the case to this team.",
)
CHANGED = Text(
    "Kasus anak ini baru saja berubah. Muat ulang halaman ini, lalu putuskan lagi.",
    "This child's case has just changed. Load this page again, then decide once more.",
)
OTHER_WAY = Text(
    "Berkas yang hendak digabung masih mempunyai kasus terbuka ({number}). Pilih berkas itu sebagai "
    "berkas yang dipakai.",
    "The record to be merged still has an open case ({number}). Choose that record as the one that stands.",
)
BOTH_OPEN = Text(
    "Kedua berkas mempunyai kasus terbuka. Setujui dahulu bahwa kasus {number} ditutup sebagai rangkap.",
    "Both records have an open case. First agree that case {number} is closed as a duplicate.",
)
NOT_HERS_TO_CLOSE = Text(
    "Kasus {number} ditutup oleh supervisor timnya yang tidak memegangnya. Minta dia menutupnya sebagai rangkap, lalu "
    "gabungkan.",
    "Case {number} is closed by a supervisor of its team who does not hold it. Ask her to close it as a duplicate, "
    "then merge.",
)
NOT_A_SUPERVISOR = Text("Pilih supervisor tim lain.", "Choose the supervisor of another team.")
SHUT_OUT = Text(
    "Orang atau unit yang ditutup dari berkas yang satu menangani berkas yang lain. Ganti dahulu orangnya.",
    "Somebody who is shut out of one record works on the other. Change the people first.",
)
MERGED = Text(
    "Berkas anak ini digabung ke berkas lain. Buka kembali kasus berkas yang dipakai, atau pisahkan dahulu "
    "kedua berkas.",
    "This child's record was merged into another. Reopen the case of the record that stands, or separate them first.",
)


@dataclass(frozen=True)
class CaseOf:
    """One record's case, as far as a merge asks: its number, whether it is open, who works on it, who is shut out."""

    id: UUID
    number: str
    open: bool
    people: frozenset[UUID]
    units: frozenset[UUID]
    barred_users: frozenset[UUID]
    barred_units: frozenset[UUID]


def check_open(kept: CaseOf | None, merged: CaseOf | None, *, closes: bool) -> bool:
    """Whether a case must be closed in the same act. The record that stands has the one open case."""
    if merged is None or not merged.open:
        return False
    if kept is None or not kept.open:
        raise NotAllowedNow(OTHER_WAY.format(number=merged.number))
    if not closes:
        raise NotAllowedNow(BOTH_OPEN.format(number=merged.number), field="closes")
    return True


def bars_to_add(cases: Iterable[CaseOf]) -> Mapping[UUID, tuple[frozenset[UUID], frozenset[UUID]]]:
    """Whom (people, units) each case shuts out besides those whom it shuts out already: whoever is shut out of one.

    Somebody who is shut out of one and works on the other stops the merge.
    """
    cases = list(cases)
    users = frozenset[UUID]().union(*(case.barred_users for case in cases))
    units = frozenset[UUID]().union(*(case.barred_units for case in cases))
    if any(case.people & users or case.units & units for case in cases):
        raise NotAllowedNow(SHUT_OUT)
    added = {case.id: (users - case.barred_users, units - case.barred_units) for case in cases}
    return {key: both for key, both in added.items() if any(both)}
