"""Which body answers for violence in schools, as dated data: its name changed with the ministry's rules.

Until the end of 2025 each school had its TPPK and the city its Satgas; since January 2026 a school has its own team
and the city a Pokja. A concern of 2024 goes on naming the body of its own day.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from naung.core.text import Text


class Sphere(StrEnum):
    """Whether a body belongs to one school or to the whole city."""

    SCHOOL = "SCHOOL"
    CITY = "CITY"


@dataclass(frozen=True)
class Body:
    """One body, with the days on which the rule that made it held."""

    code: str
    sphere: Sphere
    name: Text
    basis: str
    valid_from: date
    valid_to: date | None = None


OLD_RULE, NEW_RULE = "Permendikbudristek 46/2023", "Permendikdasmen 6/2026"
OLD_FROM, OLD_TO, NEW_FROM = date(2023, 8, 4), date(2025, 12, 31), date(2026, 1, 9)

BODIES = (
    Body(
        "TPPK", Sphere.SCHOOL,
        Text("TPPK (tim pencegahan dan penanganan kekerasan) sekolah", "the school's TPPK (prevention team)"),
        OLD_RULE, OLD_FROM, OLD_TO,
    ),
    Body("SATGAS", Sphere.CITY, Text("Satgas PPKSP kota", "the city's Satgas PPKSP"), OLD_RULE, OLD_FROM, OLD_TO),
    Body("SCHOOL_TEAM", Sphere.SCHOOL, Text("Tim sekolah", "the school's team"), NEW_RULE, NEW_FROM),
    Body("POKJA", Sphere.CITY, Text("Pokja kota", "the city's Pokja"), NEW_RULE, NEW_FROM),
)  # fmt: skip


def body_on(day: date, sphere: Sphere) -> Body:
    """The body of a school or of the city on a day: the last one that had begun, also in the days between two rules.

    What is older than the first rule is held to it.
    """
    found = [body for body in BODIES if body.sphere == sphere]
    return next((body for body in reversed(found) if body.valid_from <= day), found[0])


def body_named(code: str) -> Body:
    """One body by its code."""
    return next(body for body in BODIES if body.code == code)
