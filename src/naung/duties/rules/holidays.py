"""Days on which the office is closed: what a row of the office's own list must be, and the starting data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from naung.core.importing import CellError, one_of, text, written_day
from naung.core.text import Text

HOLIDAY_COLUMNS = ("tanggal", "nama")
OPEN_COLUMN = "buka"
COUNTRY = "ID"
ESTIMATE = "(perkiraan)"
FIRST_YEAR, LAST_YEAR = 2000, 2100
NO_DAY = Text(
    "“{cell}” bukan tanggal seperti 2027-03-10 atau 10/03/2027",
    "“{cell}” is not a day such as 2027-03-10 or 10/03/2027",
)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """One day of the office's own list; `open` means that the office works although others do not."""

    date: date
    name: str
    open: bool


@dataclass(frozen=True, slots=True)
class Published:
    """One day of the starting data; `estimated` when the government has not fixed it yet."""

    date: date
    name: str
    estimated: bool


def holiday_row(values: Mapping[str, str]) -> HolidayRow:
    """Check one row of the office's own list of holidays."""
    is_open = bool(values.get(OPEN_COLUMN)) and one_of(values, OPEN_COLUMN, ("ya", "tidak")) == "ya"
    return HolidayRow(_day(values["tanggal"]), text(values, "nama", 200), is_open)


def published(years: Iterable[int]) -> list[Published]:
    """National holidays and joint leave of these years. In a year that holds any estimate, joint leave is one too."""
    import holidays

    found: list[Published] = []
    for year in years:
        public, joint = (
            holidays.country_holidays(COUNTRY, years=year, categories=(category,), language="id")
            for category in ("public", "government")
        )
        uncertain = any(ESTIMATE in name for name in public.values())
        named = {day: (name, uncertain) for day, name in joint.items()} | {
            day: (name, ESTIMATE in name) for day, name in public.items()
        }
        found += [
            Published(day, name.replace(ESTIMATE, "").strip(), estimated)
            for day, (name, estimated) in sorted(named.items())
        ]
    return found


def _day(written: str) -> date:
    day = written_day(written)
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise CellError("tanggal", NO_DAY.format(cell=written))
    return day
