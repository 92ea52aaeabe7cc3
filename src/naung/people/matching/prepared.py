"""An account of a child made ready for many comparisons: words folded once, dates as numbers, numbers as tokens."""

from datetime import date
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from naung.people.matching.facts import Known
from naung.people.matching.names import label_mother, tokens
from naung.people.rules.ages import birth_window

Words = tuple[str, ...]


class Prepared(NamedTuple):
    """What two accounts are compared by. Days are proleptic ordinals; 0 is unknown; `born` is (year, month, day)."""

    name: Words
    nickname: Words
    mother: Words
    sex: str
    born: tuple[int, int, int] | None
    earliest: int
    latest: int
    nik: str  # its tokens in a row: a million records are held at once in bulk
    kk: str
    phone: str
    kelurahan: str
    kecamatan: str
    school: str
    address: Words


def prepare(known: Known) -> Prepared:
    """Make an account ready; a newborn's label gives no name, but the mother's."""
    earliest, latest = _window(known)
    return Prepared(
        name=tokens(known.name),
        nickname=tokens(known.nickname) if known.nickname else (),
        mother=tokens(known.mother or label_mother(known.name)),
        sex=known.sex,
        born=_parts(known.birth_date) if known.birth_date else None,
        earliest=earliest,
        latest=latest,
        nik="".join(known.nik_tokens),
        kk=known.kk_token,
        phone=known.phone,
        kelurahan=intern(known.kelurahan),
        kecamatan=intern(known.kecamatan),
        school=intern(known.school.casefold()),
        address=tokens(known.address) if known.address else (),
    )


def _window(known: Known) -> tuple[int, int]:
    """Between which days the child was born: one day when the date is known, a year's width for an estimate."""
    if known.birth_date is not None:
        return _one_day(known.birth_date)
    if known.age_estimate is None or known.age_estimated_date is None or not 0 <= known.age_estimate < 120:
        return 0, 0
    first, last = birth_window(known.age_estimate, max(known.age_estimated_date, date(200, 1, 1)))
    return first.toordinal(), last.toordinal()


@lru_cache(maxsize=20_000)  # few days, many children: each day is held once
def _parts(day: date) -> tuple[int, int, int]:
    return day.year, day.month, day.day


@lru_cache(maxsize=20_000)
def _one_day(day: date) -> tuple[int, int]:
    return day.toordinal(), day.toordinal()
