"""Assessing a child's situation: begin, save while writing, finish. Only social workers of the case assess."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Assessment, Case, Rating, Visit
from naung.cases.models.assessment import Kind
from naung.cases.operations import steps
from naung.cases.operations.level import find_level
from naung.cases.queries import assessment as queries
from naung.cases.queries.held import held
from naung.cases.rules import assessment as rules
from naung.cases.rules.steps import CaseStatus as C
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.levels import Level
from naung.duties import operations as duties

ASSESSABLE = (C.ASSESSMENT, C.PLANNING, C.IMPLEMENTATION, C.MONITORING)
NEED = range(4)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What somebody entered for one factor, and the version of the row that was shown."""

    factor: str
    version: int | None = None
    score: int | None = None
    not_applicable: bool = False
    not_applicable_code: str = ""
    reason: str = ""


@atomic
def start_assessment(*, by: Actor, case_id: UUID, now: datetime) -> Assessment:
    """Begin an assessment, or go on with the one being written. The first one begins the phase of assessment."""
    case = visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)
    require(by, P.CASE_ASSESS, case)
    if case.status == C.REGISTERED:
        case = steps.advance(by=by, case_id=case_id, target=C.ASSESSMENT, now=now)
    if case.status not in ASSESSABLE:
        raise NotAllowedNow(_("Pada status kasus ini asesmen tidak dapat dimulai."))
    running = Assessment.objects.filter(case=case, finished_at=None).first()
    if running is not None:
        return running
    assessment = _new(case, by, now, Kind.FULL)
    audit.record(by=by, event="assessment.started", about=assessment, at=now, sequence=assessment.sequence)
    return assessment


def _new(case: Case, by: Actor, now: datetime, kind: Kind, **values: Any) -> Assessment:
    sequence = Assessment.objects.filter(case=case).count() + 1
    assessment = Assessment.objects.create(
        case=case, sequence=sequence, kind=kind, started_at=now, started_by_id=by.id, **values
    )
    Rating.objects.bulk_create(Rating(case=case, assessment=assessment, factor=factor) for factor in rules.factors())
    return assessment


def _draft(by: Actor, assessment_id: UUID) -> Assessment:
    """The assessment being written, locked; unseen is not found, finished is not changed."""
    assessment = held(by, P.CASE_ASSESS, Assessment, assessment_id)
    if assessment.finished_at is not None:
        raise NotAllowedNow(_("Asesmen ini sudah selesai. Mulai asesmen ulang untuk menilai lagi."))
    return assessment


@atomic
def save_ratings(*, by: Actor, assessment_id: UUID, entries: Iterable[Entry], now: datetime) -> dict[str, int]:
    """Keep what was entered for some factors; returns the versions of the rows. Never over somebody else's text."""
    assessment = _draft(by, assessment_id)
    wanted = {entry.factor: entry for entry in entries}
    ratings = {r.factor: r for r in assessment.ratings.select_for_update().filter(factor__in=wanted)}
    if ratings.keys() != wanted.keys():
        raise Refused(_("Faktor ini tidak dikenal."))
    for rating in ratings.values():
        rating.case = assessment.case
    changed = [factor for factor, entry in wanted.items() if _rate(ratings[factor], entry)]
    if changed:
        audit.record(by=by, event="assessment.rated", about=assessment, at=now, factors=changed)
    return {factor: rating.version for factor, rating in ratings.items()}


def _rate(rating: Rating, entry: Entry) -> bool:
    if entry.not_applicable_code and entry.not_applicable_code not in reference.codes("alasan_tidak_berlaku"):
        raise Refused(_("Alasan ini tidak dikenal."))
    code = entry.not_applicable_code if entry.not_applicable else ""
    new = (entry.score, entry.not_applicable, code, entry.reason.strip() or None)
    if new == (rating.score, rating.not_applicable, rating.not_applicable_code, rating.reason):
        return False
    rules.Rating(entry.score).check(entry.factor)
    if entry.score is not None and entry.not_applicable:
        raise Refused(rules.BOTH.format(factor=entry.factor), factor=entry.factor)
    rating.expect(entry.version)
    rating.score, rating.not_applicable, rating.not_applicable_code, rating.reason = new
    rating.store("score", "not_applicable", "not_applicable_code", "reason")
    return True


@atomic
def save_child_view(
    *,
    by: Actor,
    assessment_id: UUID,
    version: int | None,
    child_view: str,
    earlier_statements: str,
    reused: Iterable[UUID],
    now: datetime,
) -> Assessment:
    """Keep the child's own view and which earlier statements were taken over instead of asking again."""
    assessment = _draft(by, assessment_id)
    known = {statement.id for statement in queries.earlier_statements(by, assessment.case)}
    return _keep(
        assessment, by, version, now,
        child_view=child_view.strip() or None,
        earlier_statements=earlier_statements.strip() or None,
        reused=sorted(set(reused) & known),
    )  # fmt: skip


@atomic
def save_headings(
    *, by: Actor, assessment_id: UUID, version: int | None, headings: Mapping[str, Mapping[str, Any]], now: datetime
) -> Assessment:
    """Keep the biopsychosocial headings: for each the need (0 to 3) and a note."""
    assessment = _draft(by, assessment_id)
    known = reference.codes("domain_biopsikososial")
    if not headings.keys() <= known.keys() or any(h["need"] not in (None, *NEED) for h in headings.values()):
        raise Refused(_("Kebutuhan dinilai 0 sampai 3."))
    kept = {code: dict(held) for code, held in headings.items() if held["need"] is not None or held["note"]}
    return _keep(assessment, by, version, now, headings=kept or None)


def _keep(assessment: Assessment, by: Actor, version: int | None, now: datetime, **values: Any) -> Assessment:
    changed = [name for name, value in values.items() if getattr(assessment, name) != value]
    if not changed:
        return assessment
    if version is not None and version != assessment.version:
        raise Stale(record=assessment)
    for name in changed:
        setattr(assessment, name, values[name])
    assessment.store(*changed)
    audit.record(by=by, event="assessment.saved", about=assessment, at=now, parts=changed)
    return assessment


@atomic
def finish_assessment(
    *, by: Actor, assessment_id: UUID, version: int | None, level: Level, level_reason: str = "", now: datetime
) -> Assessment:
    """Finish the assessment and say how urgent the case is now. A lower level waits for the supervisor."""
    assessment = _draft(by, assessment_id).expect(version)
    if lacking := queries.missing_for_finish(assessment):
        raise NotAllowedNow(_("Asesmen belum lengkap."), missing=lacking)
    case, reason = assessment.case, level_reason.strip()
    assessment.finished_at, assessment.finished_by_id = now, by.id
    assessment.level, assessment.level_reason = level, reason or None
    assessment.store("finished_at", "finished_by_id", "level", "level_reason")
    audit.record(by=by, event="assessment.finished", about=assessment, at=now, level=level)
    case.happened(
        "ASSESSMENT_FINISHED", by_id=by.id, at=now, new=str(assessment.sequence), assessment=str(assessment.pk),
        level=level,
    )  # fmt: skip
    duties.meet(by=by, rule="ASSESSMENT", subject=case, now=now)
    find_level(by=by, case=case, level=level, reason=reason, found_in="ASSESSMENT", now=now)
    if case.status == C.ASSESSMENT:
        steps.advance(by=by, case_id=case.pk, target=C.PLANNING, now=now)
    return assessment


@atomic
def rate_at_visit(*, by: Actor, case_id: UUID, visit: Visit, entries: Iterable[Entry], now: datetime) -> Assessment:
    """Keep the twelve factors as they were rated again at a visit after the child's return; sent twice, once."""
    case = visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)
    require(by, P.CASE_WORK, case)
    before = Assessment.objects.filter(case=case, visit=visit).first()
    if before is not None:
        return before
    # Finished from the start, so that it does not meet a reassessment that somebody is writing just then.
    whole = {"visit": visit, "finished_at": now, "finished_by_id": by.id, "level": case.level}
    assessment = _new(case, by, now, Kind.VISIT, **whole)
    ratings = {rating.factor: rating for rating in assessment.ratings.all()}
    for entry in entries:
        rating = ratings[entry.factor]
        rating.case = case
        _rate(rating, entry)
    audit.record(by=by, event="assessment.rated-again", about=assessment, at=now, visit=visit.pk)
    return assessment
