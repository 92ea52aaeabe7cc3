"""How the office keeps time: this month beside last month. Of teams and months, never of wards or persons."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Aggregate, Count, F, FloatField, Q
from django.db.models.functions import Extract

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case
from naung.duties.models import Deadline
from naung.intake.models import Report


class Median(Aggregate):
    """The middle value (SQL: percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


@dataclass(frozen=True)
class Measures:
    """One month: median hours to triage and to seeing the child, and the share of duties kept in time."""

    to_triage: float | None
    to_seen: float | None
    on_time: float | None
    duties: int


def measures(actor: Actor, now: datetime) -> tuple[Measures, Measures]:
    """This month so far, and last month. Three queries."""
    this = now.astimezone(settings.CITY.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    last = (this - timedelta(days=1)).replace(day=1)
    triage = _medians(visible(actor, P.READ_D1, Report), "received_at", "triaged_at", this, last)
    seen = _medians(visible(actor, P.READ_D1, Case), "report_received_at", "seen_at", this, last)
    kept = _kept(visible(actor, P.READ_D1, Deadline), this, last, now)
    return (
        Measures(triage["this"], seen["this"], _share(kept, "this"), kept["all_this"]),
        Measures(triage["last"], seen["last"], _share(kept, "last"), kept["all_last"]),
    )


def _medians(rows: Any, start: str, end: str, this: datetime, last: datetime) -> dict[str, float | None]:
    hours = Extract(F(end) - F(start), "epoch") / 3600.0
    found: dict[str, float | None] = rows.filter(**{f"{end}__gte": last}).aggregate(
        this=Median(hours, filter=Q(**{f"{end}__gte": this})), last=Median(hours, filter=Q(**{f"{end}__lt": this}))
    )
    return found


def _kept(duties: Any, this: datetime, last: datetime, now: datetime) -> dict[str, int]:
    in_time = Q(met_at__lte=F("due_at"))
    new, old = Q(due_at__gte=this), Q(due_at__lt=this)
    waits = Q(paused_at__isnull=False, met_at=None)  # its clock stands still: neither kept nor missed
    counts: dict[str, int] = duties.filter(~waits, due_at__gte=last, due_at__lt=now, dropped_at=None).aggregate(
        all_this=Count("pk", filter=new),
        kept_this=Count("pk", filter=new & in_time),
        all_last=Count("pk", filter=old),
        kept_last=Count("pk", filter=old & in_time),
    )
    return counts


def _share(counts: dict[str, int], month: str) -> float | None:
    return counts[f"kept_{month}"] / counts[f"all_{month}"] if counts[f"all_{month}"] else None
