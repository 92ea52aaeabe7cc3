"""Reports that look alike: kept together, each still there."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.intake.models import Report
from naung.intake.rules import ReportStatus
from naung.intake.rules.likeness import FROM

WITHIN = timedelta(hours=24)
# Once looked at closer, and whenever a danger is told, a report stands alone.
TOGETHER = Q(status=ReportStatus.RECEIVED, danger=False, group_id__isnull=False)


def group_of(bands: list[int], now: datetime) -> UUID | None:
    """The group of a waiting report of the last day that this telling is like; none when it is like none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_group_of(%s::bigint[], %s)", [bands, now - WITHIN])
        found: UUID | None = cursor.fetchone()[0]
    return found


def waiting_alike(actor: Actor, group_id: UUID) -> QuerySet[Report]:
    """The reports of one group that wait, in the order in which they came."""
    return visible(actor, P.REPORT_TRIAGE, Report).filter(TOGETHER, group_id=group_id).order_by("received_at", "id")


def large_groups(actor: Actor) -> dict[UUID, int]:
    """The groups that are shown as one, and how many reports wait in each."""
    waiting = visible(actor, P.REPORT_TRIAGE, Report).filter(TOGETHER).order_by()
    counted = waiting.values("group_id").annotate(count=Count("pk")).filter(count__gte=FROM)
    return {row["group_id"]: row["count"] for row in counted if row["group_id"]}


def folded(actor: Actor, reports: QuerySet[Report]) -> QuerySet[Report]:
    """Of each large group only the report that came first."""
    groups = large_groups(actor)
    if not groups:
        return reports
    members = visible(actor, P.REPORT_TRIAGE, Report).filter(TOGETHER, group_id__in=groups)
    first = members.order_by("group_id", "received_at", "id").distinct("group_id").values_list("pk", flat=True)
    return reports.exclude(TOGETHER & Q(group_id__in=groups) & ~Q(pk__in=list(first)))
