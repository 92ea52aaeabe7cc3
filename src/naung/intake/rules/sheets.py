"""Reads triage sheets from a file: everything in it may be wrong, and a wrong sheet is refused whole."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from naung.core import reference
from naung.core.errors import Refused
from naung.intake.rules.answers import Answers, Codebook, from_lists

CODE_LISTS = {
    "bentuk": "bentuk_kekerasan",
    "tpks": "tpks",
    "bahaya": "bahaya",
    "bahaya_belum_tahu": "bahaya",
    "risiko": "faktor_risiko",
    "risiko_belum_tahu": "faktor_risiko",
    "pelindung": "faktor_pelindung",
}
PLAIN = ("kode", "uraian", "usia", "kanal")
KNOWN = frozenset({*CODE_LISTS, *PLAIN})
ADULT = 18


class Pairs(dict[str, Any]):
    """A JSON object that remembers which keys stood in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        names = [name for name, _ in pairs]
        self.repeated = sorted({name for name in names if names.count(name) > 1})


@dataclass(frozen=True)
class Sheet:
    """One readable sheet of the file."""

    kode: str
    answers: Answers


@dataclass(frozen=True)
class RefusedSheet:
    """One sheet that cannot be taken: its place in the file (from 1), its `kode` if it has one, and why."""

    place: int
    kode: str | None
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        name = f"kode {self.kode}" if self.kode else f"item {self.place} (no kode)"
        return f"{name}: refused: {'; '.join(self.reasons)}"


def read_sheets(content: bytes) -> list[Sheet | RefusedSheet]:
    """Every sheet of the file in its order; `Refused` when the file as a whole cannot be read."""
    return [_sheet(item, place) for place, item in enumerate(_items(_parsed(content)), 1)]


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), object_pairs_hook=Pairs)
    except UnicodeDecodeError as error:
        raise Refused(f"it is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise Refused(f"it is not valid JSON: line {error.lineno}, column {error.colno}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"it is not JSON that can be read: {error}") from error


def _items(content: Any) -> list[Any]:
    if isinstance(content, dict):
        if "vignet" not in content:
            raise Refused('it has no list named "vignet"')
        content = content["vignet"]
    if not isinstance(content, list):
        raise Refused('it must be a list of reports, or an object with a list named "vignet"')
    return content


def _sheet(item: Any, place: int) -> Sheet | RefusedSheet:
    if not isinstance(item, Pairs):
        return RefusedSheet(place, None, (f"it must be an object, not {_kind(item)}",))
    reasons = tuple(_faults(item))
    if reasons:
        kode = item.get("kode")
        named = isinstance(kode, (str, int)) and not isinstance(kode, bool) and str(kode).strip()
        return RefusedSheet(place, str(kode) if named else None, reasons)
    return Sheet(item["kode"], _answers(item))


def _faults(item: Pairs) -> Iterator[str]:
    for name in item:
        if name not in KNOWN and not name.startswith("harap_"):
            yield f'unknown key "{name}"'
    for name in item.repeated:
        yield f'key "{name}" stands twice'
    for name, faults in CHECKS.items():
        if name in item:
            yield from faults(name, item[name])
        elif name == "kode":
            yield "kode is missing"


def _kode_faults(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{name} must be text, not {_kind(value)}"
    elif not value.strip():
        yield f"{name} is empty"


def _text_faults(name: str, value: Any) -> Iterator[str]:
    if value is not None and not isinstance(value, str):
        yield f"{name} must be text, not {_kind(value)}"


def _age_faults(name: str, value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, int):
        yield f"{name} must be a whole number of years, not {_kind(value)}"
    elif not 0 <= value < ADULT:
        yield f"{name} {value} is not the age of a child (0 to 17)"


def _channel_faults(name: str, value: Any) -> Iterator[str]:
    yield from _text_faults(name, value)
    if isinstance(value, str) and value not in reference.codes("kanal_laporan"):
        yield f'unknown code "{value}" in {name}'


def _list_faults(name: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{name} must be a list of codes, not {_kind(value)}"
        return
    known = reference.codes(CODE_LISTS[name])
    for code in value:
        if not isinstance(code, str):
            yield f"{name} must hold codes, not {_kind(code)}"
        elif code not in known:
            yield f'unknown code "{code}" in {name}'


CHECKS: dict[str, Callable[[str, Any], Iterator[str]]] = {
    "kode": _kode_faults,
    "uraian": _text_faults,
    "usia": _age_faults,
    "kanal": _channel_faults,
    **dict.fromkeys(CODE_LISTS, _list_faults),
}


def _answers(item: Pairs) -> Answers:
    book = Codebook.packaged()

    def codes(name: str) -> Sequence[str]:
        found: Sequence[str] = item.get(name, ())
        return found

    return Answers(
        forms=frozenset(codes("bentuk")),
        sexual_types=frozenset(codes("tpks")),
        dangers=from_lists(book.dangers, codes("bahaya"), codes("bahaya_belum_tahu")),
        risks=from_lists(book.risks, codes("risiko"), codes("risiko_belum_tahu")),
        protective=from_lists(book.protective, codes("pelindung")),
        age=item.get("usia"),
    )


def _kind(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "text", bool: "true/false", type(None): "null"}
    return next((name for kind, name in names.items() if isinstance(value, kind)), "a number")
