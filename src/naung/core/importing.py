"""Reading files that other people made: a bad row is refused with its place, the rest goes on."""

import csv
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import click

from naung.core.errors import Refused

T = TypeVar("T")


class CellError(ValueError):
    """One cell cannot be right; says which column and why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one place of a file."""

    place: str
    column: str
    reason: str

    def __str__(self) -> str:
        column = f", column {self.column}" if self.column else ""
        return f"{self.place}{column}: {self.reason}"


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

    def refuse(self, place: str, column: str, reason: str) -> None:
        self.refused.append(Problem(place, column, reason))

    def warn(self, place: str, column: str, reason: str) -> None:
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
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Refused(
            f"{path} is not UTF-8 text (byte {error.start}). Save it again as CSV UTF-8 or GeoJSON."
        ) from error


def read_csv(path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Source:
    """The rows of a CSV file with at least these columns, parted by comma or semicolon, one row a line."""
    lines = read_text(path).splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    head = [name.strip(' "') for name in lines[0].split(delimiter)] if lines else []
    if missing := [name for name in columns if name not in head]:
        raise Refused(f"{path}: the first line must name the columns; missing: {', '.join(missing)}.")
    wanted = {*columns, *optional}
    source = Source(str(path))
    for number, line in enumerate(lines[1:], start=2):
        if line.strip(f"{delimiter} "):
            _take(source, f"{path}:{number}", line, delimiter, head, wanted)
    return source


def _take(source: Source, place: str, line: str, delimiter: str, head: list[str], wanted: set[str]) -> None:
    try:
        cells = _split(line, delimiter)
    except csv.Error as error:
        source.refused.append(Problem(place, "", f"cannot be split into columns ({error})"))
        return
    if len(cells) != len(head):
        source.refused.append(Problem(place, "", f"has {len(cells)} columns, the first line names {len(head)}"))
        return
    values = {name: cell.strip() for name, cell in zip(head, cells, strict=True) if name in wanted}
    if unprintable := [name for name, cell in values.items() if not cell.isprintable()]:
        source.refused.append(Problem(place, unprintable[0], "holds a character that cannot be printed"))
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
            outcome.refuse(row.place, column, f"{row.values[column]} stands already at {first[key(value)]}")
            continue
        first[key(value)] = row.place
        made.append((row.place, value))
    return outcome, made


def text(values: Mapping[str, str], column: str, longest: int) -> str:
    """A cell that may not be empty nor longer than its place in the database."""
    value = values[column]
    if not value:
        raise CellError(column, "is empty")
    if len(value) > longest:
        raise CellError(column, f"is longer than {longest} letters")
    return value


def one_of(values: Mapping[str, str], column: str, known: Iterable[str]) -> str:
    """A cell that must be one of a few words, in any letter case; returned in small letters."""
    words = sorted(known)
    value = values[column].lower()
    if value not in words:
        raise CellError(column, f"“{values[column]}” is none of {', '.join(words)}")
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
        raise CellError(column, f"“{values[column]}” is not a number of degrees such as -1.2654") from None
    if not math.isfinite(value) or abs(value) > most:
        raise CellError(column, f"{values[column]} is not between -{most} and {most} degrees")
    return value
