"""What is measured: seven things that people do, each as the requests of one user."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.browser import Reader, fields_of
from bench.people import Person, a_ward
from naung.access.policy import Role
from naung.core.ids import new_id

STORY = "Kemarin sore anak itu menangis di depan rumah; tetangga bilang sudah sering dipukul dengan sapu."


@dataclass(frozen=True)
class Ask:
    """One request: a page to open, or a form to send."""

    path: str
    fields: Mapping[str, object] | None = None


Script = Callable[[int], Ask]


@dataclass(frozen=True)
class Scenario:
    """One thing that people do. `script` gives the requests of one user after it has read what it needs."""

    name: str
    title: str
    role: Role | None
    script: Callable[[Reader, Person], Script]
    good: frozenset[int]
    most_queries: int | None = None

    @property
    def reads(self) -> bool:
        """Whether it only shows a page."""
        return self.most_queries is not None


SHOWN, SENT = frozenset({200}), frozenset({302})


def _today(_reader: Reader, _person: Person) -> Script:
    return lambda _: Ask("/kerja/")


def _list(_reader: Reader, _person: Person) -> Script:
    return lambda _: Ask("/kasus/?level=HIGH")


def _search(_reader: Reader, person: Person) -> Script:
    """First names, last names and whole names, as people type them."""
    typed = [part for name in person.names for part in (name.split()[0], name.split()[-1], name)]
    return lambda count: Ask("/kerja/cari/?" + urlencode({"q": typed[count % len(typed)]}))


def _case(_reader: Reader, person: Person) -> Script:
    return lambda count: Ask(f"/kasus/{person.cases[count % len(person.cases)]}/")


def _visit(reader: Reader, person: Person) -> Script:
    path = "/kasus/{}/kunjungan/"
    fields = fields_of(reader.page(path.format(person.cases[0])), "visit_id") | {
        "child_seen": "yes", "seen_alone": "yes", "safe": "YES", "stable": "yes",
        "child_words": "Aku sudah bisa tidur nyenyak.", "observed": "Rumah tenang, anak bermain dengan adiknya.",
        "agreed": "Kunjungan berikut minggu depan.",
    }  # fmt: skip
    return lambda count: Ask(path.format(person.cases[count % len(person.cases)]), fields | {"visit_id": new_id()})


def _office_report(reader: Reader, _person: Person) -> Script:
    """A call written down: one child with a name, an age and a ward, the alleged person named, the caller known."""
    path = "/laporan/baru/{}/"
    fields = fields_of(reader.page(path.format(new_id())), "happened") | {
        "send": 1, "channel": "TEL", "happened": STORY, "happened_when": "kemarin", "place": "RMH", "ward": a_ward(),
        "alleged_name": "Paman Ujang", "alleged_access": "YES", "reporter_type": "TET", "reporter_name": "Ibu Rahma",
        "secrecy": "RAHASIA", "B01": "NO", "child0-name": "Dewi Lestari", "child0-age_estimate": 9, "child0-sex": "P",
    }  # fmt: skip
    return lambda _: Ask(path.format(new_id()), fields)


def _public_report(reader: Reader, _person: Person) -> Script:
    reader.page("/lapor/")
    fields = {
        "at": 2, "send": 1, "happened": STORY, "happened_when": "kemarin", "child_name": "Dewi", "age": 9, "sex": "P",
        "ward": a_ward(), "alleged": "paman yang tinggal serumah", "secrecy": "ANON",
    }  # fmt: skip
    return lambda _: Ask("/lapor/", fields | {"token": secrets.token_urlsafe(24)})


def nobody() -> Person:
    """Somebody without an account."""
    return Person(new_id(), "", None)


SCENARIOS = (
    Scenario("today", "a companion's day", Role.COMPANION, _today, SHOWN, 12),
    Scenario("list", "a filtered list of 50 cases", Role.SUPERVISOR, _list, SHOWN, 12),
    Scenario("search", "a name search", Role.SUPERVISOR, _search, SHOWN, 12),
    Scenario("case", "a case page", Role.SOCIAL_WORKER, _case, SHOWN, 18),
    Scenario("office_report", "an office report", Role.INTAKE, _office_report, SENT),
    Scenario("public_report", "a public report", None, _public_report, SHOWN),
    Scenario("visit", "a saved visit", Role.SOCIAL_WORKER, _visit, SENT),
)
BY_SIZE = ("list", "search")  # what must not slow down as the city grows
LIST = next(one for one in SCENARIOS if one.name == "list")
