"""Numbers of identity: NIK, KK, NISN and NPSN. None has a check digit, so little can be a hard error.

A NIK keeps the district of first registration and is never changed to fit a corrected birth date: what it
says of region, birth date and sex may differ from the entry, and then is a warning only.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from naung.core.text import Text
from naung.people.rules.ages import ADULT_AGE, age_on
from naung.people.rules.checks import Checked, Finding

FEMALE_DAYS = 40  # added to the day of birth
PROVINCES = frozenset(
    str(number)
    for part in (
        range(11, 20),
        (21,),
        range(31, 37),
        range(51, 54),
        range(61, 66),
        range(71, 77),
        (81, 82),
        range(91, 97),
    )
    for number in part
)


class Sex(StrEnum):
    """As on the identity card: laki-laki, perempuan."""

    MALE = "L"
    FEMALE = "P"


SEX_TEXTS = {Sex.MALE: Text("Laki-laki", "Male"), Sex.FEMALE: Text("Perempuan", "Female")}


@dataclass(frozen=True, slots=True)
class NikSays:
    """What a NIK says of its holder: region of first registration, birth date, sex."""

    region: str
    birth_date: date
    sex: Sex


def digits_of(text: str) -> str:
    """The number without the spaces, dots and dashes that people put in to read it."""
    return "".join(sign for sign in text if not sign.isspace() and sign not in ".-–/")


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _wrong_length(name: str, length: int) -> Finding:
    text = Text("{name} terdiri dari {length} angka.", "A {name} has {length} digits.")
    return Finding("LENGTH", text.format(name=name, length=length))


def _not_digits(name: str) -> Finding:
    text = Text("{name} hanya berisi angka.", "A {name} holds digits only.")
    return Finding("NOT_DIGITS", text.format(name=name))


def _form_errors(name: str, value: str, length: int) -> tuple[Finding, ...]:
    if not _is_digits(value):
        return (_not_digits(name),)
    return () if len(value) == length else (_wrong_length(name, length),)


NOT_A_DATE = Finding(
    "NOT_A_DATE", Text("Tanggal lahir di dalam NIK tidak ada.", "The birth date in the NIK does not exist.")
)
NO_SERIAL = Finding("NO_SERIAL", Text("Nomor urut NIK tidak boleh 0000.", "A NIK cannot end in 0000."))
REGION_UNKNOWN = Finding(
    "REGION_UNKNOWN", Text("Kode wilayah di dalam NIK tidak dikenal.", "The region in the NIK is not known.")
)
DATE_DIFFERS = Finding(
    "DATE_DIFFERS",
    Text("Tanggal lahir di dalam NIK berbeda dari isian.", "The birth date in the NIK differs from the entry."),
)
SEX_DIFFERS = Finding(
    "SEX_DIFFERS",
    Text("Jenis kelamin di dalam NIK berbeda dari isian.", "The sex in the NIK differs from the entry."),
)
NOT_A_CHILD = Finding(
    "NOT_A_CHILD",
    Text("Menurut NIK ini pemiliknya bukan anak.", "By this NIK its holder is not a child."),
)


def read_nik(nik: str, on: date, *, child: bool = True) -> NikSays | None:
    """What a NIK says; nothing when it is none. Of two centuries a child's is the one that gives age 0 to 17."""
    if _form_errors("NIK", nik, 16):
        return None
    birth = _birth_date(nik[6:12], on, child=child)
    if birth is None:
        return None
    return NikSays(nik[:6], birth, Sex.FEMALE if int(nik[6:8]) > FEMALE_DAYS else Sex.MALE)


def check_nik(
    text: str,
    on: date,
    *,
    regions: Collection[str] = (),
    birth_date: date | None = None,
    sex: str = "",
    child: bool = True,
) -> Checked:
    """Check a NIK on the day `on`. `regions` are six-digit district codes of the cities that we know."""
    nik = digits_of(text)
    errors = _form_errors("NIK", nik, 16)
    if errors:
        return Checked(nik, errors)
    says = read_nik(nik, on, child=child)
    errors = (*(() if says else (NOT_A_DATE,)), *((NO_SERIAL,) if nik.endswith("0000") else ()))
    if errors or says is None:
        return Checked(nik, errors)
    return Checked(nik, (), tuple(_nik_warnings(says, on, regions, birth_date, sex, child=child)))


def _nik_warnings(
    says: NikSays, on: date, regions: Collection[str], birth_date: date | None, sex: str, *, child: bool
) -> Iterator[Finding]:
    if not region_known(says.region, regions):
        yield REGION_UNKNOWN
    if birth_date is not None and birth_date != says.birth_date:
        yield DATE_DIFFERS
    if sex and sex != says.sex:
        yield SEX_DIFFERS
    if child and age_on(says.birth_date, on) >= ADULT_AGE:
        yield NOT_A_CHILD


def region_known(region: str, regions: Collection[str]) -> bool:
    """Whether a six-digit region can be: in a city of ours it must be a district, elsewhere in a province.

    Children who moved here carry the code of any city, and we do not hold all of them.
    """
    if any(known.startswith(region[:4]) for known in regions):
        return region in regions
    return region[:2] in PROVINCES


def _birth_date(six: str, on: date, *, child: bool) -> date | None:
    """The birth date in DDMMYY: the later century that is not in the future, for a child of age 0 to 17."""
    day, month, year = int(six[:2]), int(six[2:4]), int(six[4:])
    day -= FEMALE_DAYS if day > FEMALE_DAYS else 0
    found = [_date(century + year, month, day) for century in (2000, 1900)]
    past = [birth for birth in found if birth is not None and birth <= on]
    children = [birth for birth in past if child and age_on(birth, on) < ADULT_AGE]
    return next(iter(children or past), None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


KK_DATE = Finding(
    "KK_DATE", Text("Tanggal terbit di dalam nomor KK tidak wajar.", "The issue date in the KK number is odd.")
)
KK_SERIAL = Finding("KK_SERIAL", Text("Nomor urut KK 0000 tidak wajar.", "A KK that ends in 0000 is odd."))
KK_REGION = Finding(
    "REGION_UNKNOWN", Text("Kode wilayah di dalam nomor KK tidak dikenal.", "The region in the KK is not known.")
)


def check_kk(text: str, on: date, *, regions: Collection[str] = ()) -> Checked:
    """Check the number of a family card: region, day of issue (never plus 40), serial."""
    kk = digits_of(text)
    errors = _form_errors("nomor KK", kk, 16)
    return Checked(kk, errors, () if errors else tuple(_kk_warnings(kk, on, regions)))


def _kk_warnings(kk: str, on: date, regions: Collection[str]) -> Iterator[Finding]:
    if not region_known(kk[:6], regions):
        yield KK_REGION
    issued = _date(2000 + int(kk[10:12]), int(kk[8:10]), int(kk[6:8]))
    if issued is None or issued > on:
        yield KK_DATE
    if kk.endswith("0000"):
        yield KK_SERIAL


NISN_YEAR = Finding(
    "NISN_YEAR",
    Text(
        "Tiga angka pertama NISN biasanya tiga angka akhir tahun lahir.",
        "The first three digits of a NISN are usually the last three of the year of birth.",
    ),
)
NPSN_GROUP = Finding(
    "NPSN_GROUP",
    Text("Awal NPSN ini tidak biasa di daerah ini.", "A NPSN does not usually begin like this here."),
)


def check_nisn(text: str, *, birth_date: date | None = None) -> Checked:
    """Check a pupil's number; the year in it is a warning only."""
    nisn = digits_of(text)
    errors = _form_errors("NISN", nisn, 10)
    differs = not errors and birth_date is not None and nisn[:3] != f"{birth_date.year % 1000:03d}"
    return Checked(nisn, errors, (NISN_YEAR,) if differs else ())


def check_npsn(text: str, *, beginnings: Collection[str] = ()) -> Checked:
    """Check a school's number; how the numbers of a region begin is the caller's knowledge."""
    npsn = digits_of(text)
    errors = _form_errors("NPSN", npsn, 8)
    unusual = not errors and beginnings and not npsn.startswith(tuple(beginnings))
    return Checked(npsn, errors, (NPSN_GROUP,) if unusual else ())


RT_DIGITS = Finding("RT_DIGITS", Text("RT terdiri dari 1 sampai 3 angka.", "An RT has 1 to 3 digits."))
RW_DIGITS = Finding("RW_DIGITS", Text("RW terdiri dari 1 sampai 3 angka.", "An RW has 1 to 3 digits."))


def check_rt(text: str) -> Checked:
    """Check the number of a neighbourhood (RT); leading noughts go, so that 005 and 5 are the same."""
    return _neighbourhood(text, "RT", RT_DIGITS)


def check_rw(text: str) -> Checked:
    """Check the number of a group of neighbourhoods (RW); empty is usual here."""
    return _neighbourhood(text, "RW", RW_DIGITS)


def _neighbourhood(text: str, name: str, wrong: Finding) -> Checked:
    digits = digits_of(text).upper().removeprefix(name)
    if not digits:
        return Checked("")
    right = _is_digits(digits) and len(digits) <= 3 and int(digits) > 0
    return Checked(digits.lstrip("0") if right else digits, () if right else (wrong,))
