"""When two records may become one child, and when a pair of records is put before people."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text

ITSELF = Text("Berkas tidak dapat digabung dengan dirinya sendiri.", "A record cannot be merged with itself.")
NO_REASON = Text("Tulis mengapa Anda menilai demikian.", "Write why you think so.")
MERGED_ALREADY = Text(
    "Berkas ini sudah digabung ke berkas lain. Buka berkas yang dipakai, lalu gabungkan dari sana.",
    "This record was merged into another already. Open the record that stands and merge from there.",
)
STANDS_NO_MORE = Text(
    "Berkas yang hendak dipakai sendiri sudah digabung ke berkas lain. Muat ulang halaman ini.",
    "The record that was to stand was merged into another itself. Load this page again.",
)
RELATED = Text(
    "Kedua anak ini tercatat sebagai dua anak yang berhubungan (misalnya saudara atau kembar). Bila itu keliru, akhiri "
    "dahulu hubungan itu pada Orang & lembaga.",
    "These two are on record as two children who are related (siblings or twins, for instance). If that is wrong, end "
    "that relation first under Orang & lembaga.",
)
UNDONE_ALREADY = Text("Penggabungan ini sudah dibatalkan.", "This merge was undone already.")
ENDED = Text(
    "Berkas ini digabung ke berkas lain. Ubah data anak di berkas yang dipakai.",
    "This record was merged into another. Change the child's data in the record that stands.",
)
DECIDED = Text("Pasangan ini sudah diputuskan.", "This pair was decided already.")


@dataclass(frozen=True)
class Ends:
    """What a merge asks of the two records: which, where each points already, and whether they are related."""

    kept: UUID
    merged: UUID
    kept_points: bool
    merged_points: bool
    related: bool


def check_merge(ends: Ends) -> None:
    """Stop what would make a loop, a chain through a record that no longer stands, or one child of two siblings.

    Both must stand by themselves: a pointer from one that stands to one that stands never closes a loop.
    """
    if ends.kept == ends.merged:
        raise Refused(ITSELF)
    if ends.merged_points:
        raise NotAllowedNow(MERGED_ALREADY)
    if ends.kept_points:
        raise NotAllowedNow(STANDS_NO_MORE)
    if ends.related:
        raise NotAllowedNow(RELATED)


def check_reason(reason: str) -> str:
    """A reason in words, without which nobody can judge the decision later."""
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    return reason.strip()


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Two records that the nightly comparison takes for one child: how likely (0 to 1), by which model, and why.

    `reasons` are codes of the model, such as the fields that agree.
    """

    first: UUID
    second: UUID
    probability: float
    model_version: str
    reasons: tuple[str, ...] = ()

    @property
    def ends(self) -> tuple[UUID, UUID]:
        """The two ids in order, so that a pair is one pair whichever comes first."""
        return ordered(self.first, self.second)


def ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Two ids, the smaller first."""
    return (one, other) if one < other else (other, one)


def best_of(offers: Iterable[Offer]) -> dict[tuple[UUID, UUID], Offer]:
    """Each pair once, with its highest probability; a record with itself is no pair."""
    best: dict[tuple[UUID, UUID], Offer] = {}
    for offer in offers:
        if not 0 <= offer.probability <= 1:
            raise ValueError(f"a probability lies between 0 and 1, not {offer.probability}")
        held = best.get(offer.ends)
        if offer.first != offer.second and (held is None or offer.probability > held.probability):
            best[offer.ends] = offer
    return best
