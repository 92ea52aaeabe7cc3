"""What is reported: a concern with its story, its forms and its answers, which always agree with each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from naung.simulation.rules.figures import chance, figures, packaged, weighted

DANGERS = tuple(f"B{number:02d}" for number in range(1, 12))
SEXUAL_WITH_ACCESS = "B03"
AFTER_SEXUAL_VIOLENCE = "B02"
UNKNOWN_TO_REPORTER = 0.25  # a danger that the reporter was asked about and could not tell
UNKNOWN_AT_TRIAGE = 0.015  # one that stays unknown on the sheet
YES, NO, UNKNOWN = "YES", "NO", "UNKNOWN"


@dataclass(frozen=True, eq=False)
class Concern:
    """One kind of harm that is reported, as the data file describes it."""

    raw: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.raw[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def ages(self) -> tuple[int, int]:
        low, high = self.raw["ages"]
        return low, high

    @property
    def girls(self) -> float:
        return float(self.raw.get("girls", figures()["girls"]["share"]))


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report's story with everything that follows from it."""

    concern: Concern
    happened: str
    when: str
    wants: str
    forms: frozenset[str]
    tpks: frozenset[str]
    place: str
    where_now: str
    relation: str
    dangers: Mapping[str, str]
    risks: Mapping[str, str]
    protective: tuple[str, ...]

    @property
    def sexual(self) -> bool:
        return "SEK" in self.forms

    def sheet(self) -> dict[str, str]:
        """Every answer of the triage sheet, by code."""
        return {**self.dangers, **self.risks, **dict.fromkeys(self.protective, YES)}

    def told_dangers(self, draw: Random) -> dict[str, str]:
        """What a reporter answers: each danger that is true, some of the others, some not known."""
        asked = [code for code in self.dangers if self.dangers[code] == YES or chance(draw, 0.4)]
        return {
            code: UNKNOWN if self.dangers[code] != YES and chance(draw, UNKNOWN_TO_REPORTER) else self.dangers[code]
            for code in asked
        }


@cache
def concerns() -> tuple[Concern, ...]:
    """Every kind of harm."""
    return tuple(Concern(raw) for raw in packaged("concerns")["concerns"])


def draw_concern(draw: Random) -> Concern:
    """A kind of harm: the form by the published figures, then one of its kinds."""
    form = weighted(draw, figures()["forms"]["weights"])
    return weighted(draw, {one: float(one.weight) for one in concerns() if one.form == form})


def tell(draw: Random, concern: Concern, *, reporter: str, age: int) -> Told:
    """Make up one report of this concern."""
    raw, words = concern.raw, packaged("concerns")
    forms = {raw["form"], *(form for form, share in raw.get("also", {}).items() if chance(draw, share))}
    risks = {code for code, share in raw["risks"].items() if chance(draw, share)}
    risks |= {"R03"} if age < 6 else set()
    dangers = _dangers(draw, raw, forms, risks)
    protective = [code for code, share in raw["protective"].items() if chance(draw, share)]
    if "R02" in risks:
        protective = [code for code in protective if code != "L02"]
    yes = [code for code, answer in dangers.items() if answer == YES and code != SEXUAL_WITH_ACCESS]
    sentences = [
        draw.choice(words["openings"][reporter]),
        draw.choice(raw["told"]),
        *(words["dangers"][code] for code in yes),
        *(words["risks"][code] for code in sorted(risks)),
        *(words["protective"][code] for code in protective),
    ]
    return Told(
        concern=concern,
        happened=" ".join(sentences),
        when=draw.choice(words["when"]) if AFTER_SEXUAL_VIOLENCE not in yes else words["when"][2],
        wants=draw.choice(words["wishes"]) if age > 4 and chance(draw, 0.4) else "",
        forms=frozenset(forms),
        tpks=frozenset([draw.choice(raw["tpks"])]) if "SEK" in forms and raw.get("tpks") else frozenset(),
        place=draw.choice(raw["place"]),
        where_now=draw.choice(raw["where"]),
        relation=draw.choice(raw["relations"]),
        dangers=dangers,
        risks=dict.fromkeys(sorted(risks), YES),
        protective=tuple(protective),
    )


def _dangers(draw: Random, raw: Mapping[str, Any], forms: set[str], risks: set[str]) -> dict[str, str]:
    answers = {}
    for code in DANGERS:
        yes = chance(draw, raw["dangers"].get(code, 0))
        unknown = chance(draw, UNKNOWN_AT_TRIAGE)
        answers[code] = YES if yes else UNKNOWN if unknown else NO
    if "SEK" in forms and "R02" in risks:
        answers[SEXUAL_WITH_ACCESS] = YES
    elif answers[SEXUAL_WITH_ACCESS] == UNKNOWN and "SEK" not in forms:
        answers[SEXUAL_WITH_ACCESS] = NO
    return answers


def nothing_of_ours(draw: Random, outcome: str) -> Told:
    """A report that is no case of ours: a question, another city, too little to go by."""
    return Told(
        concern=concerns()[0],
        happened=draw.choice(packaged("concerns")["screened"][outcome]),
        when="", wants="", forms=frozenset(), tpks=frozenset(), place="", where_now="TTH", relation="",
        dangers=dict.fromkeys(DANGERS, NO), risks={}, protective=(),
    )  # fmt: skip
