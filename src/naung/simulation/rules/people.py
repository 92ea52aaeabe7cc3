"""Invented people: names of the groups that live in the city, numbers that can belong to nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from naung.simulation.rules.figures import chance, figures, packaged, weighted

UNASSIGNED = "647199"  # no kecamatan has this code: a number that begins so can never be a real one
FEMALE_DAYS = 40
SCHOOL_FROM = 7


@dataclass(frozen=True)
class Group:
    """The name parts of one group."""

    language: str
    parts: Mapping[str, list[str]]

    def first(self, sex: str) -> list[str]:
        return self.parts["boy_first" if sex == "L" else "girl_first"]

    def last(self, sex: str) -> list[str]:
        return self.parts["boy_last" if sex == "L" else "girl_last"]


@dataclass(frozen=True, kw_only=True)
class Adult:
    """Somebody around the child: relation by the list `hubungan_keluarga`."""

    name: str
    relation: str
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Person:
    """An invented child with the people around it."""

    name: str
    nickname: str
    sex: str
    birth_date: date
    nik: str
    kk: str
    nisn: str
    language: str
    address: str
    rt: str
    ward_code: str
    school_class: str
    adults: tuple[Adult, ...]

    def age_on(self, day: date) -> int:
        had = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had else 1)


@cache
def _groups() -> tuple[tuple[Group, ...], tuple[float, ...]]:
    raw: list[dict[str, Any]] = packaged("names")["groups"]
    return tuple(Group(one["language"], one) for one in raw), tuple(one["share"] for one in raw)


def draw_group(draw: Random) -> Group:
    """One group, by its share of the city."""
    groups, shares = _groups()
    return draw.choices(groups, shares)[0]


def draw_name(draw: Random, group: Group, sex: str) -> str:
    """A name of one to three parts."""
    if chance(draw, figures()["identity"]["single_name"]):
        return str(draw.choice(packaged("names")["single"][sex]))
    first, last = draw.choice(group.first(sex)), draw.choice(group.last(sex))
    middle = draw.choice(group.last(sex)) if chance(draw, 0.15) else ""
    return " ".join(part for part in (first, middle if middle != last else "", last) if part)


def as_written_by_others(draw: Random, name: str) -> str:
    """The same name in another spelling: a variant of one part, or a part left out."""
    words, variants = name.split(), packaged("names")["variants"]
    known = [place for place, word in enumerate(words) if word in variants]
    if known:
        place = draw.choice(known)
        words[place] = draw.choice(variants[words[place]])
    elif len(words) > 2:
        del words[draw.randrange(1, len(words))]
    return " ".join(words)


def draw_phone(draw: Random) -> str:
    """A mobile number in a range that no company has been given (0800 is not for mobiles)."""
    return f"0800{draw.randrange(10**8):08d}"


def draw_person(draw: Random, *, age: int, on: date, girl: bool, ward_code: str) -> Person:
    """A child of that age on a day, living in a ward, with one to three adults."""
    group, sex = draw_group(draw), "P" if girl else "L"
    birth = _birthday(draw, age, on)
    return Person(
        name=draw_name(draw, group, sex),
        nickname=draw.choice(packaged("names")["nicknames"][sex]),
        sex=sex,
        birth_date=birth,
        nik=nik(draw, birth, sex),
        kk=f"{UNASSIGNED}{draw.randrange(1, 29):02d}{draw.randrange(1, 13):02d}{draw.randrange(8, 24):02d}"
        f"{draw.randrange(1, 10000):04d}",
        nisn=f"{birth.year % 1000:03d}{draw.randrange(10**7):07d}" if age >= SCHOOL_FROM else "",
        language=group.language,
        address=f"{draw.choice(packaged('names')['streets'])} No. {draw.randrange(1, 120)}",
        rt=str(draw.randrange(1, 60)),
        ward_code=ward_code,
        school_class=str(min(12, age - 6)) if age >= SCHOOL_FROM else "",
        adults=_adults(draw, group),
    )


def _birthday(draw: Random, age: int, on: date) -> date:
    born = date(on.year - age, on.month, min(on.day, 28)) - timedelta(days=draw.randrange(365))
    return born if born < on else on


def nik(draw: Random, birth: date, sex: str) -> str:
    """A national number that belongs to nobody: the place of first registration does not exist."""
    day = birth.day + (FEMALE_DAYS if sex == "P" else 0)
    return f"{UNASSIGNED}{day:02d}{birth.month:02d}{birth.year % 100:02d}{draw.randrange(1, 10000):04d}"


ADULTS = {"IBU": 0.8, "AYH": 0.6, "NNK": 0.25, "BBI": 0.15, "ATR": 0.1, "KKE": 0.08}
MEN = frozenset({"AYH", "ATR", "KKE"})


def _adults(draw: Random, group: Group) -> tuple[Adult, ...]:
    relations = [relation for relation, share in ADULTS.items() if chance(draw, share)][:3] or ["NNK"]
    return tuple(
        Adult(
            name=draw_name(draw, group, "L" if relation in MEN else "P"),
            relation=relation,
            phone=draw_phone(draw) if chance(draw, 0.7) else "",
        )
        for relation in relations
    )


def draw_age(draw: Random, low: int = 0, high: int = 17) -> int:
    """An age between two, by the assumed weights."""
    weights = figures()["ages"]["weights"]
    return weighted(draw, {age: weights[age] for age in range(low, high + 1)})
