"""A school's list of pupils who were often absent: what stands in the file, and what of it cannot be taken and why.

A list is shown to whoever sent it and kept for nobody else. It says nothing of why a pupil was absent and gives
nobody a score. How many days are enough is the office's setting, ten unless it says otherwise.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from io import StringIO

from naung.core.errors import Refused
from naung.core.text import Text
from naung.prevention.rules.attendance_cells import Cell, Fault, day_of, days_of, name_of, nisn_of, short_of

LARGEST = 900_000  # bytes; a request of more than 1 MB is not read at all
MOST_ROWS = 5_000
LONGEST_PERIOD = 366
MARKS = ",;\t"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(StrEnum):
    """The columns that are read; all others are passed over."""

    NISN = "nisn"
    NAME = "name"
    CLASS = "school_class"
    DAYS = "days"
    FROM = "from_date"
    UNTIL = "until_date"


COLUMN_TEXTS = {
    Column.NISN: Text("NISN", "NISN"),
    Column.NAME: Text("nama", "name"),
    Column.CLASS: Text("kelas", "class"),
    Column.DAYS: Text("hari tidak hadir", "days absent"),
    Column.FROM: Text("dari", "from"),
    Column.UNTIL: Text("sampai", "until"),
}
# As a file may call them, in small letters and without signs.
HEADS = {
    Column.NISN: ("nisn", "nomornisn", "nonisn"),
    Column.NAME: ("nama", "namamurid", "namasiswa", "namapesertadidik", "namalengkap", "name", "pupil", "student"),
    Column.CLASS: ("kelas", "rombel", "class", "grade"),
    Column.DAYS: (
        "haritidakhadir", "tidakhadir", "jumlahtidakhadir", "jumlahharitidakhadir", "jumlahalpa", "alpa", "hari",
        "jumlahhari", "daysabsent", "absentdays", "days", "absences", "absent",
    ),
    Column.FROM: ("dari", "daritanggal", "mulai", "tanggalmulai", "from", "start", "fromdate", "startdate"),
    Column.UNTIL: (
        "sampai", "sampaitanggal", "hingga", "sd", "tanggalselesai", "until", "to", "end", "untildate", "enddate",
    ),
}  # fmt: skip
KNOWN = {head: column for column, heads in HEADS.items() for head in heads}
NEEDED = tuple(column for column in Column if column is not Column.CLASS)

TOO_LARGE = Text("Berkas lebih dari 900 kB. Kirim satu sekolah saja.", "The file is over 900 kB. Send one school.")
TOO_MANY = Text(
    "Berkas lebih dari 5.000 baris. Kirim hanya murid yang sering tidak hadir.",
    "The file has over 5,000 rows. Send only pupils who are often absent.",
)
EMPTY = Text("Berkas ini kosong.", "This file is empty.")
NO_ROWS = Text("Di bawah judul kolom tidak ada murid.", "Below the column heads there is no pupil.")
NOT_CSV = Text(
    "Ini berkas Excel atau jenis lain. Simpan dulu sebagai “CSV UTF-8”, lalu kirim yang itu.",
    "This is an Excel file or of another kind. Save it as “CSV UTF-8” first and send that one.",
)
NOT_UTF8 = Text(
    "Huruf di berkas ini tidak terbaca. Simpan lagi sebagai “CSV UTF-8”.",
    "The letters in this file cannot be read. Save it again as “CSV UTF-8”.",
)
BROKEN = Text(
    "Baris {line} rusak: tanda kutipnya tidak ditutup atau isinya terlalu panjang.",
    "Line {line} is broken: a quotation mark is not closed, or it is too long.",
)
NO_COLUMN = Text(
    "Kolom “{column}” tidak ada. Baris pertama harus berisi judul kolom; lihat contoh berkasnya.",
    "There is no column “{column}”. The first line must hold the column heads; see the example file.",
)
COLUMN_TWICE = Text("Kolom “{column}” ada dua kali.", "The column “{column}” stands twice.")
TWICE = Text("murid ini sudah ada di baris {line}", "this pupil stands in line {line} already")
MORE_CELLS = Text(
    "isinya lebih banyak dari judul kolom; beri tanda kutip pada nama yang memakai koma",
    "there are more entries than column heads; put a name with a comma between quotation marks",
)
WHOLE_ROW = Text("baris ini", "this line")
FEW = Text("tidak diambil: kurang dari {fewest} hari", "not taken: fewer than {fewest} days")
BACKWARDS = Text("hari terakhir sebelum hari pertama", "the last day is before the first")
LONG_PERIOD = Text("rentangnya lebih dari satu tahun", "the period is over a year")
MORE_THAN_PERIOD = Text(
    "{days} hari, padahal dari tanggal pertama sampai terakhir hanya {period} hari",
    "{days} days, yet from the first to the last day there are only {period}",
)


@dataclass(frozen=True)
class Absent:
    """One pupil of the list: how many days absent within which period, both days included."""

    nisn: str
    name: str
    school_class: str
    days: int
    from_date: date
    until_date: date


@dataclass(frozen=True)
class RefusedCell:
    """Why one row was not taken: its line in the file, which column, and the reason in words. `few`: below the limit,
    which is no mistake.
    """

    line: int
    column: Text
    reason: Text
    few: bool = False


@dataclass(frozen=True)
class Reading:
    """What a file holds: the pupils that can be taken, most days first, and what cannot and why."""

    pupils: tuple[Absent, ...]
    refused: tuple[RefusedCell, ...]

    @property
    def faults(self) -> tuple[RefusedCell, ...]:
        """What is wrong in the file."""
        return tuple(one for one in self.refused if not one.few)

    @property
    def few(self) -> tuple[RefusedCell, ...]:
        """What is right and below the limit."""
        return tuple(one for one in self.refused if one.few)


def read(data: bytes, *, today: date, fewest: int) -> Reading:
    """Read a file; `Refused` with a reason when nothing of it can be read at all.

    UTF-8 with or without a mark at its beginning; comma, semicolon or tab between the columns, in any order.
    """
    rows = list(_rows(_text(data)))
    if not rows:
        raise Refused(EMPTY, field="file")
    columns, width = _columns(rows[0][1]), len(rows[0][1])
    if len(rows) == 1:
        raise Refused(NO_ROWS, field="file")
    if len(rows) - 1 > MOST_ROWS:
        raise Refused(TOO_MANY, field="file")
    good: list[Absent] = []
    refused: list[RefusedCell] = []
    seen: dict[str, int] = {}
    for line, cells in rows[1:]:
        row = _Row(line, cells, columns, width, seen)
        faults = list(row.faults(today, fewest))
        refused += faults
        good += [] if faults else [row.pupil()]
    return Reading(tuple(sorted(good, key=lambda one: (-one.days, one.name.casefold()))), tuple(refused))


def written(pupils: Iterable[Absent]) -> str:
    """The pupils as such a file, for reading again once somebody saw what was refused.

    A text that a spreadsheet would take for a formula gets the mark of a text before it; reading takes it off again.
    """
    out = StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow([COLUMN_TEXTS[column].id for column in Column])
    write.writerows([_as_text(getattr(one, column)) for column in Column] for one in pupils)
    return out.getvalue()


def _as_text(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def example(today: date) -> str:
    """A file with two made-up pupils, to be filled in; their numbers so that a spreadsheet keeps the noughts."""
    first, last = today - timedelta(days=27), today
    pupils = (
        Absent("'0120000001", "Contoh Satu", "4B", 12, first, last),
        Absent("'0120000002", "Contoh Dua", "5A", 10, first, last),
    )
    return written(pupils)


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise Refused(TOO_LARGE, field="file")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise Refused(NOT_CSV, field="file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(NOT_UTF8, field="file") from None
    if "\0" in text:
        raise Refused(NOT_UTF8, field="file")
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the line on which it begins."""
    first = next((line for line in text.splitlines() if line.strip() and not line.lower().startswith("sep=")), "")
    mark = max(MARKS, key=first.count)
    reader = csv.reader(StringIO(text, newline=""), delimiter=mark, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = [cell.strip() for cell in next(reader)]
        except StopIteration:
            return
        except csv.Error:
            raise Refused(BROKEN.format(line=line), field="file") from None
        if any(cells) and not cells[0].lower().startswith("sep="):
            yield line, cells


def _columns(heads: Sequence[str]) -> dict[Column, int]:
    """At which place each column stands."""
    found: dict[Column, int] = {}
    for place, head in enumerate(heads):
        column = KNOWN.get("".join(sign for sign in head.casefold() if sign.isalnum()))
        if column in found:
            raise Refused(COLUMN_TWICE.format(column=COLUMN_TEXTS[column]), field="file")
        if column is not None:
            found[column] = place
    if missing := [column for column in NEEDED if column not in found]:
        raise Refused(NO_COLUMN.format(column=COLUMN_TEXTS[missing[0]]), field="file")
    return found


class _Row:
    """One row with its cells read; `seen` holds the line of each number that stood in the rows before."""

    def __init__(self, line: int, cells: list[str], columns: dict[Column, int], width: int, seen: dict[str, int]):
        self.line, self.seen, self.crowded = line, seen, len(cells) > width
        raw = {column: cells[place] if place < len(cells) else "" for column, place in columns.items()}
        self.nisn = nisn_of(raw[Column.NISN])
        self.name = name_of(raw[Column.NAME])
        self.school_class = short_of(raw.get(Column.CLASS, ""))
        self.days = days_of(raw[Column.DAYS])
        self.from_date, self.until_date = day_of(raw[Column.FROM]), day_of(raw[Column.UNTIL])

    def faults(self, today: date, fewest: int) -> Iterator[RefusedCell]:
        """Everything that keeps this row from being taken."""
        if self.crowded:
            yield RefusedCell(self.line, WHOLE_ROW, MORE_CELLS)
            return
        wrong = [*self._unread(), *self._twice(), *self._impossible(today)]
        yield from wrong
        if not wrong and (days := self.days.value) is not None and days < fewest:
            yield self._refused(Column.DAYS, FEW.format(fewest=fewest), few=True)

    def pupil(self) -> Absent:
        """The row as a pupil of the list, once it has no faults."""
        return Absent(**{column: getattr(self, column).value for column in Column})

    def _unread(self) -> Iterator[RefusedCell]:
        for column in Column:
            cell: Cell[object] = getattr(self, column)
            if cell.fault is not None:
                yield self._refused(column, cell.fault)

    def _twice(self) -> Iterator[RefusedCell]:
        if self.nisn.value is None:
            return
        before = self.seen.setdefault(self.nisn.value, self.line)
        if before != self.line:
            yield self._refused(Column.NISN, TWICE.format(line=before))

    def _impossible(self, today: date) -> Iterator[RefusedCell]:
        first, last, days = self.from_date.value, self.until_date.value, self.days.value
        for column, on in ((Column.FROM, first), (Column.UNTIL, last)):
            if on is not None and on > today:
                yield self._refused(column, Fault.FUTURE.text)
        if first is None or last is None:
            return
        period = (last - first).days + 1
        if period < 1:
            yield self._refused(Column.UNTIL, BACKWARDS)
        elif period > LONGEST_PERIOD:
            yield self._refused(Column.UNTIL, LONG_PERIOD)
        elif days is not None and days > period:
            yield self._refused(Column.DAYS, MORE_THAN_PERIOD.format(days=days, period=period))

    def _refused(self, column: Column, reason: Text, *, few: bool = False) -> RefusedCell:
        return RefusedCell(self.line, COLUMN_TEXTS[column], reason, few)
