"""The list of who looked that a guardian may be given: who may have it, and what stands on it.

It tells by role and office on which day the child's file was opened for help. Nothing on it may tell who reported or
that an inquiry runs: what is not plainly help is left out, and leaving out changes nothing else on the list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from naung.access.policy import Role
from naung.people.rules import search_key
from naung.privacy.rules.looking import phone_end

# Whose looks are told, in the order in which one role stands for somebody with several.
HELPERS = (Role.SOCIAL_WORKER, Role.COMPANION, Role.SUPERVISOR)
LOOKS = frozenset({"case.opened", "case.printed"})
# The parts of a file whose opening tells of nothing but help. A part that is not here is left out.
PARTS = frozenset({
    "story", "work", "people", "child", "caregiver", "assessment", "plan", "tasks", "services", "visit", "note",
    "consent", "reintegration", "return-visit", "ktr", "lpk", "lpm",
})  # fmt: skip

UNKNOWN = frozenset({"", "TTH"})  # nobody knows yet who is alleged
CAREGIVER = "PGS"
# Which relations of an alleged person may mean a guardian of this relation.
MEANT = {
    "IBU": {"IBU"}, "AYH": {"AYH"}, "ITR": {"ITR", "IBU"}, "ATR": {"ATR", "AYH"},
    "IAK": {"IBU", "ITR"}, "AAK": {"AYH", "ATR"},
    **{code: {"KRB"} for code in ("NNK", "KKE", "BBI", "PMN", "SPU", "KRB")},
    **{code: {"SDR", "KRB"} for code in ("KAK", "ADI", "STR")},
    "WAL": {"KRB", "PTG"}, "ASH": {"KRB", "PTG"}, "PGS": {"KRB", "PTG"}, "LKS": {"PTG", "GRU", "AGM"},
    "SUI": {"PCR"},
}  # fmt: skip
SHORTEST_WORD = 3


@dataclass(frozen=True)
class Person:
    """A guardian, or somebody alleged, as far as told."""

    name: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Look:
    """One entry of the trace about a case of the child."""

    at: datetime
    event: str
    roles: frozenset[str]
    part: str
    office: str


@dataclass(frozen=True, order=True)
class Line:
    """One line of the list: a day, a role, an office. Never how often, by whom, or when on that day."""

    day: date
    role: Role
    office: str


def may_be_alleged(guardian: Person, alleged: Person) -> bool:
    """Whether the alleged person may be this guardian. Where it cannot be ruled out, it may."""
    if alleged.relation in UNKNOWN or alleged.relation == CAREGIVER or guardian.relation not in MEANT:
        return True
    if alleged.relation in MEANT[guardian.relation]:
        return True
    phone = phone_end(guardian.phone)
    return bool(_words(guardian.name) & _words(alleged.name)) or (phone != "" and phone == phone_end(alleged.phone))


def _words(name: str) -> set[str]:
    return {word for word in search_key(name).split() if len(word) >= SHORTEST_WORD}


def lines(looks: Iterable[Look], zone: ZoneInfo) -> list[Line]:
    """The list, the newest day first."""
    found = {
        Line(look.at.astimezone(zone).date(), role, look.office)
        for look in looks
        if look.event in LOOKS and look.part in PARTS and (role := helper_of(look.roles))
    }
    return sorted(found, key=lambda line: (-line.day.toordinal(), HELPERS.index(line.role), line.office))


def helper_of(roles: Iterable[str]) -> Role | None:
    """In which helping role somebody looked; none for whoever has none."""
    held = set(roles)
    return next((role for role in HELPERS if role in held), None)
