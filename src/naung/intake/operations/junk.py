"""What is done with a group of reports as one: taken apart, closed because none of it is a report, and taken back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.ids import new_id
from naung.core.text import Text
from naung.intake.models import Report, Triage
from naung.intake.operations import clocks
from naung.intake.queries.alike import Group, group_with, waiting_together
from naung.intake.rules import ReportStatus, step

AT_ONCE = 250  # in one decision; the rest waits on the same page
KEEPS_SIGHT = timedelta(hours=24)
NO_REASON = Text("Tulis alasan mengapa semua ini bukan laporan.", "Write why none of this is a report.")
NO_GROUP = Text(
    "Kelompok ini sudah berubah; tidak ada yang ditutup. Lihat sekali lagi.",
    "This group has changed meanwhile; nothing was closed. Look at it once more.",
)


@atomic
def set_apart(*, by: Actor, report_id: UUID, now: datetime) -> Report:
    """Take one report out of its group: from now on it stands alone in the queue."""
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    _stand_alone(by, [report], now)
    return report


@atomic
def take_apart(*, by: Actor, report_id: UUID, now: datetime) -> int:
    """Take a group apart, because it is no junk: each of its reports stands alone. Returns how many they were."""
    group = _group(by, report_id)
    reports = list(waiting_together(by).filter(pk__in=group.ids).order_by("id").select_for_update(of=("self",)))
    _stand_alone(by, reports, now)
    return len(reports)


@atomic
def close_as_junk(*, by: Actor, report_id: UUID, last_id: UUID, reason: str, now: datetime) -> UUID:
    """Close a group up to the last report that was on the page, because none of it is a report. It can be undone.

    Danger, what somebody looked at closer, and whose reporter wrote again are in no group. Nothing is thrown away.
    """
    group = _group(by, report_id)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    wanted = group.up_to(last_id)[:AT_ONCE]
    reports = list(waiting_together(by).filter(pk__in=wanted).order_by("id").select_for_update(of=("self",)))
    if not reports:
        raise NotAllowedNow(NO_GROUP)
    row, junk_id = step(ReportStatus.RECEIVED, ReportStatus.JUNK), new_id()
    with widened([report.pk for report in reports]):
        for report in reports:
            report.status, report.junk_id, report.desk_until = row.target, junk_id, now + KEEPS_SIGHT
            report.outcome_at, report.outcome_by_id = now, by.id
            report.store("status", "junk_id", "desk_until", "outcome_at", "outcome_by_id")
            audit.record(by=by, event=row.event, about=report, at=now, decision=junk_id, reason=reason.strip())
            clocks.end_as_junk(by=by, report=report, now=now)
        _write_reason(by, reports, reason.strip())
    return junk_id


@atomic
def undo_junk(*, by: Actor, junk_id: UUID, now: datetime) -> int:
    """Take back a decision as a whole: its reports wait again as one group. Returns how many they were."""
    reports = list(visible(by, P.REPORT_TRIAGE, Report).filter(junk_id=junk_id).order_by("id").select_for_update())
    if not reports:
        raise Report.DoesNotExist
    require(by, P.REPORT_TRIAGE, reports[0])
    for report in reports:
        _wait_again(by, report, now)
    return len(reports)


@atomic
def take_back(*, by: Actor, report_id: UUID, now: datetime) -> Report:
    """Take one report back that was closed with others: it waits again, alone."""
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    _wait_again(by, report, now)
    _stand_alone(by, [report], now)
    return report


@atomic
def heard_again(*, by: Actor, report: Report, now: datetime) -> None:
    """Whoever writes after the report was closed as junk is heard: it waits again, alone."""
    require(by, P.REPORT_ANSWER, report)
    if report.status == ReportStatus.JUNK:
        _wait_again(by, report, now)
        _stand_alone(by, [report], now)


def _group(by: Actor, report_id: UUID) -> Group:
    report = visible(by, P.READ_D1, Report).get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    group = group_with(by, report)
    if group is None:
        raise NotAllowedNow(NO_GROUP)
    return group


def _write_reason(by: Actor, reports: Iterable[Report], reason: str) -> None:
    sheets = visible(by, P.READ_D3, Triage).filter(report__in=reports).select_related("report")
    for sheet in sheets.select_for_update(of=("self",)):
        sheet.outcome_reason = reason
        sheet.store("outcome_reason")


def _stand_alone(by: Actor, reports: Iterable[Report], now: datetime) -> None:
    for report in reports:
        if report.group_id is None:
            continue
        with widened([report.pk]):
            report.group_id = None
            report.store("group_id")
            audit.record(by=by, event="report.set-apart", about=report, at=now)


def _wait_again(by: Actor, report: Report, now: datetime) -> None:
    row = step(report.status, ReportStatus.RECEIVED)
    with widened([report.pk]):
        report.status, report.junk_id, report.desk_until = row.target, None, None
        report.outcome_at = report.outcome_by_id = None
        report.store("status", "junk_id", "desk_until", "outcome_at", "outcome_by_id")
        audit.record(by=by, event=row.event, about=report, at=now)
        clocks.run_again(by=by, report=report, now=now)
