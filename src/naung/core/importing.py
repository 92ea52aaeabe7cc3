"""Reading files that other people made: a bad row is refused with its place, the rest goes on."""

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

from naung.core.errors import Refused
from naung.core.text import Text

T = TypeVar("T")
WAYS_TO_WRITE_A_DAY = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
NOT_SPLIT = Text("tidak dapat dipisah menjadi kolom ({error})", "cannot be split into columns ({error})")
OTHER_COUNT = Text(
    "berisi {count} kolom, padahal baris pertama menyebut {named}", "has {count} columns, the first line names {named}"
)
UNPRINTABLE = Text("berisi tanda yang tidak dapat dicetak", "holds a character that cannot be printed")
TWICE = Text("{cell} sudah ada di {place}", "{cell} stands already at {place}")
EMPTY = Text("kosong", "is empty")
TOO_LONG = Text("lebih panjang dari {longest} huruf", "is longer than {longest} letters")
NONE_OF = Text("“{cell}” bukan salah satu dari {known}", "“{cell}” is none of {known}")
NO_DEGREES = Text("“{cell}” bukan angka derajat seperti -1.2654", "“{cell}” is not a number of degrees such as -1.2654")
NOT_ON_EARTH = Text(
    "{cell} tidak di antara -{most} dan {most} derajat", "{cell} is not between -{most} and {most} degrees"
)
NO_COLUMNS = Text(
    "{name}: baris pertama harus menyebut kolomnya; yang tidak ada: {missing}.",
    "{name}: the first line must name the columns; missing: {missing}.",
)
NOT_UTF8 = Text(
    "{name} bukan teks UTF-8 (bita {start}). Simpan lagi sebagai CSV UTF-8 atau GeoJSON.",
    "{name} is not UTF-8 text (byte {start}). Save it again as CSV UTF-8 or GeoJSON.",
)


class CellError(ValueError):
    """One cell cannot be right; says which column and why."""

    def __init__(self, column: str, reason: Text) -> None:
        super().__init__(f"{column}: {reason.en}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a file."""

    place: str
    column: str
    reason: Text

    def __str__(self) -> str:
        """The line of a command, which speaks English."""
        column = f", column {self.column}" if self.column else ""
        return f"{self.place}{column}: {self.reason.en}"

    @property
    def line(self) -> str:
        """The number of the line, for a page that shows one file."""
        return self.place.rpartition(":")[2]


@dataclass(frozen=True, slots=True)
class Row:
    """One row (or feature) of a file with the place where it stands."""

    place: str
    values: Mapping[str, str]


@dataclass(slots=True)
class Source:
    """A file that was read: its rows, and the rows that could not even be split into columns."""

    name: str
    rows: list[Row] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class Outcome:
    """What an import did: counts, refused rows, and warnings about rows that were taken."""

    name: str
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def refuse(self, place: str, column: str, reason: Text) -> None:
        self.refused.append(Problem(place, column, reason))

    def warn(self, place: str, column: str, reason: Text) -> None:
        self.warnings.append(Problem(place, column, reason))

    @property
    def counts(self) -> dict[str, int]:
        """The numbers alone, for the audit entry and the last line on the screen."""
        return {
            "added": self.added,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "refused": len(self.refused),
            "warnings": len(self.warnings),
        }

    def __str__(self) -> str:
        return f"{self.name}: " + ", ".join(f"{count} {what}" for what, count in self.counts.items())


def show(outcome: Outcome) -> int:
    """Print what an import did, refusals and warnings apart; the exit status is 1 when a row was refused."""
    for problem in outcome.refused:
        click.echo(f"refused: {problem}", err=True)
    for problem in outcome.warnings:
        click.echo(f"warning: {problem}", err=True)
    click.echo(outcome)
    return 1 if outcome.refused else 0


def read_text(path: Path) -> str:
    """The text of a file, or one sentence why it cannot be had."""
    try:
        return decoded(path.read_bytes(), str(path))
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def decoded(content: bytes, name: str) -> str:
    """The text that a file holds; what is no UTF-8 is refused."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(NOT_UTF8.format(name=name, start=error.start)) from error


def read_csv(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Source:
    """The rows of a CSV file on this machine."""
    return rows_of(read_text(path), str(path), columns, optional)


def rows_of(content: str, name: str, columns: Sequence[str], optional: Sequence[str] = ()) -> Source:
    """The rows of a CSV text with at least these columns, parted by comma or semicolon, one row a line."""
    lines = content.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    head = [name.strip(' "') for name in lines[0].split(delimiter)] if lines else []
    if missing := [name for name in columns if name not in head]:
        raise Refused(NO_COLUMNS.format(name=name, missing=", ".join(missing)))
    wanted = {*columns, *optional}
    source = Source(name)
    for number, line in enumerate(lines[1:], start=2):
        if line.strip(f"{delimiter} "):
            _take(source, f"{name}:{number}", line, delimiter, head, wanted)
    return source


def _take(source: Source, place: str, line: str, delimiter: str, head: list[str], wanted: set[str]) -> None:
    try:
        cells = _split(line, delimiter)
    except csv.Error as error:
        source.refused.append(Problem(place, "", NOT_SPLIT.format(error=error)))
        return
    if len(cells) != len(head):
        source.refused.append(Problem(place, "", OTHER_COUNT.format(count=len(cells), named=len(head))))
        return
    values = {name: cell.strip() for name, cell in zip(head, cells, strict=True) if name in wanted}
    if unprintable := [name for name, cell in values.items() if not cell.isprintable()]:
        source.refused.append(Problem(place, unprintable[0], UNPRINTABLE))
        return
    source.rows.append(Row(place, values))


def _split(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter, strict=True), [])


def parse(
    source: Source, make: Callable[[Mapping[str, str]], T], column: str, key: Callable[[T], object]
) -> tuple[Outcome, list[tuple[str, T]]]:
    """Make values of rows; what `make` refuses, and a second row with the same `key` (`column`), is refused."""
    outcome = Outcome(source.name, refused=list(source.refused))
    made: list[tuple[str, T]] = []
    first: dict[object, str] = {}
    for row in source.rows:
        try:
            value = make(row.values)
        except CellError as error:
            outcome.refuse(row.place, error.column, error.reason)
            continue
        if key(value) in first:
            outcome.refuse(row.place, column, TWICE.format(cell=row.values[column], place=first[key(value)]))
            continue
        first[key(value)] = row.place
        made.append((row.place, value))
    return outcome, made


def written_day(cell: str) -> date | None:
    """A day with its whole year as people write it, 2027-03-10 or the day first; none when it is none."""
    for way in WAYS_TO_WRITE_A_DAY:
        try:
            return datetime.strptime(cell, way).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def text(values: Mapping[str, str], column: str, longest: int) -> str:
    """A cell that may not be empty nor longer than its place in the database."""
    value = values[column]
    if not value:
        raise CellError(column, EMPTY)
    if len(value) > longest:
        raise CellError(column, TOO_LONG.format(longest=longest))
    return value


def one_of(values: Mapping[str, str], column: str, known: Iterable[str]) -> str:
    """A cell that must be one of a few words, in any letter case; returned in small letters."""
    words = sorted(known)
    value = values[column].lower()
    if value not in words:
        raise CellError(column, NONE_OF.format(cell=values[column], known=", ".join(words)))
    return value


def coordinates(values: Mapping[str, str], latitude: str, longitude: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, or none when both cells are empty."""
    if not values[latitude] and not values[longitude]:
        return None
    return _degrees(values, latitude, 90), _degrees(values, longitude, 180)


def _degrees(values: Mapping[str, str], column: str, most: int) -> float:
    try:
        value = float(values[column])
    except ValueError:
        raise CellError(column, NO_DEGREES.format(cell=values[column])) from None
    if not math.isfinite(value) or abs(value) > most:
        raise CellError(column, NOT_ON_EARTH.format(cell=values[column], most=most))
    return value
