"""When an assessment is complete, and for which factors the plan needs a goal."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from naung.core import reference
from naung.core.errors import Refused
from naung.core.text import Text

FACTOR_LIST = "domain_asesmen"
LOWEST, HIGHEST = 1, 4
NEEDS_GOAL_UP_TO = 2

BAD_SCORE = Text("Nilai faktor {factor} harus 1 sampai 4.", "Factor {factor} is rated 1 to 4.")
BOTH = Text(
    "Faktor {factor} tidak dapat dinilai dan sekaligus “tidak berlaku”.",
    "Factor {factor} cannot be rated and be “not applicable” too.",
)
NO_REASON = Text("Tulis mengapa faktor {factor} tidak berlaku.", "Write why factor {factor} is not applicable.")


@dataclass(frozen=True, slots=True)
class Rating:
    """One factor: rated 1 (very bad) to 4 (good), or not applicable, or still open.

    A low score and "not applicable" count only with a reason: others build on them.
    """

    score: int | None = None
    not_applicable: bool = False
    reason: str = ""

    @property
    def done(self) -> bool:
        """Whether the factor counts as rated."""
        if self.score is not None and self.score > NEEDS_GOAL_UP_TO:
            return True
        return (self.score is not None or self.not_applicable) and bool(self.reason.strip())

    def check(self, factor: str) -> None:
        """Refuse what cannot be stored: a score outside 1 to 4, two answers at once, no reason."""
        if self.score is not None and not LOWEST <= self.score <= HIGHEST:
            raise Refused(BAD_SCORE.format(factor=factor), factor=factor)
        if self.score is not None and self.not_applicable:
            raise Refused(BOTH.format(factor=factor), factor=factor)
        if self.not_applicable and not self.reason.strip():
            raise Refused(NO_REASON.format(factor=factor), factor=factor)


def factors() -> tuple[str, ...]:
    """The codes of the 12 factors in their order."""
    return tuple(reference.codes(FACTOR_LIST))


def unrated(ratings: Mapping[str, Rating]) -> tuple[str, ...]:
    """The factors that still need a rating, or the reason that belongs to it."""
    return tuple(factor for factor in factors() if not ratings.get(factor, Rating()).done)


def scores(ratings: Mapping[str, Rating]) -> dict[str, int]:
    """The scores of the rated factors, for the gates."""
    return {factor: rating.score for factor, rating in ratings.items() if rating.score is not None}


def needing_goal(ratings: Mapping[str, Rating]) -> tuple[str, ...]:
    """The factors rated 1 or 2: each needs a goal in the plan."""
    low = {factor for factor, score in scores(ratings).items() if score <= NEEDS_GOAL_UP_TO}
    return tuple(factor for factor in factors() if factor in low)


def without_goal(ratings: Mapping[str, Rating], factors_with_goal: Collection[str]) -> tuple[str, ...]:
    """The factors rated 1 or 2 for which the plan has no goal yet."""
    return tuple(factor for factor in needing_goal(ratings) if factor not in factors_with_goal)
