"""What each level of each assessment factor means, in our own words, with hints by age.

A draft until a social worker has read it; pages say so as long as `draft` is true.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from naung.core import reference
from naung.core.text import Text

FILE = Path(__file__).resolve().parent.parent / "data" / "assessment_levels.json"
LEVELS = (4, 3, 2, 1)
OLDEST = 17


@dataclass(frozen=True, slots=True)
class Hint:
    """What to look at with children of these ages."""

    from_age: int
    until_age: int
    text: Text


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: what 4 (good) to 1 (very bad) mean."""

    code: str
    levels: Mapping[int, Text]
    hints: tuple[Hint, ...]

    def hints_at(self, age: int | None) -> tuple[Hint, ...]:
        """The hints for a child of that age; all of them when the age is not known."""
        return tuple(hint for hint in self.hints if age is None or hint.from_age <= age <= hint.until_age)


@dataclass(frozen=True, slots=True)
class Definitions:
    """All factors, and whether their words are still a draft."""

    draft: bool
    factors: Mapping[str, Factor]


@cache
def definitions() -> Definitions:
    """The packaged definitions."""
    return read(json.loads(FILE.read_text(encoding="utf-8")))


def read(content: Mapping[str, Any]) -> Definitions:
    """Check the content of a definitions file and make values of it."""
    wanted, found = set(reference.codes("domain_asesmen")), set(content["factors"])
    if wanted != found:
        raise reference.ReferenceDataError(f"Factors missing or unknown: {', '.join(sorted(wanted ^ found))}.")
    return Definitions(
        draft=bool(content["draft"]),
        factors=MappingProxyType({code: _factor(code, raw) for code, raw in content["factors"].items()}),
    )


def _factor(code: str, raw: Mapping[str, Any]) -> Factor:
    if set(raw["levels"]) != {str(level) for level in LEVELS}:
        raise reference.ReferenceDataError(f"Factor {code} must define the levels 4, 3, 2 and 1.")
    return Factor(
        code=code,
        levels=MappingProxyType({level: _words(code, raw["levels"][str(level)]) for level in LEVELS}),
        hints=tuple(_hint(code, hint) for hint in raw["hints"]),
    )


def _hint(code: str, raw: Mapping[str, Any]) -> Hint:
    if not 0 <= raw["from_age"] <= raw["until_age"] <= OLDEST:
        raise reference.ReferenceDataError(f"Factor {code} has a hint for impossible ages.")
    return Hint(raw["from_age"], raw["until_age"], _words(code, raw))


def _words(code: str, raw: Mapping[str, Any]) -> Text:
    if not raw.get("id") or not raw.get("en"):
        raise reference.ReferenceDataError(f"Factor {code} lacks a text in one of the two languages.")
    return Text(id=raw["id"], en=raw["en"])
