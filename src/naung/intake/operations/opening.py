"""Opening a report, and opening one by one what lies masked on its page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import permits, require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.text import Text
from naung.duties import operations as duties
from naung.intake.models import AllegedPerson, Report, ReportedChild, Reporter
from naung.intake.operations import clocks
from naung.intake.rules import ReportStatus
from naung.intake.rules.opening import MASKED, OTHER, reason_of

NO_REASON = Text("Tulis dulu alasannya.", "Write the reason first.")


@atomic
def open_report(*, by: Actor, report_id: UUID, now: datetime, paper: str = "") -> Report:
    """Open a report to read it, or as a paper to print. Who opened it is written down; the first opening by triage
    meets its duty.
    """
    report = visible(by, P.READ_D1, Report).exclude(status=ReportStatus.DRAFT).select_for_update().get(pk=report_id)
    require(by, P.READ_D1, report)
    if report.opened_at is None and permits(by, P.REPORT_TRIAGE, report):
        report.opened_at, report.opened_by_id = now, by.id
        report.store("opened_at", "opened_by_id")
        duties.meet(by=by, rule=clocks.OPENED, subject=report, now=now)
    if paper:
        audit.record(by=by, event="report.printed", about=report, at=now, paper=paper)
    else:
        audit.record(by=by, event="report.opened", about=report, at=now)
    return report


@atomic
def reveal(
    *, by: Actor, report_id: UUID, part: str, reason: str, now: datetime, why: str = OTHER
) -> AllegedPerson | Reporter | ReportedChild:
    """Open who is alleged, who reported, or one number of the child, for a reason that is kept with the entry.

    One at a time, so that the trace tells what was opened (UU 27/2022, article 16: only what the purpose needs).
    """
    told = reason_of(why, reason)
    if not told:
        raise Refused(NO_REASON, field="reason")
    permission = MASKED[part]
    held: AllegedPerson | Reporter | ReportedChild = _masked(by, part).select_related("report").get(report=report_id)
    require(by, permission, held)
    audit.record(
        by=by, event="report.revealed", about=held.report, at=now, part=part, permission=permission,
        why=why, reason=told,
    )  # fmt: skip
    return held


def _masked(by: Actor, part: str) -> QuerySet[Any]:
    kind = {"alleged": AllegedPerson, "reporter": Reporter}.get(part, ReportedChild)
    return visible(by, MASKED[part], kind)


@atomic
def acknowledge(*, by: Actor, report_id: UUID, now: datetime) -> Report:
    """The reporter was told, by phone or in person, that the report arrived."""
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_ANSWER, report)
    duties.meet(by=by, rule=clocks.ACKNOWLEDGE, subject=report, now=now)
    audit.record(by=by, event="report.acknowledged", about=report, at=now)
    return report
