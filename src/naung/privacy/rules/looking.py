"""Unusual looking: rules that a person can check, never a learned score. A hit is a question, no finding.

Each rule takes the looks of a period and what is known of the people and records, and gives the looks to ask about.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from naung.access.policy import Role
from naung.core.city import RosterRule
from naung.core.text import Text
from naung.people.rules import search_key
from naung.teams.rules.rota import Span, rule_at

DAY_BEGINS, DAY_ENDS = 6, 22
HOUR = timedelta(hours=1)
MANY_FLOOR = 12
MANY_TIMES_USUAL = 2
LOOK_UPS_AN_HOUR = 20
SHORTEST_NAME = 4
OFFICE_WIDE = frozenset({Role.DIVISION_HEAD, Role.OFFICE_HEAD})
# Last words that so many people bear that they say nothing of kin.
COMMON = frozenset(
    search_key(word)
    for word in (
        "Putri", "Putra", "Saputra", "Saputri", "Pratama", "Ramadhan", "Ramadhani", "Rahmawati", "Lestari", "Maulana",
        "Hidayat", "Wijaya", "Kurniawan", "Setiawan", "Abdullah", "Rahman", "Rahmat", "Permata", "Permana", "Nugraha",
        "Nugroho", "Susanti", "Susanto", "Aulia", "Azzahra",
    )
)  # fmt: skip


class Rule(StrEnum):
    """The rules of unusual looking, and two lists of looks that are always reviewed."""

    RELATIVE = "RELATIVE"
    OUTSIDE = "OUTSIDE"
    NIGHT = "NIGHT"
    MANY = "MANY"
    LOOKUPS = "LOOKUPS"
    EMERGENCY = "EMERGENCY"
    REVEAL = "REVEAL"


TEXTS = {
    Rule.RELATIVE: Text("Mungkin keluarga sendiri", "Perhaps her own family"),
    Rule.OUTSIDE: Text("Di luar timnya", "Outside her team"),
    Rule.NIGHT: Text("Malam hari, tidak piket", "At night, not on duty"),
    Rule.MANY: Text("Banyak anak berturut-turut", "Many children in a row"),
    Rule.LOOKUPS: Text("Pencarian berulang", "Repeated look-ups"),
    Rule.EMERGENCY: Text("Akses darurat", "Emergency access"),
    Rule.REVEAL: Text("Yang tersegel dibuka", "What is masked was opened"),
}
HOW = {
    Rule.RELATIVE: Text(
        "Kata terakhir nama, atau nomor telepon, sama dengan anak atau pengasuhnya.",
        "The last word of the name, or the telephone number, is that of the child or a caregiver.",
    ),
    Rule.OUTSIDE: Text(
        "Kasus milik tim lain, bukan tanggungannya, dan tidak diberikan kepadanya.",
        "A case of another team that she neither holds nor was given.",
    ),
    Rule.NIGHT: Text(
        "Antara pukul 22 dan 6, di luar giliran piketnya.", "Between 22 and 6 o'clock, outside her turns of duty."
    ),
    Rule.MANY: Text(
        "Lebih dari 12 anak dalam satu jam, dan lebih dari dua kali kebiasaannya sendiri.",
        "More than 12 children in an hour, and more than twice her own usual.",
    ),
    Rule.LOOKUPS: Text("Lebih dari 20 pencarian dalam satu jam.", "More than 20 look-ups in an hour."),
}
RESEMBLES = Text(
    "Nama atau nomor telepon sama dengan petugas.", "The name or telephone number is that of the staff member."
)
OTHER_TEAM = Text("Kasus tim {team}.", "A case of team {team}.")
AT = Text("Pukul {time}, tidak piket.", "At {time}, not on duty.")
IN_A_ROW = Text("{count} anak dalam satu jam; biasanya {usual}.", "{count} children in an hour; usually {usual}.")
LOOKED_UP = Text("{count} pencarian dalam satu jam.", "{count} look-ups in an hour.")


@dataclass(frozen=True)
class Look:
    """One look at one record, or one look-up (without a record)."""

    id: UUID
    at: datetime
    actor_id: UUID
    roles: frozenset[str]
    record_id: UUID | None = None
    of_report: bool = False


@dataclass(frozen=True)
class Known:
    """What is known beside the looks: of people, records, turns of duty, and each person's usual hour."""

    zone: ZoneInfo
    roster: Sequence[RosterRule] = ()
    teams_of: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    team_of: Mapping[UUID, UUID | None] = field(default_factory=dict)
    holder_of: Mapping[UUID, UUID | None] = field(default_factory=dict)
    team_names: Mapping[UUID, str] = field(default_factory=dict)
    given: frozenset[tuple[UUID, UUID]] = frozenset()
    resembling: frozenset[tuple[UUID, UUID]] = frozenset()
    turns: Mapping[UUID, Sequence[Span]] = field(default_factory=dict)
    usual: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """One look to ask about, and why."""

    rule: Rule
    look: Look
    why: Text


def unusual(looks: Iterable[Look], known: Known) -> list[Hit]:
    """Every hit of every rule, the newest first."""
    in_order = sorted(looks, key=lambda look: (look.at, look.id))
    hits = [hit for find in FINDERS.values() for hit in find(in_order, known)]
    return sorted(hits, key=lambda hit: (hit.look.at, hit.rule), reverse=True)


def _each_day(rule: Rule, looks: Iterable[Look], known: Known, why: Callable[[Look], Text | None]) -> Iterator[Hit]:
    """One hit for a person, a record and a day, however often she opened it."""
    seen: set[tuple[object, ...]] = set()
    for look in looks:
        key = (look.actor_id, look.record_id, look.at.astimezone(known.zone).date())
        if look.record_id and key not in seen and (text := why(look)):
            seen.add(key)
            yield Hit(rule, look, text)


def relatives(looks: Iterable[Look], known: Known) -> Iterator[Hit]:
    """Looks at children who may be kin."""

    def why(look: Look) -> Text | None:
        return RESEMBLES if (look.actor_id, look.record_id) in known.resembling else None

    return _each_day(Rule.RELATIVE, looks, known, why)


def outside(looks: Iterable[Look], known: Known) -> Iterator[Hit]:
    """Looks at what lies with another team, unless she holds it, was given it, or answers for the whole office."""

    def why(look: Look) -> Text | None:
        assert look.record_id  # noqa: S101 - `_each_day` asked
        team = known.team_of.get(look.record_id)
        teams = known.teams_of.get(look.actor_id, frozenset())
        if team is None or team in teams or look.roles & OFFICE_WIDE:
            return None
        if known.holder_of.get(look.record_id) == look.actor_id or (look.actor_id, look.record_id) in known.given:
            return None
        return OTHER_TEAM.format(team=known.team_names.get(team, "–"))

    return _each_day(Rule.OUTSIDE, looks, known, why)


def at_night(looks: Iterable[Look], known: Known) -> Iterator[Hit]:
    """Looks between 22 and 6 o'clock by who is not on duty."""

    def why(look: Look) -> Text | None:
        local = look.at.astimezone(known.zone)
        if DAY_BEGINS <= local.hour < DAY_ENDS or is_on_duty(look, known):
            return None
        return AT.format(time=f"{local:%H.%M}")

    return _each_day(Rule.NIGHT, looks, known, why)


def is_on_duty(look: Look, known: Known) -> bool:
    """Whether it was her turn. Where nobody is written down, the city's rule calls whole roles, but to reports only."""
    if any(since <= look.at < until for since, until in known.turns.get(look.actor_id, ())):
        return True
    written = any(since <= look.at < until for turns in known.turns.values() for since, until in turns)
    if written or not look.of_report:
        return False
    rule = rule_at(known.roster, look.at, known.zone)
    return rule is not None and bool({rule.first, rule.second} & look.roles)


def many(looks: Iterable[Look], known: Known) -> Iterator[Hit]:
    """The look with which an hour holds far more different children than is this person's own usual."""
    for actor, mine in _by_person(look for look in looks if look.record_id):
        usual = known.usual.get(actor, 0)
        most = max(MANY_FLOOR, MANY_TIMES_USUAL * usual)
        for look, hour in _crossings(mine, most, lambda window: len({one.record_id for one in window})):
            yield Hit(Rule.MANY, look, IN_A_ROW.format(count=hour, usual=usual or "–"))


def look_ups(looks: Iterable[Look], known: Known) -> Iterator[Hit]:  # noqa: ARG001 - every rule takes both
    """The look-up with which an hour holds too many of them."""
    for _, mine in _by_person(look for look in looks if look.record_id is None):
        for look, hour in _crossings(mine, LOOK_UPS_AN_HOUR, len):
            yield Hit(Rule.LOOKUPS, look, LOOKED_UP.format(count=hour))


def _by_person(looks: Iterable[Look]) -> Iterable[tuple[UUID, list[Look]]]:
    found: dict[UUID, list[Look]] = defaultdict(list)
    for look in looks:
        found[look.actor_id].append(look)
    return found.items()


def _crossings(looks: Iterable[Look], most: int, counted: Callable[[deque[Look]], int]) -> Iterator[tuple[Look, int]]:
    """Each look with which the last hour first holds more than `most`; then counted anew."""
    window: deque[Look] = deque()
    for look in looks:
        window.append(look)
        while window[0].at <= look.at - HOUR:
            window.popleft()
        if (count := counted(window)) > most:
            yield look, count
            window.clear()


FINDERS: dict[Rule, Callable[[Iterable[Look], Known], Iterator[Hit]]] = {
    Rule.RELATIVE: relatives,
    Rule.OUTSIDE: outside,
    Rule.NIGHT: at_night,
    Rule.MANY: many,
    Rule.LOOKUPS: look_ups,
}


# Hits in a thousand openings of simulated normal work; `tests/privacy/test_normal_work.py` measures them.
EXPECTED = {Rule.RELATIVE: 8, Rule.OUTSIDE: 2, Rule.NIGHT: 3, Rule.MANY: 0, Rule.LOOKUPS: 0}


def usual_hour(counts: Iterable[int]) -> int:
    """What an hour of work usually holds: the count that nineteen of twenty hours do not exceed."""
    found = sorted(counts)
    return found[min(len(found) - 1, len(found) * 19 // 20)] if found else 0


def telling_word(name: str) -> str:
    """The last word of a name, folded, when it may tell of kin: not the only one, not short, not everybody's."""
    words = search_key(name).split()
    if len(words) < 2 or len(words[-1]) < SHORTEST_NAME or words[-1] in COMMON or not words[-1].isalpha():
        return ""
    return words[-1]


def plain_word(name: str) -> str:
    """The same last word as people write it, for names that are kept without a folded key."""
    return name.split(",", maxsplit=1)[0].rsplit(maxsplit=1)[-1].casefold() if telling_word(name) else ""


def phone_end(phone: str) -> str:
    """The nine last digits of a telephone number, by which numbers with and without a country code are one."""
    digits = "".join(sign for sign in phone if sign.isdigit())
    return digits[-9:] if len(digits) >= 9 else ""
