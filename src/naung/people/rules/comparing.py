"""Two records side by side: what is the same, written otherwise, different, or told by one of them only."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from naung.people.rules.facts import ChildFacts
from naung.people.rules.names import search_key

YEARS_APART = 1  # two estimates of one age differ by a year easily


class Verdict(StrEnum):
    """What two records say of one question."""

    SAME = "SAME"
    ALIKE = "ALIKE"
    DIFFERENT = "DIFFERENT"
    ONE_SIDE = "ONE_SIDE"
    NEITHER = "NEITHER"


@dataclass(frozen=True)
class Side:
    """One record, with the people around it as far as they help to know the child again."""

    facts: ChildFacts
    caregivers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """One line of the comparison: the field's name and the verdict."""

    name: str
    verdict: Verdict


def compare(left: Side, right: Side, on: date) -> list[Question]:
    """The verdict on each question, in the order in which one tells who a child is. Symmetric."""
    a, b = left.facts, right.facts
    return [
        Question("name", told(a.name, b.name, _names)),
        Question("nickname", told(a.nickname, b.nickname, _names)),
        Question("sex", told(a.sex, b.sex)),
        Question("birth_date", told(a.birth_date, b.birth_date, _dates)),
        Question("age", told(a.age_on(on), b.age_on(on), _ages)),
        Question("nik", told(a.nik, b.nik, _numbers)),
        Question("kk", told(a.kk, b.kk, _numbers)),
        Question("nisn", told(a.nisn, b.nisn, _numbers)),
        Question("caregivers", told(left.caregivers, right.caregivers, _people)),
        Question("phones", told(left.phones, right.phones, _shared)),
        Question("ward", told(a.ward_id, b.ward_id)),
        Question("address", told(a.address, b.address, _words)),
        Question("school", told(a.school_id or a.school_name, b.school_id or b.school_name, _words)),
    ]


def told(left: object, right: object, judge: Callable[..., Verdict] | None = None) -> Verdict:
    """The verdict on one question; a side that says nothing is never a difference."""
    said = [value not in (None, "", ()) for value in (left, right)]
    if not any(said):
        return Verdict.NEITHER
    if not all(said):
        return Verdict.ONE_SIDE
    if left == right:
        return Verdict.SAME
    return judge(left, right) if judge else Verdict.DIFFERENT


def _names(left: str, right: str) -> Verdict:
    """The same name in another spelling, another order, with a word left out or as an initial is alike."""
    a, b = set(search_key(left).split()), set(search_key(right).split())
    return Verdict.ALIKE if a and b and (_within(a, b) or _within(b, a)) else Verdict.DIFFERENT


def _within(few: set[str], many: set[str]) -> bool:
    """Whether each word of one name stands in the other, whole or as an initial; one word at least whole."""
    initials = {word[0] for word in many - few}
    return bool(few & many) and all(len(word) == 1 and word in initials for word in few - many)


def _dates(left: date, right: date) -> Verdict:
    """Day and month swapped, one part of three that differs, or the 1 January that stands for *unknown*, is alike."""
    a, b = (left.year, left.month, left.day), (right.year, right.month, right.day)
    swapped = a == (b[0], b[2], b[1])
    one_part = sum(x != y for x, y in zip(a, b, strict=True)) == 1
    near = one_part and abs(a[0] - b[0]) <= YEARS_APART
    unknown = (1, 1) in (a[1:], b[1:]) and abs(a[0] - b[0]) <= YEARS_APART
    return Verdict.ALIKE if swapped or near or unknown else Verdict.DIFFERENT


def _ages(left: int, right: int) -> Verdict:
    return Verdict.ALIKE if abs(left - right) <= YEARS_APART else Verdict.DIFFERENT


def _numbers(left: str, right: str) -> Verdict:
    """One wrong digit, or two neighbours swapped, is alike."""
    if len(left) != len(right):
        return Verdict.DIFFERENT
    wrong = [place for place, (x, y) in enumerate(zip(left, right, strict=True)) if x != y]
    first, last = wrong[0], wrong[-1]
    swapped = len(wrong) == 2 and last == first + 1 and left[first] == right[last] and left[last] == right[first]
    return Verdict.ALIKE if len(wrong) == 1 or swapped else Verdict.DIFFERENT


def _people(left: tuple[str, ...], right: tuple[str, ...]) -> Verdict:
    """Whether one of the caregivers stands in both records."""
    pairs = [(one, other) for one in left for other in right]
    if any(one == other for one, other in pairs):
        return Verdict.SAME
    return Verdict.ALIKE if any(_names(*pair) is Verdict.ALIKE for pair in pairs) else Verdict.DIFFERENT


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> Verdict:
    return Verdict.SAME if set(left) & set(right) else Verdict.DIFFERENT


def _words(left: object, right: object) -> Verdict:
    a, b = (str(value).casefold().split() for value in (left, right))
    return Verdict.ALIKE if sorted(a) == sorted(b) else Verdict.DIFFERENT
