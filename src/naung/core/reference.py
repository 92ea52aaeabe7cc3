"""The code lists and areas that come with Naung: read from packaged files, checked, kept in memory.

Needs no database, so that the triage rule also runs on a bare machine.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
MARKS = ("verified", "proposal", "memory")
AREA_LEVELS = ("CITY", "DISTRICT", "WARD")
NOTHING: Mapping[str, str] = MappingProxyType({})
# Lists that rules and states are made of: the triage rule, the life of reports and cases, the assessment.
FIXED = frozenset({
    "bentuk_kekerasan", "tpks", "bahaya", "faktor_risiko", "faktor_pelindung", "tanda_dini", "tingkat",
    "status_laporan", "hasil_triase", "status_kasus", "tahap", "kerahasiaan", "status_rujukan", "alasan_tutup",
    "domain_asesmen", "domain_biopsikososial", "frasa_aman", "jenis_kontak", "kanal_laporan",
})  # fmt: skip


class ReferenceDataError(ValueError):
    """A reference file cannot be used; the message names the list, the code and what is wrong."""


@dataclass(frozen=True, slots=True)
class ReferenceCode:
    """One code of a list. `basis` names the law or procedure it rests on, `mark` how sure we are of that."""

    code: str
    label_id: str
    label_en: str
    weight: int | None
    basis: str
    valid_from: date
    valid_to: date | None
    extra: Mapping[str, str]
    mark: str = "proposal"

    def label(self, language: str) -> str:
        """The label in English for `en`, else in Indonesian."""
        return self.label_en if language == "en" else self.label_id

    def valid_on(self, day: date) -> bool:
        """Whether the code may be chosen on that day; old records keep it in any case."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """One list with its codes in the order in which people see them."""

    name: str
    label_id: str
    label_en: str
    basis: str
    mark: str
    codes: Mapping[str, ReferenceCode]


@dataclass(frozen=True, slots=True)
class ReferenceArea:
    """One administrative area by the Home Ministry's code; `level` is CITY, DISTRICT or WARD."""

    code: str
    name: str
    level: str
    parent: str


@cache
def lists() -> Mapping[str, ReferenceList]:
    """Every packaged code list by its name."""
    return read_lists(_json(DATA / "codelists.json"))


_office: Mapping[str, Mapping[str, ReferenceCode]] = MappingProxyType({})


def codes(list_name: str) -> Mapping[str, ReferenceCode]:
    """The codes of one list as this office keeps it, in order; also those no longer valid."""
    return _office.get(list_name) or packaged(list_name)


def use(changed: Mapping[str, Iterable[ReferenceCode]]) -> None:
    """Lay what the office changed over the packaged lists, in this process; lists that rules read stay as packaged."""
    global _office  # noqa: PLW0603 - replaced as a whole, so that every thread reads one state
    _office = {
        name: {**packaged(name), **{code.code: code for code in own}}
        for name, own in changed.items()
        if name in lists() and name not in FIXED
    }


def packaged(list_name: str) -> Mapping[str, ReferenceCode]:
    """The codes of one list as they come with Naung."""
    try:
        return lists()[list_name].codes
    except KeyError:
        raise ReferenceDataError(f"There is no code list named {list_name}.") from None


@cache
def areas(path: Path = DATA / "areas.json") -> tuple[ReferenceArea, ...]:
    """The areas of one city, parents before children."""
    return read_areas(_json(path))


def read_lists(content: Mapping[str, Any]) -> Mapping[str, ReferenceList]:
    """Check the content of a code-list file and make values of it."""
    bases: Mapping[str, str] = content["bases"]
    return MappingProxyType({name: _list(name, raw, bases) for name, raw in content["lists"].items()})


def read_areas(content: Mapping[str, Any]) -> tuple[ReferenceArea, ...]:
    """Check the content of an area file: each level known, each code below its parent, none twice."""
    found: dict[str, ReferenceArea] = {}
    for raw in content["areas"]:
        area = ReferenceArea(**{name: _text("areas", raw, name) for name in ("code", "name", "level", "parent")})
        if area.code in found:
            raise ReferenceDataError(f"areas: {area.code} stands twice.")
        if area.level not in AREA_LEVELS:
            raise ReferenceDataError(f"areas: {area.code} has the unknown level {area.level}.")
        if not area.code.startswith(f"{area.parent}."):
            raise ReferenceDataError(f"areas: {area.code} does not lie in {area.parent}.")
        if area.level != "CITY" and area.parent not in found:
            raise ReferenceDataError(f"areas: {area.code} stands before or without its parent {area.parent}.")
        found[area.code] = area
    return tuple(found.values())


def _list(name: str, raw: Mapping[str, Any], bases: Mapping[str, str]) -> ReferenceList:
    if not raw["codes"]:
        raise ReferenceDataError(f"{name}: the list is empty.")
    return ReferenceList(
        name=name,
        label_id=_text(name, raw, "id"),
        label_en=_text(name, raw, "en"),
        basis=_basis(name, raw["basis"], bases),
        mark=_mark(name, raw["mark"]),
        codes=_by_code(name, (_code(name, raw, entry, bases) for entry in raw["codes"])),
    )


def _by_code(name: str, found: Iterable[ReferenceCode]) -> Mapping[str, ReferenceCode]:
    by_code: dict[str, ReferenceCode] = {}
    for code in found:
        if code.code in by_code:
            raise ReferenceDataError(f"{name}: {code.code} stands twice.")
        by_code[code.code] = code
    return MappingProxyType(by_code)


def _code(name: str, whole: Mapping[str, Any], raw: Mapping[str, Any], bases: Mapping[str, str]) -> ReferenceCode:
    code = _text(name, raw, "code")
    place = f"{name} {code}"
    inherited = {**{key: whole[key] for key in ("basis", "mark", "valid_from")}, **raw}
    return ReferenceCode(
        code=code,
        label_id=_text(place, raw, "id"),
        label_en=_text(place, raw, "en"),
        weight=raw.get("weight"),
        basis=_basis(place, inherited["basis"], bases),
        valid_from=_day(place, inherited["valid_from"]),
        valid_to=_day(place, raw["valid_to"]) if raw.get("valid_to") else None,
        extra=MappingProxyType(raw["extra"]) if "extra" in raw else NOTHING,
        mark=_mark(place, inherited["mark"]),
    )


def _text(place: str, raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if not isinstance(value, str) or not value.strip():
        raise ReferenceDataError(f"{place}: `{key}` is missing.")
    return value


def _basis(place: str, key: str, bases: Mapping[str, str]) -> str:
    if key not in bases:
        raise ReferenceDataError(f"{place}: the basis {key} is not among `bases`.")
    return bases[key]


def _mark(place: str, mark: str) -> str:
    if mark not in MARKS:
        raise ReferenceDataError(f"{place}: the mark {mark} is none of {', '.join(MARKS)}.")
    return mark


def _day(place: str, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ReferenceDataError(f"{place}: {text} is not a day (YYYY-MM-DD).") from None


def _json(path: Path) -> Mapping[str, Any]:
    try:
        content: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ReferenceDataError(f"{path} cannot be read: {error}") from error
    return content
