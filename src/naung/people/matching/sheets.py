"""Registers as CSV files: columns, rows and what is wrong with them. National numbers become tokens at once."""

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from naung.people.matching.facts import Known, number_token, number_tokens
from naung.people.matching.names import label_mother
from naung.people.rules.identity import digits_of
from naung.people.rules.phones import check_phone

COLUMNS = (
    "rec_id", "child_id", "name", "nickname", "sex", "birth_date", "age_years", "seen_on", "mother", "regency",
    "village", "phone", "nik", "kk", "school", "address",
)  # fmt: skip
EMPTY_ROW = dict.fromkeys(COLUMNS, "")
SEXES = {"": "", "M": "L", "F": "P", "L": "L", "P": "P"}
MOBILE = re.compile(r"08[1-9]\d{7,10}$")
LONGEST_CELL = 1_000_000


class WrongFile(ValueError):
    """The file cannot be used at all; the sentence says why."""


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that cannot be used: line, column and reason."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.reason}"


@dataclass
class Sheet:
    """The rows of a file that can be used, by their place, and those that cannot."""

    ids: list[str] = field(default_factory=list)
    known: list[Any] = field(default_factory=list)
    wrong: list[WrongRow] = field(default_factory=list)


def read(path: Path, key: bytes | None = None, made: Callable[[Known], Any] = lambda known: known) -> Sheet:
    """Read a register; `made` turns each account into what is kept. `WrongFile` when it is no register.

    `key` makes the tokens of national numbers: two files that are compared need the same one.
    """
    key, sheet, seen = key or os.urandom(32), Sheet(), dict[str, int]()
    for line, row in _rows(path):
        one = account(row, key)
        if isinstance(one, tuple):
            sheet.wrong.append(WrongRow(line, *one))
            continue
        name = row["rec_id"]
        if name in seen:
            raise WrongFile(f"{path}: rec_id in line {line} stood already in line {seen[name]}; each must stand once.")
        seen[name] = line
        sheet.ids.append(name)
        sheet.known.append(made(one))
    if not seen and not sheet.wrong:
        raise WrongFile(f"{path}: the file holds no rows.")
    return sheet


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    before = csv.field_size_limit(LONGEST_CELL)  # it holds for the whole process
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            columns = _columns(path, next(reader, []))
            for row in reader:
                if row:
                    yield reader.line_num, _row(path, reader.line_num, columns, row)
    except OSError as error:
        raise WrongFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise WrongFile(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8 and try again.") from error
    except csv.Error as error:
        raise WrongFile(f"{path} is no CSV file: {error}.") from error
    finally:
        csv.field_size_limit(before)


def _columns(path: Path, columns: list[str]) -> list[str]:
    columns = [name.strip().lower() for name in columns]
    if not any(columns):
        raise WrongFile(f"{path}: the file is empty; its first line must name the columns.")
    if unknown := [name for name in columns if name not in COLUMNS]:
        raise WrongFile(f"{path}: unknown column {', '.join(map(repr, unknown))}; known are {', '.join(COLUMNS)}.")
    if len(set(columns)) < len(columns):
        raise WrongFile(f"{path}: a column stands twice.")
    if "rec_id" not in columns:
        raise WrongFile(f"{path}: the column rec_id is missing.")
    return columns


def _row(path: Path, line: int, columns: list[str], row: list[str]) -> dict[str, str]:
    if len(row) != len(columns):
        raise WrongFile(f"{path}: line {line} has {len(row)} fields, not {len(columns)}.")
    return EMPTY_ROW | {name: cell.strip() for name, cell in zip(columns, row, strict=True)}


def account(row: dict[str, str], key: bytes) -> Known | tuple[str, str]:
    """The account in a row, or the column that cannot be read and why."""
    if not row["rec_id"]:
        return "rec_id", "is empty"
    if row["rec_id"][0] in "=+-@":
        return "rec_id", "begins with a sign that a spreadsheet would take for a formula in what is written"
    for column, reads in CELLS.items():
        if row[column] and reads(row[column]) is None:
            return column, REASONS[column]
    years, seen = row["age_years"], row["seen_on"]
    nik, kk = digits_of(row["nik"]), digits_of(row["kk"])
    return Known(
        name=row["name"], nickname=row["nickname"], mother=row["mother"], sex=SEXES[row["sex"].upper()],
        birth_date=_day(row["birth_date"]), age_estimate=int(years) if years and seen else None,
        age_estimated_date=_day(seen) if years and seen else None, nik_tokens=number_tokens(nik, key),
        kk_token=number_token(kk, key), phone=_phone(row["phone"]), kelurahan=row["village"].casefold(),
        kecamatan=row["regency"].casefold(), school=row["school"], address=row["address"],
        is_newborn=bool(label_mother(row["name"])),
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _age(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 and int(text) < 120 else None


def _digits(text: str) -> str | None:
    number = digits_of(text)
    return number if number.isascii() and number.isdigit() and len(number) <= 20 else None


def _phone(text: str) -> str:
    """The number as +62…; the usual mobile number is read without the large tables of the world's numbers."""
    digits = digits_of(text)
    if MOBILE.match(digits):
        return f"+62{digits[1:]}"
    return check_phone(text).value[:20] if text else ""


CELLS: dict[str, Callable[[str], object]] = {
    "sex": lambda text: SEXES.get(text.upper()), "birth_date": _day, "seen_on": _day, "age_years": _age,
    "nik": _digits, "kk": _digits,
}  # fmt: skip
NOT_DIGITS = "holds other signs than digits"
REASONS = {
    "sex": "M or F (also L or P)", "birth_date": "no date as 2015-03-04", "seen_on": "no date as 2026-03-04",
    "age_years": "no whole number of years", "nik": NOT_DIGITS, "kk": NOT_DIGITS,
}  # fmt: skip
