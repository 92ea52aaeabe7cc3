"""What a row of a school list must be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from naung.core.importing import CellError, coordinates, one_of, text

SCHOOL_COLUMNS = (
    "npsn",
    "nama",
    "bentuk",
    "status",
    "kecamatan",
    "kode_kecamatan",
    "alamat",
    "lat",
    "lng",
)
DISTRICT = re.compile(r"\d\d\.\d\d\.\d\d", re.ASCII)


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as a list states it."""

    npsn: str
    name: str
    form: str
    state_owned: bool
    district: str
    district_name: str
    address: str
    at: tuple[float, float] | None


def school_row(values: Mapping[str, str]) -> SchoolRow:
    """Check one row of a school list."""
    if not re.fullmatch(r"\d{8}", values["npsn"], re.ASCII):
        raise CellError("npsn", f"“{values['npsn']}” must have 8 digits")
    if not DISTRICT.fullmatch(values["kode_kecamatan"]):
        raise CellError("kode_kecamatan", f"“{values['kode_kecamatan']}” is not the code of a kecamatan")
    if len(values["alamat"]) > 300:
        raise CellError("alamat", "is longer than 300 letters")
    return SchoolRow(
        npsn=values["npsn"],
        name=text(values, "nama", 200),
        form=text(values, "bentuk", 40).upper(),
        state_owned=one_of(values, "status", ("negeri", "swasta")) == "negeri",
        district=values["kode_kecamatan"],
        district_name=values["kecamatan"],
        address=values["alamat"],
        at=coordinates(values, "lat", "lng"),
    )
