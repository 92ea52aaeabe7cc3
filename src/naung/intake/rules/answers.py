"""What is known about a report when it is triaged: forms, danger flags, risks and protective factors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache

from naung.core import reference
from naung.core.errors import Refused
from naung.core.text import Text

SEXUAL = "SEK"  # form: sexual violence
HAS_ACCESS = "R02"  # risk: the alleged perpetrator has access to the child
SEXUAL_WITH_ACCESS = "B03"  # danger: sexual violence at any time, and access goes on


class Answer(StrEnum):
    """The answer to one question of the triage sheet."""

    YES = "YES"
    UNKNOWN = "UNKNOWN"
    NO = "NO"
    NOT_ASKED = "NOT_ASKED"


ANSWER_TEXTS = {
    Answer.YES: Text("Ya", "Yes"),
    Answer.UNKNOWN: Text("Belum tahu", "Not known yet"),
    Answer.NO: Text("Tidak", "No"),
    Answer.NOT_ASKED: Text("Belum ditanyakan", "Not asked yet"),
}

NOT_A_CODE = Text("Kode {code} tidak ada dalam daftar {list}.", "Code {code} is not in the list {list}.")


@dataclass(frozen=True)
class Codebook:
    """The code lists that the triage rule reads: what each code says and how much each risk weighs."""

    forms: Mapping[str, Text]
    sexual_types: Mapping[str, Text]
    dangers: Mapping[str, Text]
    risks: Mapping[str, Text]
    protective: Mapping[str, Text]
    weights: Mapping[str, int]

    @classmethod
    @cache
    def packaged(cls) -> "Codebook":
        """The lists that come with the program."""
        risks = reference.codes("faktor_risiko")
        return cls(
            forms=_texts("bentuk_kekerasan"),
            sexual_types=_texts("tpks"),
            dangers=_texts("bahaya"),
            risks=_texts("faktor_risiko"),
            protective=_texts("faktor_pelindung"),
            weights={code: row.weight or 0 for code, row in risks.items()},
        )


def _texts(name: str) -> dict[str, Text]:
    return {code: Text(row.label_id, row.label_en) for code, row in reference.codes(name).items()}


@dataclass(frozen=True)
class Answers:
    """One child's triage sheet. A question that is missing in a mapping was not asked."""

    forms: frozenset[str] = frozenset()
    sexual_types: frozenset[str] = frozenset()
    dangers: Mapping[str, Answer] = field(default_factory=dict)
    risks: Mapping[str, Answer] = field(default_factory=dict)
    protective: Mapping[str, Answer] = field(default_factory=dict)
    age: int | None = None

    def danger(self, code: str) -> Answer:
        """The answer to one danger flag."""
        return self.dangers.get(code, Answer.NOT_ASKED)

    def settled(self) -> "Answers":
        """With what follows: every sexual type (KS7: exploitation) is also SEK; SEK with access is danger B03."""
        sexual = SEXUAL in self.forms or bool(self.sexual_types)
        forms = self.forms | {SEXUAL} if sexual else self.forms
        dangers = dict(self.dangers)
        if sexual and self.risks.get(HAS_ACCESS) is Answer.YES:
            dangers[SEXUAL_WITH_ACCESS] = Answer.YES
        return replace(self, forms=forms, dangers=dangers)

    def check(self, book: Codebook) -> None:
        """Refuse codes that are in no list: a mistyped danger flag must never count as none."""
        for given, known, name in (
            (self.forms, book.forms, "bentuk_kekerasan"),
            (self.sexual_types, book.sexual_types, "tpks"),
            (self.dangers, book.dangers, "bahaya"),
            (self.risks, book.risks, "faktor_risiko"),
            (self.protective, book.protective, "faktor_pelindung"),
        ):
            for code in given:
                if code not in known:
                    raise Refused(NOT_A_CODE.format(code=code, list=name), code=code, list=name)


def from_lists(known: Iterable[str], yes: Iterable[str], unknown: Iterable[str] = ()) -> dict[str, Answer]:
    """Answers from lists of codes: yes beats unknown, and a code in neither list is no."""
    answers = dict.fromkeys(known, Answer.NO)
    answers.update(dict.fromkeys(unknown, Answer.UNKNOWN))
    answers.update(dict.fromkeys(yes, Answer.YES))
    return answers
