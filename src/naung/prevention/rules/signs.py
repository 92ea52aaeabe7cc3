"""Early signs that adults around a child may notice: which of them say *tell us*, and which *watch, note, talk*.

The rule is a proposal of the office's domain notes (section 3), never a diagnosis and never a score of a child. It is
read with the weights of the code list `tanda_dini`, 1 to 3.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from naung.core.text import Text

GRAVE = 3  # one sign of this weight is enough
ENOUGH = 4  # so much together is enough
REPEATED = 2  # so many signs that come again are enough
WITHIN = timedelta(days=14)


class Advice(StrEnum):
    """What to do now."""

    REPORT = "REPORT"
    WATCH = "WATCH"

    @property
    def text(self) -> Text:
        """The advice in words."""
        return ADVICE_TEXTS[self]


ADVICE_TEXTS = {
    Advice.REPORT: Text("Sampaikan kepada kami", "Tell us"),
    Advice.WATCH: Text("Perhatikan, catat, ajak bicara", "Watch, note, talk"),
}
NO_INQUIRY = Text(
    "Tidak perlu menyelidiki, tidak perlu bukti, dan tidak perlu yakin. Jangan menanyai anak berulang-ulang, dan "
    "jangan menanyai orang yang mungkin terlibat. Itu tugas kami.",
    "No need to investigate, to have proof, or to be sure. Do not question the child again and again, and do not "
    "question anybody who may be involved. That is our work.",
)


@dataclass(frozen=True, order=True)
class Seen:
    """One sign on one day."""

    code: str
    day: date


@dataclass(frozen=True)
class Judgement:
    """What to do, and each reason in words."""

    advice: Advice
    reasons: tuple[Text, ...] = ()


GRAVE_REASON = Text("Ada tanda yang berat: satu saja sudah cukup.", "There is a grave sign: one is enough.")
SUM_REASON = Text("Beberapa tanda terlihat bersama.", "Several signs are there together.")
REPEATED_REASON = Text(
    "Dua tanda atau lebih terlihat lagi dalam dua minggu.", "Two or more signs came again within two weeks."
)


def advise(seen: Iterable[Seen], weights: Mapping[str, int]) -> Judgement:
    """*Tell us* when one sign weighs 3, when all together weigh 4, or when two signs came again within two weeks.

    A sign counts once, however often it was noted; it *came again* when it was noted on two different days that lie
    at most fourteen days apart. More signs, or more days, never make the advice lighter. An unknown code is an error.
    """
    days: dict[str, set[date]] = defaultdict(set)
    for one in seen:
        days[one.code].add(one.day)
    found = [
        reason
        for holds, reason in (
            (any(weights[code] >= GRAVE for code in days), GRAVE_REASON),
            (sum(weights[code] for code in days) >= ENOUGH, SUM_REASON),
            (sum(_came_again(on) for on in days.values()) >= REPEATED, REPEATED_REASON),
        )
        if holds
    ]
    return Judgement(Advice.REPORT if found else Advice.WATCH, tuple(found))


def _came_again(days: set[date]) -> bool:
    ordered = sorted(days)
    return any(later - earlier <= WITHIN for earlier, later in pairwise(ordered))


def observed(codes: Iterable[str], today: date, *, again: bool) -> list[Seen]:
    """What somebody ticks without saying days: seen today, and once before when they came again."""
    days = [today, *([today - timedelta(days=7)] if again else [])]
    return [Seen(code, day) for code in codes for day in days]
