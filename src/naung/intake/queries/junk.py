"""Groups that were closed because none of it was a report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.intake.models import Report, Triage

LAST = 10


@dataclass(frozen=True)
class Decision:
    """One decision by which reports were closed as junk."""

    junk_id: UUID
    count: int
    at: datetime


def decisions(actor: Actor) -> list[Decision]:
    """The last decisions of this kind that this person may undo."""
    closed = visible(actor, P.REPORT_TRIAGE, Report).filter(junk_id__isnull=False).order_by()
    counted = closed.values_list("junk_id").annotate(count=Count("pk"), at=Max("outcome_at")).order_by("-at")
    return [Decision(*row) for row in counted[:LAST]]


def closed_by(actor: Actor, junk_id: UUID) -> QuerySet[Report]:
    """The reports that one decision closed, in the order in which they came."""
    return visible(actor, P.REPORT_TRIAGE, Report).filter(junk_id=junk_id).order_by("received_at", "id")


def reason_of(actor: Actor, report: Report) -> str:
    """Why a report was closed; nothing once its inside is no longer hers to read."""
    sheet = visible(actor, P.READ_D3, Triage).filter(report=report).first()
    return (sheet.outcome_reason or "") if sheet else ""
