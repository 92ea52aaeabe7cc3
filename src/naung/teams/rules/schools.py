"""What a row of a school list must be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from naung.core.importing import NONE_OF, TOO_LONG, CellError, coordinates, one_of, text
from naung.core.text import Text

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
PUPILS_COLUMN = "murid"
MOST_PUPILS = 20_000
EIGHT_DIGITS = Text("“{cell}” harus 8 angka", "“{cell}” must have 8 digits")
NO_DISTRICT = Text("“{cell}” bukan kode kecamatan", "“{cell}” is not the code of a kecamatan")
NO_COUNT = Text(
    "“{cell}” bukan jumlah murid dari 0 sampai {most}", "“{cell}” is not a number of pupils from 0 to {most}"
)
DISTRICT = re.compile(r"\d\d\.\d\d\.\d\d", re.ASCII)
# Eight digits; a learning centre (PKBM) and a course have a letter before seven.
NPSN = re.compile(r"[0-9PK][0-9]{7}", re.ASCII)

# What the ministries call their kinds of schools, and how lists write the same otherwise. By the ages of the children.
FORMS: Mapping[str, tuple[str, ...]] = {
    "PAUD": ("TK", "RA", "BA", "KB", "TPA", "SPS", "PAUD", "TKLB"),
    "SD": ("SD", "MI", "SDLB", "SPK SD", "SDTK"),
    "SMP": ("SMP", "MTS", "SMPLB", "SPK SMP", "SMPTK"),
    "SMA": ("SMA", "MA", "SMK", "MAK", "SMALB", "SMLB", "SPK SMA", "SMTK", "SMAK"),
    "OTHER": ("SLB", "PKBM", "SKB", "PESANTREN", "KURSUS"),
}
KNOWN_FORMS = frozenset(form for forms in FORMS.values() for form in forms)
OTHERWISE = {"MTSS": "MTS", "MTSN": "MTS", "MIS": "MI", "MIN": "MI", "MAS": "MA", "MAN": "MA", "PONPES": "PESANTREN"}
# A boarding school of the ministry of religion often has no NPSN: it is known by its name in its kecamatan.
NO_NPSN = frozenset({"PESANTREN"})


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school as a list states it; `pupils` is none where the list does not say."""

    npsn: str
    name: str
    form: str
    state_owned: bool
    district: str
    district_name: str
    address: str
    at: tuple[float, float] | None
    pupils: int | None = None

    @property
    def key(self) -> tuple[str, ...]:
        """What makes it the same school in two lists."""
        return (self.npsn,) if self.npsn else (self.name.casefold(), self.district)


def school_row(values: Mapping[str, str]) -> SchoolRow:
    """Check one row of a school list."""
    form = form_in(values)
    if not NPSN.fullmatch(values["npsn"]) and (values["npsn"] or form not in NO_NPSN):
        raise CellError("npsn", EIGHT_DIGITS.format(cell=values["npsn"]))
    if not DISTRICT.fullmatch(values["kode_kecamatan"]):
        raise CellError("kode_kecamatan", NO_DISTRICT.format(cell=values["kode_kecamatan"]))
    if len(values["alamat"]) > 300:
        raise CellError("alamat", TOO_LONG.format(longest=300))
    return SchoolRow(
        npsn=values["npsn"],
        name=text(values, "nama", 200),
        form=form,
        state_owned=one_of(values, "status", ("negeri", "swasta")) == "negeri",
        district=values["kode_kecamatan"],
        district_name=values["kecamatan"],
        address=values["alamat"],
        at=coordinates(values, "lat", "lng"),
        pupils=_pupils(values.get(PUPILS_COLUMN, "")),
    )


def form_in(values: Mapping[str, str]) -> str:
    """The kind of school, in one spelling."""
    told = " ".join(text(values, "bentuk", 40).upper().replace(".", "").split())
    form = OTHERWISE.get(told, told)
    if form not in KNOWN_FORMS:
        raise CellError("bentuk", NONE_OF.format(cell=values["bentuk"], known=", ".join(sorted(KNOWN_FORMS))))
    return form


def _pupils(told: str) -> int | None:
    if not told:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", told, re.ASCII) or int(told) > MOST_PUPILS:
        raise CellError(PUPILS_COLUMN, NO_COUNT.format(cell=told, most=MOST_PUPILS))
    return int(told)
