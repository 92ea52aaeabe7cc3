"""One cell of a school's list of absent pupils: its value, or why it cannot be read."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Generic, TypeVar

from naung.core.importing import written_day
from naung.core.text import Text
from naung.people.rules import check_name, check_nisn, search_key
from naung.people.rules.identity import digits_of

T_co = TypeVar("T_co", covariant=True)
LOST_NOUGHTS = (7, 8, 9)  # how many digits are left
LONGEST_CLASS, LONGEST_DAYS = 20, 3


class Fault(Enum):
    """Why a cell cannot be read, in words that end no sentence: line and column stand before them."""

    NO_NISN = Text("NISN tidak diisi", "there is no NISN")
    NISN_LENGTH = Text("NISN bukan sepuluh angka", "the NISN has not ten digits")
    NISN_NOUGHTS = Text(
        "NISN bukan sepuluh angka; Excel membuang nol di depan, kecuali ditulis dengan tanda ' di depannya",
        "the NISN has not ten digits; Excel drops noughts at its beginning unless a ' stands before them",
    )
    NO_NAME = Text("nama tidak diisi", "there is no name")
    ODD_NAME = Text("ini bukan nama", "this is no name")
    LONG_CLASS = Text("lebih dari 20 huruf", "over 20 letters")
    NO_DAYS = Text("jumlah hari bukan angka", "the days are no number")
    NO_DAY = Text("tulis tanggalnya seperti 20/10/2026 atau 2026-10-20", "write the day like 20/10/2026 or 2026-10-20")
    FUTURE = Text("tanggal ini belum terjadi", "this day has not come yet")

    @property
    def text(self) -> Text:
        """The reason in words."""
        return self.value


@dataclass(frozen=True)
class Cell(Generic[T_co]):
    """What one cell says, or why it says nothing."""

    value: T_co | None = None
    fault: Text | None = None


def nisn_of(raw: str) -> Cell[str]:
    """A pupil's national number; ten noughts are what some lists write for none."""
    checked = check_nisn(_unmarked(raw))
    digits = checked.value
    if not digits_of(digits).strip("0"):
        return Cell(fault=Fault.NO_NISN.text)
    if checked.ok:
        return Cell(digits)
    lost = digits.isascii() and digits.isdigit() and len(digits) in LOST_NOUGHTS
    return Cell(fault=(Fault.NISN_NOUGHTS if lost else Fault.NISN_LENGTH).text)


def name_of(raw: str) -> Cell[str]:
    """The name as the school writes it; without one nobody could tell whether the number is the right one."""
    checked = check_name(_unmarked(raw))
    if not checked.value:
        return Cell(fault=Fault.NO_NAME.text)
    return Cell(checked.value) if checked.ok and search_key(checked.value) else Cell(fault=Fault.ODD_NAME.text)


def short_of(raw: str) -> Cell[str]:
    """The class; it may be empty."""
    text = " ".join(_unmarked(raw).split())
    return Cell(text) if len(text) <= LONGEST_CLASS else Cell(fault=Fault.LONG_CLASS.text)


def days_of(raw: str) -> Cell[int]:
    """How many days; whole numbers only."""
    text = _unmarked(raw)
    right = text.isascii() and text.isdigit() and len(text) <= LONGEST_DAYS
    return Cell(int(text)) if right else Cell(fault=Fault.NO_DAYS.text)


def day_of(raw: str) -> Cell[date]:
    """A day with its whole year: 2026-10-20, or the day first."""
    day = written_day(_unmarked(raw))
    return Cell(fault=Fault.NO_DAY.text) if day is None else Cell(day)


def _unmarked(raw: str) -> str:
    """Without the marks by which a spreadsheet keeps a number as text: `'012` and `="012"`."""
    text = raw.strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1]
    return text.removeprefix("'").strip()
