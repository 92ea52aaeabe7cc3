"""A concern of a school: what was seen, told and thought kept apart, and the marks on the figure of a child."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from naung.core.text import Text
from naung.intake.rules import AllegedFacts, FiledChild, Filing, ReporterFacts
from naung.intake.rules.questions import QUESTIONS

CHANNEL = "SKL"
KNOWN_BY_NAME = "RAHASIA"  # the office knows who raised it; nobody else does
NO_SAFE_PLACE = "B08"
MOST_CHILDREN, MOST_POINTS = 6, 8
# How a person of a school is called in the list of reporters.
REPORTER_TYPES = {"CLASS_TEACHER": "GRU", "COUNSELLOR": "GRU", "HEAD": "KSK", "TEAM": "TND", "STAFF": "TND"}


class Part(StrEnum):
    """What a child has to do with it."""

    AFFECTED = "AFFECTED"
    INVOLVED = "INVOLVED"


PART_TEXTS = {
    Part.AFFECTED: Text("Mengalami", "It happened to this child"),
    Part.INVOLVED: Text("Ikut terlibat atau melihat", "Took part or saw it"),
}


class Side(StrEnum):
    """Front or back of the figure."""

    FRONT = "FRONT"
    BACK = "BACK"


SIDE_TEXTS = {Side.FRONT: Text("Depan", "Front"), Side.BACK: Text("Belakang", "Back")}
ON_SIDE = Text("{part} ({side})", "{part} ({side})")


class Mark(StrEnum):
    """What a mark looks like. Nobody but a doctor says where it came from."""

    BRUISE = "BRUISE"
    CUT = "CUT"
    BURN = "BURN"
    SWELLING = "SWELLING"
    OTHER = "OTHER"


MARK_TEXTS = {
    Mark.BRUISE: Text("Memar", "Bruise"),
    Mark.CUT: Text("Luka", "Cut or wound"),
    Mark.BURN: Text("Luka bakar", "Burn"),
    Mark.SWELLING: Text("Bengkak", "Swelling"),
    Mark.OTHER: Text("Lainnya", "Other"),
}


@dataclass(frozen=True)
class Region:
    """One part of the figure: how it is called from the front and from behind, and where it lies in the drawing.

    `at` is x, y, width, height in the front view, with the child's right at the left.
    """

    code: str
    front: Text
    back: Text
    at: tuple[int, int, int, int]
    round: int = 8

    def text(self, side: str) -> Text:
        """Its name on one side."""
        return self.front if side == Side.FRONT else self.back


def _same(code: str, name: Text, at: tuple[int, int, int, int], round: int = 8) -> Region:  # noqa: A002
    return Region(code, name, name, at, round)


def _pair(code: str, name: Text, at: tuple[int, int, int, int]) -> tuple[Region, Region]:
    x, y, width, height = at
    right = Text(f"{name.id} kanan", f"right {name.en}")
    left = Text(f"{name.id} kiri", f"left {name.en}")
    return _same(f"{code}_R", right, at, 10), _same(f"{code}_L", left, (WIDTH - x - width, y, width, height), 10)


WIDTH, HEIGHT = 120, 260
REGIONS = (
    Region("HEAD", Text("Wajah", "Face"), Text("Kepala belakang", "Back of the head"), (43, 4, 34, 42), 17),
    Region("NECK", Text("Leher", "Neck"), Text("Tengkuk", "Nape"), (52, 47, 16, 11), 3),
    Region("CHEST", Text("Dada", "Chest"), Text("Punggung atas", "Upper back"), (38, 59, 44, 34)),
    Region("BELLY", Text("Perut", "Belly"), Text("Punggung bawah", "Lower back"), (40, 94, 40, 28)),
    Region("HIPS", Text("Panggul", "Hips"), Text("Bokong", "Buttocks"), (38, 123, 44, 22)),
    *_pair("UPPER_ARM", Text("Lengan atas", "upper arm"), (21, 61, 16, 38)),
    *_pair("FOREARM", Text("Lengan bawah", "forearm"), (15, 100, 15, 38)),
    *_pair("HAND", Text("Tangan", "hand"), (8, 139, 17, 18)),
    *_pair("THIGH", Text("Paha", "thigh"), (38, 146, 21, 46)),
    *_pair("SHIN", Text("Tungkai bawah", "lower leg"), (39, 193, 18, 42)),
    *_pair("FOOT", Text("Kaki", "foot"), (33, 236, 23, 14)),
)
PLACES = tuple(f"{side}:{region.code}" for side in Side for region in REGIONS)


def region(code: str) -> Region:
    """One part of the figure by its code."""
    return next(one for one in REGIONS if one.code == code)


def place_text(place: str) -> Text:
    """`FRONT:HAND_L` in words, with its side."""
    side, code = place.split(":")
    return ON_SIDE.format(part=region(code).text(side), side=SIDE_TEXTS[Side(side)])


@dataclass(frozen=True)
class Shape:
    """A region as it is drawn on one side; from behind, the child's right is at the right."""

    place: str
    text: Text
    x: int
    y: int
    width: int
    height: int
    round: int
    numbers: tuple[int, ...] = ()

    @property
    def middle(self) -> tuple[float, float]:
        """Where its mark stands."""
        return self.x + self.width / 2, self.y + self.height / 2


def figure(side: Side, points: Iterable[Mapping[str, Any]] = ()) -> list[Shape]:
    """The figure from one side, with the numbers of the marks on it."""
    marked: dict[str, list[int]] = {}
    for number, point in enumerate(points, 1):
        marked.setdefault(point["place"], []).append(number)
    return [_shape(one, side, tuple(marked.get(f"{side}:{one.code}", ()))) for one in REGIONS]


def _shape(one: Region, side: Side, numbers: tuple[int, ...]) -> Shape:
    x, y, width, height = one.at
    if side is Side.BACK:
        x = WIDTH - x - width
    return Shape(f"{side}:{one.code}", one.text(side), x, y, width, height, one.round, numbers)


@dataclass(frozen=True, kw_only=True)
class ConcernChild:
    """One child of a concern, what it has to do with it, and the marks seen on it."""

    child: FiledChild
    part: Part = Part.AFFECTED
    points: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Concern:
    """What a person of a school tells in two minutes. Only what was seen or told must be there."""

    children: tuple[ConcernChild, ...]
    seen: str = ""
    told: str = ""
    opinion: str = ""
    child_words: str = ""
    when: str = ""
    place: str = ""
    place_text: str = ""
    told_whom: str = ""
    done: str = ""
    danger: str = ""
    dangers: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    alleged: AllegedFacts = field(default_factory=AllegedFacts)
    breach: str = ""
    token: str = field(default="", repr=False)


LEAD_INS = {
    "seen": "Yang dilihat",
    "told": "Yang diceritakan orang kepada pelapor",
    "child_words": "Kata anak sendiri",
    "opinion": "Pendapat pelapor",
    "place_text": "Tempatnya",
}


def filing_of(concern: Concern, reporter: ReporterFacts, function: str) -> Filing:
    """The concern as a report like any other, with its own triage."""
    return Filing(
        happened=story_of(concern),
        happened_when=concern.when,
        place=concern.place,
        channel=CHANNEL,
        children=tuple(one.child for one in concern.children),
        reporter=reporter,
        reporter_type=REPORTER_TYPES.get(function, "TND"),
        secrecy=KNOWN_BY_NAME,
        alleged=concern.alleged,
        forms=concern.forms,
        dangers=dangers_of(concern),
        send_token=concern.token,
    )


def story_of(concern: Concern) -> str:
    """The parts one below the other, each named, in the reporter's own words; a part left empty is left out."""
    told = {name: getattr(concern, name).strip() for name in LEAD_INS}
    return "\n\n".join(f"{LEAD_INS[name]}:\n{text}" for name, text in told.items() if text)


def dangers_of(concern: Concern) -> dict[str, str]:
    """The danger questions as answered. A danger that nobody named is taken as no safe place for tonight, so that
    somebody on duty is called; triage asks what it is.
    """
    named = dict.fromkeys(sorted(concern.dangers & QUESTIONS.keys()), "YES")
    return named or ({NO_SAFE_PLACE: "YES"} if concern.danger == "YES" else {})
