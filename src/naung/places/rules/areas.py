"""What a row of an area file must be. The code decides the level and the parent."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from naung.core.importing import CellError, coordinates, one_of, text
from naung.core.text import Text

AREA_COLUMNS = ("level", "kode_kemendagri", "nama", "kode_induk")
COORDINATE_COLUMNS = ("lat", "lng")
BPS_COLUMNS = ("kode_kemendagri", "kode_bps_2018")
LEVELS = {"kota": "CITY", "kabupaten": "CITY", "kecamatan": "DISTRICT", "kelurahan": "WARD", "desa": "WARD"}
CODE = {
    "CITY": re.compile(r"\d\d\.\d\d", re.ASCII),
    "DISTRICT": re.compile(r"\d\d\.\d\d\.\d\d", re.ASCII),
    "WARD": re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}", re.ASCII),
}
NOT_A_CODE = Text("“{cell}” bukan kode {level}", "“{cell}” is not the code of a {level}")
OTHER_PARENT = Text(
    "“{cell}” harus {parent}, sesuai kode wilayahnya", "“{cell}” must be {parent}, as the area's code says"
)
NO_AREA_CODE = Text("“{cell}” bukan kode wilayah", "“{cell}” is not an area's code")
BPS_DIGITS = Text("“{cell}” harus {length} angka", "“{cell}” must have {length} digits")
BPS_LENGTH = {"CITY": 4, "DISTRICT": 7, "WARD": 10}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a file states it; no coordinates means that the file says nothing about them."""

    code: str
    name: str
    level: str
    parent: str
    at: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class BpsRow:
    """The statistics office's code of one area."""

    code: str
    bps_code: str


def area_row(values: Mapping[str, str]) -> AreaRow:
    """Check one row of an area file."""
    level = LEVELS[one_of(values, "level", LEVELS)]
    code = values["kode_kemendagri"]
    if not CODE[level].fullmatch(code):
        raise CellError("kode_kemendagri", NOT_A_CODE.format(cell=code, level=values["level"].lower()))
    parent = code.rpartition(".")[0]
    if values["kode_induk"] != parent:
        raise CellError("kode_induk", OTHER_PARENT.format(cell=values["kode_induk"], parent=parent))
    at = coordinates(values, "lat", "lng") if "lat" in values and "lng" in values else None
    return AreaRow(code, text(values, "nama", 100), level, parent, at)


def level_of(code: str) -> str | None:
    """The level that a Kemendagri code has by its form."""
    return next((level for level, form in CODE.items() if form.fullmatch(code)), None)


def bps_row(values: Mapping[str, str]) -> BpsRow:
    """Check one row that sets the statistics office's code beside Kemendagri's."""
    level = level_of(values["kode_kemendagri"])
    if level is None:
        raise CellError("kode_kemendagri", NO_AREA_CODE.format(cell=values["kode_kemendagri"]))
    bps_code = values["kode_bps_2018"]
    if not re.fullmatch(rf"\d{{{BPS_LENGTH[level]}}}", bps_code, re.ASCII):
        raise CellError("kode_bps_2018", BPS_DIGITS.format(cell=bps_code, length=BPS_LENGTH[level]))
    return BpsRow(values["kode_kemendagri"], bps_code)
