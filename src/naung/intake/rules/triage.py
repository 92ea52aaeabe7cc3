"""The triage rule: how urgent a report is, and which lines made it so.

It is a written rule with weights of judgement, reviewed each year against what happened; never a learned
score. A person decides: raising is free, lowering needs a supervisor and a reason.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from naung.core.levels import Level
from naung.core.text import Text, join
from naung.intake.rules.answers import (
    HAS_ACCESS,
    SEXUAL,
    SEXUAL_WITH_ACCESS,
    Answer,
    Answers,
    Codebook,
)

HIGH_FORMS = frozenset({SEXUAL, "TPPO", "KWN"})
HIGH_RISKS = frozenset({"R14", "R15"})  # pregnancy or marriage under 18: sign of a crime
EXPOSED_FORMS = frozenset({"FIS", "PEN"})  # physical violence, neglect ...
EXPOSING_RISKS = frozenset({HAS_ACCESS, "R03", "R08"})  # ... of a child within reach, small or alone
MEDIUM_FORMS = frozenset({"FIS", "PSI", "PEN", "EKS", "BLY", "ONL", "PKA"})
MOST_RELIEF = 3
HIGH_FROM = 8
MEDIUM_FROM = 4
UNDER_SIX = "R03"


class Effect(StrEnum):
    """What a line did."""

    FORM = "FORM"  # added the form SEK
    DANGER = "DANGER"  # made it an emergency
    ASK_AGAIN = "ASK_AGAIN"  # a danger that is not known yet
    FLOOR = "FLOOR"  # the level is at least `level`
    SCORE = "SCORE"  # points in low and high
    SCORE_IF_TRUE = "SCORE_IF_TRUE"  # points in high only
    RELIEF = "RELIEF"  # points taken away


@dataclass(frozen=True)
class Line:
    """One line of the triage sheet that counted."""

    code: str
    answer: Answer
    effect: Effect
    label: Text
    points: int = 0
    level: Level | None = None
    because: tuple[str, ...] = ()

    @property
    def text(self) -> Text:
        """The line as people read it: code, what it did, what it says."""
        return _LINE_TEXTS[self.effect].format(
            code=self.code,
            label=self.label,
            points=f"{self.points:+d}".replace("-", "−"),
            because=f" + {', '.join(self.because)}" if self.because else "",
        )


_LINE_TEXTS = {
    Effect.FORM: Text("{code} dicatat sebagai SEK ({label})", "{code} is recorded as SEK ({label})"),
    Effect.DANGER: Text("{code}{because} ({label})", "{code}{because} ({label})"),
    Effect.ASK_AGAIN: Text("{code} belum tahu ({label})", "{code} not known yet ({label})"),
    Effect.FLOOR: Text("{code}{because} ({label})", "{code}{because} ({label})"),
    Effect.SCORE: Text("{code} {points} ({label})", "{code} {points} ({label})"),
    Effect.SCORE_IF_TRUE: Text(
        "{code} belum tahu, {points} bila benar ({label})", "{code} not known yet, {points} if true ({label})"
    ),
    Effect.RELIEF: Text("{code} {points} ({label})", "{code} {points} ({label})"),
}


@dataclass(frozen=True)
class Warn:
    """Something on the sheet that changes nothing but should be looked at."""

    code: str
    text: Text


AGE_WARNING = Warn(
    "AGE_UNDER_6",
    Text(
        "Anak berumur di bawah 6 tahun, tetapi R03 tidak dijawab ya: periksa lagi.",
        "The child is under 6, but R03 is not answered yes: please check.",
    ),
)


@dataclass(frozen=True)
class TriageResult:
    """What the rule says about one child's report."""

    level: Level
    low: int
    high: int
    ask_again: bool
    lines: tuple[Line, ...]
    floor: Level
    band: Level
    warnings: tuple[Warn, ...] = ()
    not_asked: tuple[str, ...] = ()

    @property
    def reason(self) -> Text:
        """Why this level, naming every line that counted."""
        return join([part for part in _reason_parts(self) if part], " ")

    def lines_with(self, *effects: Effect) -> list[Line]:
        """The lines that had one of these effects."""
        return [line for line in self.lines if line.effect in effects]


def triage(answers: Answers, book: Codebook | None = None) -> TriageResult:
    """Apply the rule to one child's answers; a code that is in no list is refused."""
    book = book or Codebook.packaged()
    answers.check(book)
    settled = answers.settled()
    score = tuple(_score_lines(settled, book))
    low, high = _range(score)
    floors = tuple(_floor_lines(settled, book))
    dangers = tuple(_danger_lines(settled, book))
    floor = max((line.level for line in floors if line.level), default=Level.LOW)
    emergency = any(line.effect is Effect.DANGER for line in dangers)
    return TriageResult(
        level=Level.EMERGENCY if emergency else max(floor, band(high)),
        low=low,
        high=high,
        ask_again=any(line.effect is Effect.ASK_AGAIN for line in dangers),
        lines=(*dangers, *_form_lines(settled, book), *floors, *score),
        floor=floor,
        band=band(high),
        warnings=tuple(_warnings(settled)),
        not_asked=tuple(code for code in book.dangers if settled.danger(code) is Answer.NOT_ASKED),
    )


def band(score: int) -> Level:
    """The level that a score alone would give."""
    if score >= HIGH_FROM:
        return Level.HIGH
    return Level.MEDIUM if score >= MEDIUM_FROM else Level.LOW


def _danger_lines(answers: Answers, book: Codebook) -> Iterator[Line]:
    for code, label in book.dangers.items():
        answer = answers.danger(code)
        if answer is Answer.YES:
            follows = code == SEXUAL_WITH_ACCESS and SEXUAL in answers.forms and _yes(answers.risks, HAS_ACCESS)
            yield Line(
                code, answer, Effect.DANGER, label,
                level=Level.EMERGENCY, because=(SEXUAL, HAS_ACCESS) if follows else (),
            )  # fmt: skip
        elif answer is Answer.UNKNOWN:
            yield Line(code, answer, Effect.ASK_AGAIN, label)


def _form_lines(answers: Answers, book: Codebook) -> Iterator[Line]:
    for code, label in book.sexual_types.items():
        if code in answers.sexual_types:
            yield Line(code, Answer.YES, Effect.FORM, label)


def _floor_lines(answers: Answers, book: Codebook) -> Iterator[Line]:
    exposing = tuple(code for code in book.risks if code in EXPOSING_RISKS and _yes(answers.risks, code))
    for code, label in book.forms.items():
        if code not in answers.forms:
            continue
        if code in HIGH_FORMS:
            yield Line(code, Answer.YES, Effect.FLOOR, label, level=Level.HIGH)
        elif code in EXPOSED_FORMS and exposing:
            yield Line(code, Answer.YES, Effect.FLOOR, label, level=Level.HIGH, because=exposing)
        elif code in MEDIUM_FORMS:
            yield Line(code, Answer.YES, Effect.FLOOR, label, level=Level.MEDIUM)
    for code, label in book.risks.items():
        if code in HIGH_RISKS and _yes(answers.risks, code):
            yield Line(code, Answer.YES, Effect.FLOOR, label, level=Level.HIGH)


def _score_lines(answers: Answers, book: Codebook) -> Iterator[Line]:
    for code, label in book.risks.items():
        answer, weight = answers.risks.get(code), book.weights.get(code, 0)
        if answer is Answer.YES:
            yield Line(code, answer, Effect.SCORE, label, weight)
        elif answer is Answer.UNKNOWN:
            yield Line(code, answer, Effect.SCORE_IF_TRUE, label, weight)
    relieving = [code for code in book.protective if _yes(answers.protective, code)]
    for place, code in enumerate(relieving):
        points = -1 if place < MOST_RELIEF else 0
        yield Line(code, Answer.YES, Effect.RELIEF, book.protective[code], points)


def _range(lines: Iterable[Line]) -> tuple[int, int]:
    """The score if nothing of what is unknown is true, and if all of it is."""
    lines = tuple(lines)
    highest = sum(line.points for line in lines)
    unknown = sum(line.points for line in lines if line.effect is Effect.SCORE_IF_TRUE)
    return max(0, highest - unknown), max(0, highest)


def _warnings(answers: Answers) -> Iterator[Warn]:
    if answers.age is not None and answers.age < 6 and not _yes(answers.risks, UNDER_SIX):
        yield AGE_WARNING


def _yes(given: Mapping[str, Answer], code: str) -> bool:
    return given.get(code) is Answer.YES


def _reason_parts(result: TriageResult) -> Iterator[Text | None]:
    yield _part(Text("Bahaya: {lines}.", "Danger: {lines}."), result.lines_with(Effect.DANGER))
    yield _part(
        Text("Tanya ulang dalam 1 jam: {lines}.", "Ask again within 1 hour: {lines}."),
        result.lines_with(Effect.ASK_AGAIN),
    )
    yield _part(Text("Bentuk: {lines}.", "Forms: {lines}."), result.lines_with(Effect.FORM))
    for level in (Level.HIGH, Level.MEDIUM):
        lines = [line for line in result.lines_with(Effect.FLOOR) if line.level is level]
        yield _part(
            Text("Sekurang-kurangnya {level}: {lines}.", "At least {level}: {lines}."),
            lines,
            level=level.text,
        )
    yield _score_part(result)
    for warning in result.warnings:
        yield warning.text


def _score_part(result: TriageResult) -> Text:
    lines = result.lines_with(Effect.SCORE, Effect.SCORE_IF_TRUE, Effect.RELIEF)
    span = str(result.low) if result.low == result.high else f"{result.low}–{result.high}"
    head = Text("Skor {span} ({band})", "Score {span} ({band})").format(span=span, band=result.band.text)
    if not lines:
        return Text(head.id + ".", head.en + ".")
    return Text("{head}: {lines}.", "{head}: {lines}.").format(head=head, lines=join([line.text for line in lines]))


def _part(frame: Text, lines: list[Line], **values: object) -> Text | None:
    return frame.format(lines=join([line.text for line in lines]), **values) if lines else None
