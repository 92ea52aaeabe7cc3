"""How far two accounts agree, field by field. Fields that hang together are levels of one comparison.

Every comparison is symmetric. Level 0 means that one side does not say. Names, the mother's name and the address are
compared word by word whatever the order; what agrees counts by how rare it is (see model.py).
"""

from enum import IntEnum
from functools import lru_cache
from itertools import permutations
from typing import NamedTuple

from naung.people.matching.facts import TOKEN_LENGTH
from naung.people.matching.names import apart
from naung.people.matching.prepared import Prepared, Words

FIELDS = ("name", "mother", "birth", "age", "sex", "nik", "kk", "phone", "area", "school", "address")
WORD_FIELDS = ("name", "mother", "address")
YEAR = 365.25
MOST_TOGETHER = 4  # words of a name that may have been written as one
NIK_LENGTH = 17 * TOKEN_LENGTH
DATE, SERIAL = 7, 13  # where the tokens of the places of birth date and serial begin


class Name(IntEnum):
    """Levels of a comparison by words."""

    NONE = 1  # no word agrees
    SOME = 2  # some words agree, and both sides have others
    LITTLE = 3  # one is contained in the other, but only by words that very many bear
    PART = 4  # one is contained in the other
    ALIKE = 5  # all agree but for a letter that makes another known name: told apart from a slip by the model
    TYPO = 6  # all agree, one with a slip of the pen
    NEAR = 7  # all agree, by initials or written together
    ALL = 8  # all agree


class Birth(IntEnum):
    """Levels of two birth dates."""

    DIFFERENT = 1
    CLOSE = 2  # one part (day, month or year) differs
    YEAR_ONLY = 3  # one is 1 January of the same year: the usual sign of an unknown day
    YEAR_OFF = 4  # same day and month, one or two years apart
    SWAPPED = 5  # day and month swapped
    SAME = 6


class Age(IntEnum):
    """Levels of an estimated age against a birth date or another estimate, by the years between the windows."""

    FAR = 1
    NEAR = 2
    FITS = 3


class Number(IntEnum):
    """Levels of two national numbers."""

    DIFFERENT = 1
    NEIGHBOUR = 2  # one digit of serial or date differs as it does for two children of one district
    ONE_PLACE = 3
    SAME = 4


class Equal(IntEnum):
    """Levels of sex, phone, family card, school."""

    DIFFERENT = 1
    SAME = 2


class Area(IntEnum):
    """Levels of places: the village lies inside the district, so they are one comparison."""

    DIFFERENT = 1
    DISTRICT = 2
    VILLAGE = 3


LEVELS: dict[str, type[IntEnum]] = {
    "name": Name, "mother": Name, "birth": Birth, "age": Age, "sex": Equal, "nik": Number, "kk": Equal,
    "phone": Equal, "area": Area, "school": Equal, "address": Name,
}  # fmt: skip

EXACT, INITIAL, TYPO = 0, 1, 2


class Agreed(NamedTuple):
    """Two words that agree, and how: EXACT, INITIAL or TYPO."""

    a: str
    b: str
    how: int


Alignment = tuple[int, tuple[Agreed, ...]]


def words(a: Words, b: Words) -> Alignment:
    """The level of two names by their words, and the words that agree; LITTLE is told apart by the model."""
    if not a or not b:
        return 0, ()
    if a == b:
        return Name.ALL, tuple(Agreed(word, word, EXACT) for word in a)
    if (len(a), a) > (len(b), b):
        a, b = b, a
    agreed, rest, free = _exact(a, b)
    if rest and free:
        _loosely(agreed, rest, free)
    if ((rest and free) or not agreed) and _written_together(a, b):
        return Name.NEAR, tuple(Agreed(word, word, EXACT) for word in max(a, b, key=len))
    return _level(agreed, rest, free), tuple(agreed)


def _exact(a: Words, b: Words) -> tuple[list[Agreed], list[str], list[str]]:
    agreed, rest, free = [], [], list(b)
    for word in a:
        if word in free:
            free.remove(word)
            agreed.append(Agreed(word, word, EXACT))
        else:
            rest.append(word)
    return agreed, rest, free


def _loosely(agreed: list[Agreed], rest: list[str], free: list[str]) -> None:
    """Match what is left by slips of the pen first, then by initials: an initial fits many words."""
    kinds = {(word, one): how for word in rest for one in free if (how := alike(word, one)) >= 0}
    if not kinds:  # so it is with most pairs
        return
    for kind in (TYPO, INITIAL):
        for word in sorted(rest):
            other = next((one for one in sorted(free) if kinds.get((word, one)) == kind), None)
            if other is not None:
                rest.remove(word)
                free.remove(other)
                agreed.append(Agreed(word, other, kind))


def _level(agreed: list[Agreed], rest: list[str], free: list[str]) -> int:
    if not agreed:
        return Name.NONE
    if rest:
        return Name.SOME
    if all(one.how == INITIAL for one in agreed):
        return Name.LITTLE
    if free:
        return Name.PART
    kinds = {one.how for one in agreed}
    return Name.TYPO if TYPO in kinds else Name.NEAR if INITIAL in kinds else Name.ALL


@lru_cache(maxsize=1_000_000)
def alike(a: str, b: str) -> int:
    """How two different words agree: INITIAL, TYPO, or -1 for not at all."""
    if len(a) == 1 or len(b) == 1:
        return INITIAL if a[0] == b[0] else -1
    short, long = min(len(a), len(b)), max(len(a), len(b))
    if short < 3 or long < 4 or long - short > 2:
        return -1
    return TYPO if _slips(a, b) <= (2 if short >= 8 else 1) and frozenset((a, b)) not in apart() else -1


def _slips(a: str, b: str) -> int:
    from rapidfuzz.distance import OSA

    return OSA.distance(a, b, score_cutoff=2)


def _written_together(a: Words, b: Words) -> bool:
    """Whether one side wrote two words as one, in whatever order: Sitinurhaliza."""
    if len(a) == len(b) or max(len(a), len(b)) > MOST_TOGETHER:
        return False
    letters = sum(map(len, a))
    if abs(letters - sum(map(len, b))) > 1:
        return False
    return any(
        one == other or (letters >= 8 and _slips(one, other) <= 1)
        for one in map("".join, permutations(a)) for other in map("".join, permutations(b))
    )  # fmt: skip


def birth(a: Prepared, b: Prepared) -> int:
    """The level of two birth dates; 0 unless both are known."""
    one, other = a.born, b.born
    if one is None or other is None:
        return 0
    return Birth.SAME if one == other else _dates(one, other)


def _dates(one: tuple[int, int, int], other: tuple[int, int, int]) -> int:
    same_year, same_day = one[0] == other[0], one[1:] == other[1:]
    if same_year and one[1] == other[2] and one[2] == other[1]:
        return Birth.SWAPPED
    if same_year and (1, 1) in (one[1:], other[1:]):
        return Birth.YEAR_ONLY
    if same_day:
        return Birth.YEAR_OFF if abs(one[0] - other[0]) <= 2 else Birth.CLOSE
    return Birth.CLOSE if same_year and (one[1] == other[1] or one[2] == other[2]) else Birth.DIFFERENT


def age(a: Prepared, b: Prepared) -> int:
    """The level of an estimate against a date or an estimate; 0 when both dates are known, or one side says nothing."""
    if not a.latest or not b.latest or (a.born and b.born):
        return 0
    gap = max(a.earliest - b.latest, b.earliest - a.latest, 0)
    return Age.FITS if gap <= YEAR else Age.NEAR if gap <= 2.5 * YEAR else Age.FAR


def number(a: str, b: str, born: int = 0) -> int:
    """The level of two national numbers by their tokens; a NIK holds the birth date, so `born`, its level, counts."""
    if not a or not b:
        return 0
    if a[:TOKEN_LENGTH] == b[:TOKEN_LENGTH]:
        return Number.SAME
    at = _place_that_differs(a, b)
    if not at:
        return Number.DIFFERENT
    of_a_day = at >= SERIAL or (at >= DATE and born not in (0, Birth.SAME))
    return Number.NEIGHBOUR if of_a_day and len(a) == NIK_LENGTH else Number.ONE_PLACE


def _place_that_differs(a: str, b: str) -> int:
    """The one place in which two numbers differ, counted from 1; 0 when there are more."""
    if len(a) != len(b):
        return 0
    for start in range(TOKEN_LENGTH, len(a), TOKEN_LENGTH):
        if a[start] == b[start] and a[start : start + TOKEN_LENGTH] == b[start : start + TOKEN_LENGTH]:
            return start // TOKEN_LENGTH
    return 0


def equal(a: str, b: str) -> int:
    """Same or different; 0 when one side does not say."""
    if not a or not b:
        return 0
    return Equal.SAME if a == b else Equal.DIFFERENT


def area(a: Prepared, b: Prepared) -> int:
    """The level of two places."""
    village, district = equal(a.kelurahan, b.kelurahan), equal(a.kecamatan, b.kecamatan)
    if village == Equal.SAME and district != Equal.DIFFERENT:
        return Area.VILLAGE
    if Equal.SAME in (village, district):
        return Area.DISTRICT
    return Area.DIFFERENT if village or district else 0


def names(a: Prepared, b: Prepared) -> Alignment:
    """The level of two children's names; a nickname that the other side knows counts as a part of the name."""
    level, agreed = words(a.name, b.name)
    if level >= Name.PART or not (a.nickname or b.nickname):
        return level, agreed
    nick = _nick(a, b)
    return (Name.PART, nick) if nick and (level != Name.SOME or not agreed) else (level, agreed)


def _nick(a: Prepared, b: Prepared) -> tuple[Agreed, ...]:
    for one, other in ((a.nickname, b.nickname), (a.nickname, b.name), (a.name, b.nickname)):
        level, agreed = words(one, other)
        if level >= Name.PART:
            return agreed
    return ()


def compare(a: Prepared, b: Prepared) -> tuple[tuple[int, ...], tuple[tuple[Agreed, ...], ...]]:
    """The levels in the order of FIELDS, and the agreed words of name, mother and address."""
    name, said = names(a, b)
    mother, of_mother = words(a.mother, b.mother)
    address, of_address = words(a.address, b.address)
    born = birth(a, b)
    levels = (
        name, mother, born, age(a, b), equal(a.sex, b.sex), number(a.nik, b.nik, born), equal(a.kk, b.kk),
        equal(a.phone, b.phone), area(a, b), equal(a.school, b.school), address,
    )  # fmt: skip
    return levels, (said, of_mother, of_address)
