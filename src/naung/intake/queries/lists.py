"""The queue of reports that wait, and the search among those that ended without a case."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, OuterRef, QuerySet, Subquery

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import permits, visible
from naung.core.text import Text
from naung.duties.models import Deadline
from naung.duties.queries.deadlines import OPEN
from naung.duties.rules import rule_for
from naung.intake.models import Report, ReportedChild
from naung.intake.queries.alike import Group, folded, groups, unread
from naung.intake.queries.repeats import told_before
from naung.intake.rules import SCREENED_OUT, ReportStatus
from naung.people.rules import age_now, search_key

WAITING = (ReportStatus.RECEIVED, ReportStatus.TRIAGED)


@dataclass(frozen=True)
class Line:
    """One report of a list: the child as far as known, and its next duty with the rule that asks for it."""

    report: Report
    name: str
    age: int | None
    duty: Deadline | None
    unread: bool = False  # the reporter wrote and nobody has read it
    opens: bool = True  # what stands inside may be read
    group: Group | None = None  # the waiting reports that are shown as this one

    @property
    def duty_text(self) -> Text | None:
        """The duty in words."""
        rule = rule_for(self.duty.rule, self._day()) if self.duty else None
        return rule.text if rule else None

    @property
    def basis(self) -> str:
        """What the duty rests on."""
        rule = rule_for(self.duty.rule, self._day()) if self.duty else None
        return rule.basis if rule else ""

    def _day(self) -> Any:
        assert self.duty is not None  # noqa: S101
        return self.duty.started_at.astimezone(settings.CITY.zone).date()


def queue(actor: Actor, wanted: dict[str, str], shown: Sequence[Group] | None = None) -> QuerySet[Report]:
    """The reports that wait for this person's triage or decision: danger first, then by time left.

    Of each group only the first, unless something particular is looked for.
    """
    earliest = Deadline.objects.filter(OPEN, report_id=OuterRef("pk")).order_by("due_at")
    waiting = visible(actor, P.REPORT_TRIAGE, Report).filter(status__in=WAITING).select_related("ward")
    waiting = waiting.annotate(due_at=Subquery(earliest.values("due_at")[:1]), told_before=told_before())
    if wanted.get("status"):
        waiting = waiting.filter(status=wanted["status"])
    if wanted:
        waiting = _narrowed(actor, waiting, wanted)
    else:
        waiting = folded(waiting, groups(actor) if shown is None else shown)
    return waiting.order_by(F("danger").desc(), F("due_at").asc(nulls_last=True), "received_at", "id")


def ended(actor: Actor, wanted: dict[str, str]) -> QuerySet[Report]:
    """The reports that ended without a case, the latest first."""
    past = visible(actor, P.READ_D1, Report).filter(status__in=SCREENED_OUT).select_related("ward")
    past = past.annotate(told_before=told_before())
    past = past if wanted else past.exclude(status=ReportStatus.JUNK)  # each decision stands above them as one line
    return _narrowed(actor, past, wanted).order_by("-received_at", "id")


def _narrowed(actor: Actor, reports: QuerySet[Report], wanted: dict[str, str]) -> QuerySet[Report]:
    if number := wanted.get("number", "").strip().upper():
        reports = reports.filter(number__contains=number)
    if area := wanted.get("area"):
        reports = reports.filter(area_id=area)
    if key := search_key(wanted.get("name", "")):
        named = visible(actor, P.READ_D2, ReportedChild).filter(search_key__contains=key)
        reports = reports.filter(pk__in=named.values("report"))
    return reports


def lines(actor: Actor, reports: Sequence[Report], now: datetime, shown: Iterable[Group] = ()) -> list[Line]:
    """The reports of one page with child, next duty and whether the reporter wrote anew. Two queries."""
    ids = [report.pk for report in reports]
    told = visible(actor, P.READ_D2, ReportedChild).filter(report__in=ids).annotate(unread=unread(actor, "report"))
    children = {child.report_id: child for child in told}
    first_of = {group.ids[0]: group for group in shown}
    duties = _next_duties(ids)
    today = now.astimezone(settings.CITY.zone).date()
    return [
        replace(
            _line(report, children.get(report.pk), duties.get(report.pk), today),
            opens=permits(actor, P.READ_D3, report),
            group=first_of.get(report.pk),
        )
        for report in reports
    ]


def _line(report: Report, child: Any, duty: Deadline | None, today: Any) -> Line:
    if child is None:
        return Line(report, "", None, duty)
    age = age_now(today, birth_date=child.birth_date, estimate=child.age_estimate, estimated=child.age_estimated_date)
    return Line(report, child.nickname or child.name, age, duty, child.unread)


def _next_duties(report_ids: Iterable[UUID]) -> dict[UUID, Deadline]:
    waiting = Deadline.objects.filter(OPEN, report_id__in=list(report_ids)).order_by("report_id", "due_at")
    return {duty.report_id: duty for duty in waiting.distinct("report_id") if duty.report_id}


def siblings(actor: Actor, report: Report) -> QuerySet[Report]:
    """The reports about the other children of the same telling, as far as this person may see them."""
    together = visible(actor, P.READ_D1, Report).filter(bundle_id=report.bundle_id)
    return together.exclude(pk=report.pk).exclude(status=ReportStatus.DRAFT).order_by("id")
