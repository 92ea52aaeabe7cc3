"""The city that this installation serves: names, zone, hours, numbers and letterhead, from one TOML file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

from naung.core.text import Text

# What counts for where to go next unless the city's file says otherwise, and what a team can do in a month.
ROLLOUT_WEIGHTS: Mapping[str, int] = {"never": 35, "size": 20, "waiting": 15, "reports": 15, "need": 15}
PER_TEAM, PER_SESSION = 4, 200
PACKAGED_AREAS = Path(__file__).resolve().parent / "data"
T = TypeVar("T")


class CityError(ImproperlyConfigured):
    """The city's file cannot be used; the message names the file and the key."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """A number to call when a child is in danger."""

    number: str
    name: Text
    whatsapp: str

    @property
    def dial(self) -> str:
        """The number as a telephone takes it."""
        return self.number.replace("-", "").replace(" ", "")


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the office. Unconfirmed contacts are placeholders and must not be shown as real."""

    confirmed: bool
    phone: str
    whatsapp: str
    email: str
    address: str


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """When the office works: days by ISO number (Monday is 1), opening and closing time."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class RosterRule:
    """Which roles answer first and second in these hours when no roster is written; may end the next day."""

    days: frozenset[int]
    starts: time
    ends: time
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Rollout:
    """How the office goes from school to school: what counts for who is next, and what its teams can do.

    `weights` by what counts: never, size, waiting, reports, need. `need` by the code of a kecamatan, from 0 to 100.
    """

    weights: Mapping[str, int]
    need: Mapping[str, int]
    per_team: int
    per_session: int
    breaks: frozenset[int]


@dataclass(frozen=True, slots=True)
class City:
    """Everything that differs from city to city."""

    programme: str
    programme_long: str
    decree: str
    office: str
    office_short: str
    letterhead: tuple[str, ...]
    contact: Contact
    answers: Text
    name: str
    province: str
    area_code: str
    areas_file: Path
    time_zone: str
    zone_label: str
    hours: OfficeHours
    emergency: tuple[Helpline, ...]
    quick_exit: str
    caseload_warning: int
    danger_wait: timedelta
    roster: tuple[RosterRule, ...]
    rollout: Rollout

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone."""
        return ZoneInfo(self.time_zone)


def load_city(path: Path) -> City:
    """Read a city's file; a missing or wrong key is named in the error."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CityError(f"The city's file {path} cannot be read: {error.strerror}.") from error
    except tomllib.TOMLDecodeError as error:
        raise CityError(f"The city's file {path} is not valid TOML: {error}.") from error
    return _city(Table(path, "", content))


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the file that knows where it stands, so that an error can name the key."""

    file: Path
    place: str
    content: Mapping[str, Any]

    def fail(self, key: str, what: str) -> CityError:
        return CityError(f"{self.file}: `{self.place}{key}` {what}.")

    def value(self, key: str, kind: type[T], what: str) -> T:
        found = self.content.get(key)
        if key not in self.content:
            raise self.fail(key, "is missing")
        if not isinstance(found, kind) or (isinstance(found, bool) and kind is not bool):
            raise self.fail(key, f"must be {what}")
        return found

    def text(self, key: str) -> str:
        found = self.value(key, str, "a text").strip()
        if not found:
            raise self.fail(key, "is empty")
        return found

    def optional(self, key: str) -> str:
        return self.text(key) if key in self.content else ""

    def number(self, key: str) -> int:
        found = self.value(key, int, "a whole number")
        if found < 1:
            raise self.fail(key, "must be 1 or more")
        return found

    def clock(self, key: str) -> time:
        try:
            return time.fromisoformat(self.text(key).replace(".", ":"))
        except ValueError:
            raise self.fail(key, "must be a time such as 08.00") from None

    def texts(self, key: str) -> tuple[str, ...]:
        found = self.value(key, list, "a list")
        if not found or not all(isinstance(item, str) for item in found):
            raise self.fail(key, "must be a list of texts")
        return tuple(found)

    def days(self, key: str) -> frozenset[int]:
        found = self.value(key, list, "a list")
        if not found or not set(found) <= set(range(1, 8)):
            raise self.fail(key, "must list days from 1 (Monday) to 7")
        return frozenset(found)

    def shares(self) -> dict[str, int]:
        """Every key with a whole number from 0 to 100."""
        found = {key: self.value(key, int, "a whole number") for key in self.content}
        if wrong := [key for key, number in found.items() if not 0 <= number <= 100]:
            raise self.fail(wrong[0], "must be from 0 to 100")
        return found

    def table(self, key: str) -> "Table":
        return Table(self.file, f"{self.place}{key}.", self.value(key, dict, "a table"))

    def tables(self, key: str) -> "tuple[Table, ...]":
        found = self.value(key, list, "a list of tables")
        if not found or not all(isinstance(item, dict) for item in found):
            raise self.fail(key, "must be a list of tables")
        return tuple(Table(self.file, f"{self.place}{key}[{n}].", item) for n, item in enumerate(found, 1))

    def words(self) -> Text:
        return Text(id=self.text("id"), en=self.text("en"))


def _city(top: Table) -> City:
    programme, office, area = top.table("programme"), top.table("office"), top.table("area")
    zone, public, duties = top.table("time"), top.table("public"), top.table("duties")
    return City(
        programme=programme.text("name"),
        programme_long=programme.text("long_name"),
        decree=programme.optional("decree"),
        office=office.text("name"),
        office_short=office.text("short_name"),
        letterhead=office.texts("letterhead"),
        contact=_contact(office.table("contact")),
        answers=office.table("answers").words(),
        name=area.text("name"),
        province=area.text("province"),
        area_code=area.text("code"),
        areas_file=_areas_file(area),
        time_zone=_time_zone(zone),
        zone_label=zone.text("zone_label"),
        hours=_hours(zone),
        emergency=tuple(_helpline(line) for line in top.tables("emergency")),
        quick_exit=_address(public),
        caseload_warning=duties.number("caseload_warning"),
        danger_wait=timedelta(minutes=duties.number("danger_wait_minutes")),
        roster=tuple(_roster_rule(rule) for rule in top.tables("roster")),
        rollout=_rollout(top.table("rollout") if "rollout" in top.content else Table(top.file, "rollout.", {})),
    )


def _rollout(table: Table) -> Rollout:
    """Every key may be left out."""
    content = {"weights": {}, "need": {}, "per_team": PER_TEAM, "per_session": PER_SESSION, "breaks": []}
    table = Table(table.file, table.place, content | dict(table.content))
    told = table.table("weights").shares()
    if unknown := told.keys() - ROLLOUT_WEIGHTS.keys():
        raise table.fail(f"weights.{min(unknown)}", f"is none of {', '.join(ROLLOUT_WEIGHTS)}")
    return Rollout(
        weights={**ROLLOUT_WEIGHTS, **told},
        need=table.table("need").shares(),
        per_team=table.number("per_team"),
        per_session=table.number("per_session"),
        breaks=_months(table),
    )


def _months(table: Table) -> frozenset[int]:
    found = table.value("breaks", list, "a list of months")
    if not set(found) < set(range(1, 13)):
        raise table.fail("breaks", "must list months from 1 to 12, not all of them")
    return frozenset(found)


def _contact(table: Table) -> Contact:
    return Contact(
        confirmed=table.value("confirmed", bool, "true or false"),
        phone=table.text("phone"),
        whatsapp=table.text("whatsapp"),
        email=table.text("email"),
        address=table.text("address"),
    )


def _areas_file(area: Table) -> Path:
    name = area.text("file")
    for folder in (area.file.parent, PACKAGED_AREAS):
        if (folder / name).is_file():
            return folder / name
    raise area.fail("file", f"names {name}, which is neither beside this file nor in {PACKAGED_AREAS}")


def _time_zone(table: Table) -> str:
    name = table.text("zone")
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError):
        raise table.fail("zone", f"is not a time zone: {name}") from None


def _hours(table: Table) -> OfficeHours:
    hours = OfficeHours(table.days("work_days"), table.clock("opens"), table.clock("closes"))
    if hours.opens >= hours.closes:
        raise table.fail("closes", "must be later than `opens`")
    return hours


def _helpline(table: Table) -> Helpline:
    return Helpline(table.text("number"), table.table("name").words(), table.optional("whatsapp"))


def _roster_rule(table: Table) -> RosterRule:
    return RosterRule(
        days=table.days("days"),
        starts=table.clock("from"),
        ends=table.clock("until"),
        first=table.text("first"),
        second=table.text("second"),
    )


def _address(public: Table) -> str:
    address = public.text("quick_exit")
    if not address.startswith("https://"):
        raise public.fail("quick_exit", "must be an address that begins with https://")
    return address
