"""Reports that wait and are shown as one: those that look alike, and those of a burst. Each is still there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.intake.models import Message, Report
from naung.intake.rules import ReportStatus
from naung.intake.rules.bursts import bursts
from naung.intake.rules.likeness import FROM

WITHIN = timedelta(hours=24)
# Once looked at closer, taken out by somebody, and whenever a danger is told, a report stands alone.
TOGETHER = Q(status=ReportStatus.RECEIVED, danger=False, group_id__isnull=False)


@dataclass(frozen=True)
class Group:
    """Reports shown as one line, in the order in which they came."""

    ids: tuple[UUID, ...]
    first_at: datetime
    last_at: datetime
    group_id: UUID | None = None  # of those that look alike; none for a burst

    @property
    def count(self) -> int:
        """How many wait in it."""
        return len(self.ids)

    @property
    def alike(self) -> bool:
        """Whether their words are alike; else they only came within a short time."""
        return self.group_id is not None

    def up_to(self, last: UUID) -> tuple[UUID, ...]:
        """Those that had come when this one was the last; none when it is not among them."""
        return self.ids[: self.ids.index(last) + 1] if last in self.ids else ()


def group_of(bands: list[int], now: datetime) -> UUID | None:
    """The group of a waiting report of the last day that this telling is like; none when it is like none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT intake_group_of(%s::bigint[], %s)", [bands, now - WITHIN])
        found: UUID | None = cursor.fetchone()[0]
    return found


def unread(actor: Actor, report: str = "pk") -> Exists:
    """Whether the reporter wrote something that nobody has read."""
    waiting = visible(actor, P.READ_MESSAGES, Message).filter(from_office=False, read_at=None)
    return Exists(waiting.filter(report=OuterRef(report)))


def waiting_together(actor: Actor) -> QuerySet[Report]:
    """The reports that may be shown in a group. Whoever wrote after reporting is no junk: such a report is not."""
    return visible(actor, P.REPORT_TRIAGE, Report).filter(TOGETHER).exclude(unread(actor))


def groups(actor: Actor) -> list[Group]:
    """What is shown as one: those alike first, and of the rest the bursts."""
    rows = list(waiting_together(actor).order_by("received_at", "id").values_list("pk", "received_at", "group_id"))
    alike: dict[UUID, list[tuple[UUID, datetime]]] = defaultdict(list)
    for pk, at, group_id in rows:
        if group_id:
            alike[group_id].append((pk, at))
    large = {group_id: held for group_id, held in alike.items() if len(held) >= FROM}
    rest = [(pk, at) for pk, at, group_id in rows if group_id not in large]
    found = bursts([at for _, at in rest], settings.BURST_REPORTS, timedelta(minutes=settings.BURST_MINUTES))
    together = [_group(held, group_id) for group_id, held in large.items()]
    return together + [_group([rest[place] for place in places]) for places in found]


def _group(held: list[tuple[UUID, datetime]], group_id: UUID | None = None) -> Group:
    return Group(tuple(pk for pk, _ in held), held[0][1], held[-1][1], group_id)


def group_with(actor: Actor, report: Report) -> Group | None:
    """The group in which a report is, or was before somebody took it out."""
    held = groups(actor)
    inside = [group for group in held if report.pk in group.ids or (report.group_id or 0) == group.group_id]
    around = [group for group in held if not group.alike and group.first_at <= report.received_at <= group.last_at]
    return next(iter([*inside, *around]), None)


def folded(reports: QuerySet[Report], shown: Iterable[Group]) -> QuerySet[Report]:
    """Of each group only the report that came first."""
    behind = [pk for group in shown for pk in group.ids[1:]]
    return reports.exclude(pk__in=behind) if behind else reports
