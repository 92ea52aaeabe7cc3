"""The questions of the quiz, from the packaged file of a version. Old versions stay: old answers point to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from naung.core.text import Text
from naung.prevention.rules.quiz import COMMUNITY, PARENTS

DATA = Path(__file__).resolve().parent.parent / "data"
NEWEST = 1
DONT_KNOW = "X"
SAID_OF_NOT_KNOWING = Text("Belum tahu", "Do not know yet")
PRIMARY = frozenset({"SD", "MI", "SDLB", "SLB", "SPK SD"})


@dataclass(frozen=True)
class Question:
    """One question with its answers; not knowing yet is always one of them."""

    code: str
    topic: str
    ask: Text
    answers: tuple[tuple[str, Text], ...]
    right: str


@dataclass(frozen=True)
class QuestionSet:
    """The questions for one kind of listeners."""

    code: str
    audience: str
    label: Text
    questions: tuple[Question, ...]

    def right(self, choices: Mapping[str, str]) -> dict[str, bool]:
        """Which questions somebody answered rightly."""
        return {one.code: choices.get(one.code) == one.right for one in self.questions}


@dataclass(frozen=True)
class Content:
    """Everything of one version; a draft until a social worker has read it."""

    version: int
    draft: bool
    topics: Mapping[str, Text]
    sets: Mapping[str, QuestionSet]


@cache
def content(version: int = NEWEST) -> Content:
    """The questions of one version."""
    read = json.loads((DATA / f"quiz-{version}.json").read_text(encoding="utf-8"))
    return Content(
        read["version"],
        read["draft"],
        {code: _text(label) for code, label in read["topics"].items()},
        {one["code"]: _set(one) for one in read["sets"]},
    )


def sets_for(audience: str, version: int = NEWEST) -> list[QuestionSet]:
    """The sets among which a session of this audience chooses."""
    asked = PARENTS if audience == COMMUNITY else audience
    return [one for one in content(version).sets.values() if one.audience == asked]


def fitting(audience: str, form: str) -> QuestionSet | None:
    """The set that fits an audience at a school of this form, unless somebody chooses another."""
    offered = sets_for(audience)
    return next(iter(offered if form in PRIMARY else reversed(offered)), None)


def _text(read: Mapping[str, str]) -> Text:
    return Text(read["id"], read["en"])


def _set(read: Mapping[str, Any]) -> QuestionSet:
    return QuestionSet(
        read["code"], read["audience"], _text(read["label"]), tuple(_question(one) for one in read["questions"])
    )


def _question(read: Mapping[str, Any]) -> Question:
    answers = tuple((one["code"], _text(one)) for one in read["answers"])
    return Question(
        read["code"], read["topic"], _text(read["ask"]), (*answers, (DONT_KNOW, SAID_OF_NOT_KNOWING)), read["right"]
    )
