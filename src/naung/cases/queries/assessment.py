"""What the assessment pages show: the sheet with its previous scores, the comparison, what was already said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Assessment, Case, Rating, Visit
from naung.cases.rules import assessment as rules
from naung.cases.rules import gates
from naung.cases.rules.definitions import Factor, definitions
from naung.core import keys
from naung.core.text import Text
from naung.intake.models import Story

OTHER_REASON = "LAIN"

# Two factors to a domain, as their codes say; the headings are those of the CSI.
DOMAINS: Mapping[str, Text] = {
    "1": Text("Pangan dan gizi", "Food and nutrition"),
    "2": Text("Tempat tinggal dan pengasuhan", "Shelter and care"),
    "3": Text("Pelindungan", "Protection"),
    "4": Text("Kesehatan", "Health"),
    "5": Text("Kesejahteraan psikososial", "Psychosocial well-being"),
    "6": Text("Pendidikan dan keterampilan", "Education and skills"),
}


@dataclass(frozen=True)
class Row:
    """One factor on the sheet: what its levels mean, how it is rated now and how it was before."""

    definition: Factor
    rating: Rating
    previous: Rating | None

    @property
    def code(self) -> str:
        return self.rating.factor

    @property
    def done(self) -> bool:
        return as_rule(self.rating).done

    @property
    def change(self) -> int | None:
        """How many levels better (or worse, negative) than before; nothing when one of both is not rated."""
        if self.previous is None or self.previous.score is None or self.rating.score is None:
            return None
        return self.rating.score - self.previous.score


@dataclass(frozen=True)
class Statement:
    """Something the child or another person already said, so that nobody has to ask again."""

    id: UUID
    kind: str
    at: datetime
    by_id: UUID | None
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison:
    """Finished assessments side by side, first to last, factor by factor."""

    assessments: tuple[Assessment, ...]
    rows: tuple[tuple[str, tuple[Rating | None, ...], int | None], ...]


def as_rule(rating: Rating) -> rules.Rating:
    """The rating as the rules read it: the chosen reason counts, and "other" only once it is explained."""
    code, text = rating.not_applicable_code, (rating.reason or "").strip()
    if not rating.not_applicable:
        return rules.Rating(rating.score, reason=text)
    reason = text if code in ("", OTHER_REASON) else text or code
    return rules.Rating(rating.score, rating.not_applicable, reason if code else "")


def rated(assessment: Assessment) -> dict[str, rules.Rating]:
    """The ratings of an assessment, by factor, as the rules read them."""
    return {rating.factor: as_rule(rating) for rating in assessment.ratings.all()}


def of_case(actor: Actor, case: Case) -> list[Assessment]:
    """The assessments of a case that the actor may read, first to last, with their ratings."""
    found = visible(actor, P.READ_D3, Assessment).filter(case=case).order_by("sequence")
    assessments = list(found.prefetch_related("ratings"))
    for assessment in assessments:
        _attach(assessment, case)
    return assessments


def _attach(assessment: Assessment, case: Case) -> None:
    assessment.case = case
    for rating in assessment.ratings.all():
        rating.case = case


def latest(assessments: Iterable[Assessment]) -> Assessment | None:
    """The last finished assessment."""
    return next((a for a in reversed(list(assessments)) if a.finished_at), None)


def draft(assessments: Iterable[Assessment]) -> Assessment | None:
    """The assessment that is being written."""
    return next((a for a in assessments if a.finished_at is None), None)


def sheet(assessment: Assessment, assessments: Iterable[Assessment]) -> list[Row]:
    """The twelve factors of an assessment, each with the rating of the last one finished before it."""
    before = latest([a for a in assessments if a.sequence < assessment.sequence])
    previous = {r.factor: r for r in before.ratings.all()} if before else {}
    now = {r.factor: r for r in assessment.ratings.all()}
    known = definitions().factors
    return [Row(known[code], now[code], previous.get(code)) for code in rules.factors() if code in now]


def compare(assessments: Iterable[Assessment]) -> Comparison | None:
    """The finished assessments side by side; nothing before there are two."""
    finished = tuple(a for a in assessments if a.finished_at)
    if len(finished) < 2:
        return None
    by_factor = [{r.factor: r for r in a.ratings.all()} for a in finished]
    rows = []
    for code in rules.factors():
        ratings = tuple(found.get(code) for found in by_factor)
        scores = [r.score for r in ratings if r is not None and r.score is not None]
        rows.append((code, ratings, scores[-1] - scores[0] if len(scores) > 1 else None))
    return Comparison(finished, tuple(rows))


def earlier_statements(actor: Actor, case: Case) -> list[Statement]:
    """What reports and visits of this case already say, oldest first."""
    stories = list(
        visible(actor, P.READ_D3, Story).filter(report__case_id=case.pk).select_related("report").order_by("pk")
    )
    visits = list(visible(actor, P.READ_D3, Visit).filter(case=case).order_by("at"))
    keys.load([*(story.report_id for story in stories), case.child_id])
    found = [_of_story(story) for story in stories] + [_of_visit(visit, case) for visit in visits]
    return sorted((s for s in found if s.texts), key=lambda s: s.at)


def _of_story(story: Story) -> Statement:
    texts = (("happened", story.happened), ("child_wants", story.child_wants), ("earlier", story.earlier_reports))
    report = story.report
    return Statement(story.pk, "REPORT", report.received_at, None, tuple((k, t) for k, t in texts if t))


def _of_visit(visit: Visit, case: Case) -> Statement:
    visit.case = case
    texts = (("child_words", visit.child_words), ("observed", visit.observed))
    return Statement(visit.pk, "VISIT", visit.at, visit.by_id, tuple((k, t) for k, t in texts if t))


def missing_for_finish(assessment: Assessment) -> list[gates.CaseGate]:
    """What the assessment still lacks before it can be finished."""
    met = (
        (gates.FACTORS_RATED, not rules.unrated(rated(assessment))),
        (gates.CHILD_VIEWS, bool(assessment.child_view)),
        (gates.ONE_STORY, bool(assessment.reused or assessment.earlier_statements)),
    )
    return [gate for gate, stands in met if not stands]


def low_rows(assessment: Assessment, assessments: Iterable[Assessment]) -> list[Row]:
    """The factors rated 1 or 2, the lowest first."""
    low = [row for row in sheet(assessment, assessments) if (row.rating.score or 9) <= rules.NEEDS_GOAL_UP_TO]
    return sorted(low, key=lambda row: (row.rating.score or 0, row.code))
