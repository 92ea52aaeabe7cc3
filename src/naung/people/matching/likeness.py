"""How sure it is that a record is the child asked for, in words, and why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from naung.core.text import Text
from naung.people.matching.levels import FIELDS, Name, Number

if TYPE_CHECKING:
    from naung.people.matching.scoring import Compared, Score

SURE, LIKELY, POSSIBLE = 0.9, 0.5, 0.2
SURE_TEXT = Text("hampir pasti anak yang sama", "almost surely the same child")
LIKELY_TEXT = Text("kemungkinan besar anak yang sama", "likely the same child")
POSSIBLE_TEXT = Text("mungkin anak yang sama", "possibly the same child")
REVIEW_TEXT = Text("periksa", "check")
ALIKE = frozenset({"ALL", "NEAR", "TYPO"})
NAMED_ALIKE = frozenset(Name[name] for name in ALIKE)
NAME, NIK = FIELDS.index("name"), FIELDS.index("nik")
AGAINST = -1.0  # bits
# Somebody who types a name alone is never told that it is almost surely the child: a namesake is soon found.
BESIDE_THE_NAME = frozenset({"birth", "age", "mother", "nik", "kk", "phone", "address"})
MOST_REASONS = 6


@dataclass(frozen=True)
class Likeness:
    """What the page says: how sure, the reasons field by field (what tells most first), and what to check."""

    text: Text
    reasons: tuple[Text, ...]
    review: Text | None = None


def worth_words(found: "Compared") -> bool:
    """Whether a record could be shown at all; only then are words found for it."""
    possible = 2.0**found.weight >= POSSIBLE / (1 - POSSIBLE)
    return possible or found.levels[NIK] == Number.SAME or found.levels[NAME] in NAMED_ALIKE


def worth_showing(score: "Score") -> bool:
    """Whether to show a record: it is possible; or the NIK is the same; or a namesake whom no fact speaks against."""
    if score.probability >= POSSIBLE or score.review is not None:
        return True
    levels = {one.field: one.level for one in score.fields}
    if levels["nik"] == "SAME":
        return True
    against = any(one.bits < AGAINST for one in score.fields if one.field != "family")
    return levels["name"] in ALIKE and not against


def likeness(score: "Score") -> Likeness:
    """A score in words."""
    told = [one for one in score.fields if one.level != "MISSING"]
    missing = [one for one in score.fields if one.level == "MISSING" and one.field in ("birth", "mother")]
    told.sort(key=lambda one: -abs(one.bits))
    reasons = tuple(one.text for one in (*told[:MOST_REASONS], *missing))
    return Likeness(_how_sure(score), reasons, score.review)


def _how_sure(score: "Score") -> Text:
    if score.review is not None:
        return REVIEW_TEXT
    if score.probability >= SURE and any(one.bits > 0 for one in score.fields if one.field in BESIDE_THE_NAME):
        return SURE_TEXT
    return LIKELY_TEXT if score.probability >= LIKELY else POSSIBLE_TEXT
