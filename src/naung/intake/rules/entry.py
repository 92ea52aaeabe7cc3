"""What an officer enters on the triage sheet of one child, and how two entries differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from uuid import UUID

from naung.core import reference
from naung.intake.rules.answers import Answer, Answers
from naung.intake.rules.filing import Known


@dataclass(frozen=True, kw_only=True)
class SheetEntry:
    """One child's triage sheet as it stands on the page. A code that is missing in `answers` was not asked."""

    forms: frozenset[str] = frozenset()
    tpks: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)
    birth_date: date | None = None
    age_estimate: int | None = None
    age_known: str = ""
    where_now: str = ""
    where_now_text: str = ""
    staff_answer: str = ""
    named_user_ids: frozenset[UUID] = frozenset()
    known_child_checked: bool = False

    @property
    def age_answer(self) -> str:
        """Whether the age is known, not known, or was never asked."""
        given = self.birth_date is not None or self.age_estimate is not None
        return Known.KNOWN if given else self.age_known


def answers_from(
    forms: frozenset[str], tpks: frozenset[str], given: Mapping[str, str], age: int | None = None
) -> Answers:
    """The sheet as the triage rule reads it."""
    known = {code: Answer(answer) for code, answer in given.items() if answer in set(Answer)}
    return Answers(
        forms=forms,
        sexual_types=tpks,
        age=age,
        dangers=_of_list(known, "bahaya"),
        risks=_of_list(known, "faktor_risiko"),
        protective=_of_list(known, "faktor_pelindung"),
    ).settled()


def _of_list(known: Mapping[str, Answer], list_name: str) -> dict[str, Answer]:
    codes = reference.codes(list_name)
    return {code: answer for code, answer in known.items() if code in codes}


def changed(before: SheetEntry, after: SheetEntry) -> list[str]:
    """What differs: the codes of changed answers, and the names of other fields."""
    codes = before.answers.keys() | after.answers.keys()
    answers = [code for code in sorted(codes) if before.answers.get(code) != after.answers.get(code)]
    others = [one.name for one in fields(SheetEntry) if one.name != "answers"]
    return answers + [name for name in others if getattr(before, name) != getattr(after, name)]
