"""The quiz of a session: what is asked of whom, when it takes answers, and the code by which two answers are a pair.

Nothing asks for a pupil's own experience: a class is not asked about violence, it is told where help is.
"""

import json
import re
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from naung.core.formats import local
from naung.core.text import Text

FILE = Path(__file__).parents[1] / "data" / "quiz.json"
NOT_KNOWN = -1  # the answer "I do not know yet", and no answer
PRIMARY = frozenset({"TK", "RA", "PAUD", "SD", "MI", "SDLB"})
LEAST_ANSWERS = 500
NUMBERS = range(10, 100)


class Phase(StrEnum):
    """A quiz is answered twice."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


@dataclass(frozen=True, slots=True)
class Question:
    """One question with one right answer."""

    code: str
    topic: str
    text: Text
    options: tuple[Text, ...]
    right: int


@dataclass(frozen=True, slots=True)
class QuizSet:
    """The questions for one kind of audience. A changed set is a new version: earlier answers keep theirs."""

    code: str
    version: int
    label: Text
    audiences: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """What the questions are about, in their order."""
        return tuple(dict.fromkeys(question.topic for question in self.questions))


@lru_cache
def _file() -> Mapping[str, Any]:
    read: Mapping[str, Any] = json.loads(FILE.read_text())
    return read


@lru_cache
def sets() -> Mapping[tuple[str, int], QuizSet]:
    """Every version of every set."""
    return {(one["code"], one["version"]): _set(one) for one in _file()["sets"]}


def _set(told: Mapping[str, Any]) -> QuizSet:
    questions = tuple(
        Question(q["code"], q["topic"], Text(**q["text"]), tuple(Text(**o) for o in q["options"]), q["right"])
        for q in told["questions"]
    )
    return QuizSet(told["code"], told["version"], Text(**told["label"]), tuple(told["audiences"]), questions)


def newest(code: str) -> QuizSet:
    """The version of a set that is asked now."""
    return max((one for one in sets().values() if one.code == code), key=lambda one: one.version)


@lru_cache
def topics() -> Mapping[str, Text]:
    """What questions can be about."""
    return {code: Text(**label) for code, label in _file()["topics"].items()}


def choices_for(audiences: Collection[str]) -> list[QuizSet]:
    """The sets that fit a session's audiences."""
    codes = dict.fromkeys(code for code, _ in sets())
    return [one for one in map(newest, codes) if set(one.audiences) & set(audiences)]


def suggested(audiences: Collection[str], form: str) -> list[str]:
    """The sets of a session until somebody chooses others: pupils by the kind of their school."""
    pupils = "MURID_SD" if not form or form.upper() in PRIMARY else "MURID_SM"
    return [one.code for one in choices_for(audiences) if "PUPILS" not in one.audiences or one.code == pupils]


def marks(asked: QuizSet, choices: Sequence[int]) -> list[bool]:
    """Which questions were answered rightly; what was left open was not."""
    given = [*choices, *[NOT_KNOWN] * len(asked.questions)]
    return [given[place] == question.right for place, question in enumerate(asked.questions)]


def takes(asked: QuizSet, choices: Sequence[int]) -> bool:
    """Whether these can be answers to this set."""
    return len(choices) == len(asked.questions) and all(
        NOT_KNOWN <= choice < len(question.options) for choice, question in zip(choices, asked.questions, strict=True)
    )


def most_answers(target: int | None) -> int:
    """How many answers one session takes in one phase: twice the people expected, and never fewer than 500."""
    return max(2 * (target or 0), LEAST_ANSWERS)


def on_its_day(from_at: datetime, until_at: datetime, now: datetime) -> bool:
    """Whether it is the day of the session, on the office's clock."""
    return local(from_at).date() <= local(now).date() <= local(until_at).date()


def new_pair() -> str:
    """A code of somebody who stays unnamed: two words and a number, such as `kucing-biru-42`."""
    words = _file()["pair"]
    return f"{secrets.choice(words['first'])}-{secrets.choice(words['second'])}-{secrets.choice(NUMBERS)}"


def tidy_pair(typed: str) -> str | None:
    """The code in what somebody typed, whatever stands between the words; none when it cannot be one."""
    words = _file()["pair"]
    parts = re.findall(r"[a-z]+|[0-9]+", typed.lower())
    if len(parts) != 3 or parts[0] not in words["first"] or parts[1] not in words["second"]:
        return None
    return "-".join(parts) if parts[2].isdigit() and len(parts[2]) == 2 and int(parts[2]) in NUMBERS else None
