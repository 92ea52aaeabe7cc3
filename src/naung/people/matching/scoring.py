"""How probable it is that two accounts are of one child, and what each field says of it."""

from dataclasses import dataclass
from functools import lru_cache
from math import log2
from typing import NamedTuple

from naung.core.text import Text
from naung.people.matching.facts import Known
from naung.people.matching.levels import (
    EXACT,
    FIELDS,
    INITIAL,
    LEVELS,
    TYPO,
    WORD_FIELDS,
    Agreed,
    Name,
    Number,
    compare,
)
from naung.people.matching.model import Level, Model, Rates, shipped
from naung.people.matching.prepared import Prepared, prepare
from naung.people.matching.words import FAMILY_LIKENESS, SAME_NUMBER_OTHER_NAME, said

COMMON_BITS = 6.0  # one word in 64: contained by such words only, a name says little
TRUST = 0.95  # words of a name hang together (Dwi Lestari), so that their bits do not quite add up
SLIP_BITS = 2.5  # what a slip of the pen costs
INITIAL_BITS = 3.0
MOST_BITS = 26.0
Kinds = tuple[float, float, float]  # one child, siblings, twins: log2 of the likelihood against unrelated


@dataclass(frozen=True, slots=True)
class FieldSays:
    """What one field says: its level, its weight in bits (against unrelated children) and the words for it."""

    field: str
    level: str
    bits: float
    text: Text

    @property
    def code(self) -> str:
        """Field and level as one code, such as BIRTH_SWAPPED."""
        return f"{self.field}_{self.level}".upper()


class Compared(NamedTuple):
    """A pair before its words are found, which takes most of the time: levels, bits of the words, log2 of the odds."""

    levels: tuple[int, ...]
    bits: tuple[float, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Score:
    """How sure it is that two accounts are one child: `weight` is the log2 of the odds, `review` a reason to look."""

    weight: float
    probability: float
    fields: tuple[FieldSays, ...]
    review: Text | None = None


class Weigher:
    """A model made ready: weighs prepared pairs. One serves any number of comparisons."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.bits = [dict(model.bits(field)) for field in WORD_FIELDS]
        self.lengths = [model.length_bits(field) for field in WORD_FIELDS]
        self.rare = -log2(model.rare)
        self.tables = [_table(field, model.fields[field]) for field in FIELDS]
        self.places = [FIELDS.index(field) for field in WORD_FIELDS]

    def levels(self, a: Prepared, b: Prepared) -> tuple[tuple[int, ...], tuple[float, ...]]:
        """The levels of a pair, and the bits of the words that agree in name, mother and address."""
        found, agreed = compare(a, b)
        bits = tuple(
            self._agreeing(at, words, found[self.places[at]]) if words else 0.0 for at, words in enumerate(agreed)
        )
        if Name.PART not in found and Name.TYPO not in found:  # a number's level may equal one: then nothing changes
            return found, bits
        levels = list(found)
        for at, place in enumerate(self.places):
            if levels[place] == Name.PART and bits[at] < COMMON_BITS:
                levels[place] = int(Name.LITTLE)
            elif levels[place] == Name.TYPO and self._two_names(at, agreed[at]):
                levels[place] = int(Name.ALIKE)
        return tuple(levels), bits

    def _two_names(self, field: int, words: tuple[Agreed, ...]) -> bool:
        known = self.bits[field]
        return any(how == TYPO and a in known and b in known for a, b, how in words)

    def _agreeing(self, field: int, words: tuple[Agreed, ...], level: int) -> float:
        known, total = self.bits[field], 0.0
        for a, b, how in words:
            if how == EXACT:
                total += known.get(a, self.rare)
            elif how == INITIAL:
                total += INITIAL_BITS
            else:
                total += max(0.0, min(known.get(a, self.rare), known.get(b, self.rare)) - SLIP_BITS)
        more = self.lengths[field]
        if level >= Name.TYPO and more:
            total += more[min(len(words), len(more)) - 1]
        return min(total * TRUST, MOST_BITS)

    def by_field(self, levels: tuple[int, ...], bits: tuple[float, ...]) -> list[Kinds]:
        """The weights of each field for the three kinds of pairs."""
        weights = [table[level] for table, level in zip(self.tables, levels, strict=True)]
        for place, more in zip(self.places, bits, strict=True):
            if levels[place] > Name.NONE:
                same, sibling, twin = weights[place]
                if levels[place] == Name.ALL:  # agreement never speaks against
                    same = max(same, sibling, twin, -more)
                weights[place] = (same + more, sibling + more, twin + more)
        return weights

    def weigh(self, a: Prepared, b: Prepared) -> Kinds:
        """The weights of a pair over all fields."""
        return _sums(self.by_field(*self.levels(a, b)))


def _table(field: str, levels: dict[str, Level]) -> list[Kinds]:
    kinds = LEVELS[field]
    table: list[Kinds] = [(0.0, 0.0, 0.0)]
    for level in sorted(kinds):
        one = levels[level.name]
        against = 1.0 if field in WORD_FIELDS and level > Name.NONE else one.u
        weights = (log2(one.m / against), log2(one.s / against), log2(one.t / against))
        if level == max(kinds) and field not in WORD_FIELDS:
            weights = (max(*weights, 0.0), *weights[1:])
        table.append(weights)
    return table


def odds(weights: Kinds, rates: Rates, records: int) -> float:
    """The odds that a pair is one child and no other kind, in a register of so many records."""
    count = max(records, 2)
    same, sibling, twin = (min(rate / count, 0.25) for rate in (rates.same, rates.sibling, rates.twin))
    others = sibling * 2.0 ** weights[1] + twin * 2.0 ** weights[2] + 1 - same - sibling - twin
    return float(same * 2.0 ** weights[0] / others)


def score(a: Known, b: Known, model: Model | None = None, *, records: int | None = None) -> Score:
    """Compare two accounts. Symmetric; `records` is the size of the register, which sets how likely a chance is."""
    model = model or shipped()
    return score_prepared(prepare(a), prepare(b), weigher(model.version, model), records=records)


class _Held:
    """A model as a key of the cache, compared by its version."""

    __slots__ = ("model", "version")

    def __init__(self, version: str, model: Model) -> None:
        self.version, self.model = version, model

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.model is other.model

    def __hash__(self) -> int:
        return hash(self.version)


def weigher(version: str, model: Model) -> Weigher:
    """The weigher of a model, made once."""
    return _weigher(_Held(version, model))


@lru_cache(maxsize=8)
def _weigher(held: _Held) -> Weigher:
    return Weigher(held.model)


def score_prepared(a: Prepared, b: Prepared, by: Weigher, *, records: int | None = None) -> Score:
    """The same for accounts that are ready, as when one report is compared with many candidates."""
    return in_words(compared(a, b, by, records=records), by, records=records)


def compared(a: Prepared, b: Prepared, by: Weigher, *, records: int | None = None) -> Compared:
    """Weigh a pair without words, as for one report against many candidates of whom few are shown."""
    levels, bits = by.levels(a, b)
    total = _sums(by.by_field(levels, bits))
    return Compared(levels, bits, log2(max(odds(total, by.model.rates, records or by.model.records), 1e-300)))


def _sums(weights: list[Kinds]) -> Kinds:
    same = sibling = twin = 0.0  # one loop: this is done a million times a night
    for one in weights:
        same, sibling, twin = same + one[0], sibling + one[1], twin + one[2]
    return same, sibling, twin


def in_words(found: Compared, by: Weigher, *, records: int | None = None) -> Score:
    """What was weighed, with what each field says of it."""
    levels, bits, weight = found
    weights, ratio = by.by_field(levels, bits), 2.0**weight
    total = _sums(weights)
    fields = [_says(field, level, one[0]) for field, level, one in zip(FIELDS, levels, weights, strict=True)]
    if likeness := _likeness(total, by.model.rates, records or by.model.records, ratio):
        fields.append(likeness)
    numbers, name = levels[FIELDS.index("nik")], levels[0]
    odd = numbers == Number.SAME and name in (Name.NONE, Name.SOME)
    return Score(weight, ratio / (1 + ratio), tuple(fields), SAME_NUMBER_OTHER_NAME if odd else None)


def _says(field: str, level: int, bits: float) -> FieldSays:
    name = LEVELS[field](level).name if level else "MISSING"
    return FieldSays(field, name, round(bits, 2), said(field, name))


def _likeness(total: Kinds, rates: Rates, records: int, ratio: float) -> FieldSays | None:
    """What the thought of a brother, sister or twin takes from the odds; nothing when it is under a bit."""
    alone = odds((total[0], -1000.0, -1000.0), rates, records)
    lost = log2(max(alone, 1e-300)) - log2(max(ratio, 1e-300))
    return FieldSays("family", "SIBLING", -round(lost, 2), FAMILY_LIKENESS) if lost > 1 else None
