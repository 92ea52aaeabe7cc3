"""Who reports what about which child, when and by which channel: the year's reports, drawn from the figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from uuid import UUID

from naung.intake.rules import AllegedFacts, Caregiver, FiledChild, Filing, Known, ReporterFacts
from naung.simulation.rules.figures import chance, draw_ward, figures, moments, weighted
from naung.simulation.rules.people import (
    Person,
    as_written_by_others,
    draw_age,
    draw_group,
    draw_name,
    draw_person,
    draw_phone,
)
from naung.simulation.rules.stories import Concern, Told, concerns, draw_concern, nothing_of_ours, tell

REPORTERS: dict[str, dict[str, float]] = {
    "WA": {"TET": 30, "ORT": 25, "KEL": 15, "GRU": 15, "ANK": 8, "TMN": 7},
    "WEB": {"ANM": 35, "TMN": 20, "ANK": 15, "TET": 20, "KEL": 10},
    "TEL": {"TET": 35, "ORT": 30, "KEL": 20, "GRU": 15},
    "LGS": {"ORT": 50, "KEL": 20, "WAL": 15, "ANK": 15},
    "MED": {"MED": 100},
    "SRT": {"OPD": 40, "LKS": 25, "KSK": 20, "KES": 15},
    "LPR": {"HTL": 100},
    "SKL": {"GRU": 70, "KSK": 20, "TND": 10},
    "RJK": {"POL": 45, "KES": 25, "HTL": 30},
    "KLR": {"RTK": 40, "PTB": 40, "TKS": 20},
    "JKL": {"SPP": 100},
}
PUBLIC_FORM = "WEB"
NAMELESS = frozenset({"ANM", "MED"})
LAST_HOURS = timedelta(hours=20)  # the day before now, from which some reports still wait
AT_LEAST_FRESH = 4
FRESH_SHARE = 0.012
JUST_NOW = timedelta(minutes=7)  # the last report, by the public form: nobody has opened it yet


@dataclass(frozen=True)
class Household:
    """One family of the simulation: its children and what happens to them."""

    number: int
    concern: Concern
    children: tuple[Person, ...]


@dataclass(frozen=True)
class Arrival:
    """One report as it will come in. `outcome` is empty when it becomes or joins a case."""

    number: int
    at: datetime
    channel: str
    reporter_type: str
    told: Told
    household: Household
    repeats: bool = False
    outcome: str = ""

    @property
    def screened_out(self) -> bool:
        return bool(self.outcome)

    @property
    def by_public(self) -> bool:
        return self.channel == PUBLIC_FORM


def arrivals(*, seed: int, start: datetime, end: datetime, reports: int, areas: Path) -> list[Arrival]:
    """All reports between two moments, in order. The same seed makes the same reports."""
    draw = Random(f"naung {seed} arrivals")
    fresh = min(reports // 5, max(AT_LEAST_FRESH, round(reports * FRESH_SHARE))) if reports > AT_LEAST_FRESH else 0
    times = moments(draw, start, end, reports - fresh)
    times += [end - LAST_HOURS * draw.random() for _ in range(fresh - 1)] + [end - JUST_NOW] * (fresh > 0)
    found: list[Arrival] = []
    for number, at in enumerate(sorted(times)):
        own = Random(f"naung {seed} report {number}")
        channel = PUBLIC_FORM if at == end - JUST_NOW else weighted(own, figures()["channels"]["weights"])
        found.append(_arrival(own, number, at, channel, found, areas))
    return found


def _arrival(draw: Random, number: int, at: datetime, channel: str, before: list[Arrival], areas: Path) -> Arrival:
    shares = figures()["outcomes"]
    reporter = weighted(draw, REPORTERS[channel])
    kind = draw.random()
    earlier = [one for one in before[-150:] if not one.screened_out and not one.repeats]
    if kind < shares["duplicates"] and earlier:
        return _again(draw, number, at, channel, reporter, draw.choice(earlier))
    outcome = ""
    if shares["duplicates"] <= kind < shares["duplicates"] + shares["screened_out"]:
        outcome = weighted(draw, shares["screened_out_as"])
    household = _household(draw, number, at, areas)
    told = nothing_of_ours(draw, outcome) if outcome else _told(draw, household, reporter, at)
    return Arrival(number, at, channel, reporter, told, household, outcome=outcome)


def _again(draw: Random, number: int, at: datetime, channel: str, reporter: str, first: Arrival) -> Arrival:
    """The same child, told by somebody else, in another spelling."""
    told = _told(draw, first.household, reporter, at)
    return Arrival(number, at, channel, reporter, told, first.household, repeats=True)


def _told(draw: Random, household: Household, reporter: str, at: datetime) -> Told:
    return tell(draw, household.concern, reporter=reporter, age=household.children[0].age_on(at.date()))


def _household(draw: Random, number: int, at: datetime, areas: Path) -> Household:
    concern = draw_concern(draw)
    ward, (low, high) = draw_ward(draw, areas), concern.ages
    count = 2 if chance(draw, figures()["siblings"]["share"]) else 1
    first = draw_person(
        draw, age=draw_age(draw, low, high), on=at.date(), girl=chance(draw, concern.girls), ward_code=ward
    )
    others = (
        replace(
            draw_person(draw, age=draw_age(draw, low, high), on=at.date(), girl=chance(draw, 0.5), ward_code=ward),
            address=first.address, rt=first.rt, kk=first.kk, adults=first.adults,
        )
        for _ in range(count - 1)
    )  # fmt: skip
    return Household(number, concern, (first, *others))


def filing_of(arrival: Arrival, *, seed: int, ward_ids: Mapping[str, UUID]) -> Filing:
    """The report as somebody fills it in: only what that person knows, in that person's spelling."""
    draw = Random(f"naung {seed} filing {arrival.number}")
    told, family = arrival.told, arrival.household.children
    nameless = arrival.reporter_type in NAMELESS
    lost = arrival.outcome == "TOO_LITTLE_KNOWN"
    children = family[:1] if arrival.repeats or arrival.screened_out else family
    return Filing(
        happened=told.happened,
        channel=arrival.channel,
        children=tuple(FiledChild() if lost else _child(draw, one, arrival, ward_ids) for one in children),
        reporter=ReporterFacts() if nameless else _reporter(draw),
        reporter_type=arrival.reporter_type,
        secrecy="ANON" if nameless else "TERBUKA" if chance(draw, 0.4) else "RAHASIA",
        alleged=_alleged(draw, told),
        happened_when=told.when,
        place=told.place,
        child_wants=told.wants,
        forms=told.forms if chance(draw, 0.8) else frozenset(),
        tpks=told.tpks if chance(draw, 0.5) else frozenset(),
        dangers=told.told_dangers(draw),
    )


def _child(draw: Random, person: Person, arrival: Arrival, ward_ids: Mapping[str, UUID]) -> FiledChild:
    knows = figures()["identity"]
    near = arrival.reporter_type in {"ORT", "WAL", "KEL", "GRU", "KSK", "ANK", "OPD", "LKS", "KES", "POL", "TKS"}
    birth_known = near and chance(draw, knows["birth_date_known"] / 0.6)
    age_known = birth_known or chance(draw, knows["age_known"])
    others = arrival.repeats or chance(draw, knows["variant"])
    name = person.name if near or chance(draw, knows["name_known"]) else ""
    age = person.age_on(arrival.at.date())
    return FiledChild(
        name=as_written_by_others(draw, name) if others else name,
        nickname=person.nickname if chance(draw, 0.4) else "",
        sex=person.sex,
        birth_date=person.birth_date if birth_known else None,
        age_estimated_date=arrival.at.date() if age_known and not birth_known else None,
        age_estimate=min(17, max(0, age + draw.choice((-1, 0, 0, 0, 1)))) if age_known and not birth_known else None,
        age_known="" if age_known else Known.UNKNOWN,
        nik=person.nik if near and chance(draw, knows["nik_known"] / 0.6) else "",
        kk=person.kk if near and chance(draw, 0.2) else "",
        nisn=person.nisn if arrival.reporter_type in {"GRU", "KSK"} else "",
        address=person.address if chance(draw, 0.8) else "",
        rt=person.rt if chance(draw, 0.7) else "",
        ward_id=ward_ids[person.ward_code],
        school_class=person.school_class if chance(draw, knows["school_known"]) else "",
        languages=(person.language,) if person.language != "IND" and chance(draw, 0.15) else (),
        disabilities=("DGA",) if "R04" in arrival.told.risks else (),
        caregivers=tuple(
            Caregiver(name=one.name, relation=one.relation, phone=one.phone) for one in person.adults if near
        ),
        where_now=arrival.told.where_now if chance(draw, 0.85) else "TTH",
    )


def _reporter(draw: Random) -> ReporterFacts:
    group = draw_group(draw)
    return ReporterFacts(
        name=draw_name(draw, group, draw.choice("LP")),
        phone=draw_phone(draw) if chance(draw, 0.85) else "",
        safe_to_contact="YES" if chance(draw, 0.85) else "NO",
        safe_hours=draw.choice(("", "siang", "setelah jam 16.00")),
    )


def _alleged(draw: Random, told: Told) -> AllegedFacts:
    """Never a name: an invented one could resemble a real colleague's."""
    if not told.relation:
        return AllegedFacts()
    reach = "YES" if "R02" in told.risks else "NO" if "L02" in told.protective else draw.choice(("UNKNOWN", "NO"))
    return AllegedFacts(relation=told.relation, has_access=reach)


def concern_shares(found: list[Arrival]) -> Iterator[tuple[str, float]]:
    """How often each kind of harm came, for the summary."""
    own = [one for one in found if not one.screened_out]
    for concern in concerns():
        yield concern.code, sum(one.household.concern is concern for one in own) / max(1, len(own))
