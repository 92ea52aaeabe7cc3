"""What becomes of a triaged report: on to a team, to another agency, or an end with its reason."""

from datetime import datetime, timedelta
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.models import Scoped
from naung.access.operations import grant, restamp
from naung.access.policy import P, Permission, Role
from naung.access.queries import require, visible
from naung.access.rows import SCOPE_FIELDS
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.levels import Level
from naung.core.text import Text
from naung.duties import operations as duties
from naung.intake.models import Report, Triage
from naung.intake.operations import clocks
from naung.intake.rules import OUTCOMES, SCREENED_OUT, ReportStatus, ReportStep, step
from naung.teams import queries as teams
from naung.teams.models import Team, TeamKind

KEEPS_SIGHT = timedelta(hours=24)
NO_REASON = Text("Tulis alasan keputusan ini.", "Write the reason for this decision.")
NO_RECEIVER = Text("Tulis kepada siapa laporan diteruskan.", "Write to whom the report is passed on.")
OTHER_WAY = Text(
    "Laporan menjadi kasus atau digabung melalui halaman kasus.", "A report becomes or joins a case on the case pages."
)
NOT_TRIAGED = Text("Akhiri triase dahulu.", "End triage first.")
SHUT_OUT = Text(
    "Tim ini tidak dapat menerima laporan ini. Pilih tim lain.", "This team cannot take this report. Choose another."
)


@atomic
def decide(*, by: Actor, report_id: UUID, outcome: str, reason: str, now: datetime, receiver: str = "") -> Report:
    """End a triaged report without a case, with the reason. At HIGH and EMERGENCY only a supervisor may.

    It stays searchable and counts when the child is reported again. A desk reads what stands inside for a day longer.
    """
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    row = step(report.status, outcome)
    if outcome not in SCREENED_OUT:
        raise NotAllowedNow(OTHER_WAY)
    require(by, _permission(row, report), report)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    if "receiver" in row.asks and not receiver.strip():
        raise Refused(NO_RECEIVER, field="receiver")
    with widened([report.pk]):
        report.passed_on_to = receiver.strip()
        _end(by, report, row, reason, now)
        if report.team_id and Team.objects.filter(pk=report.team_id).exclude(kind=TeamKind.COMPANIONS).exists():
            report.desk_until = now + KEEPS_SIGHT
            report.store("desk_until")
        duties.drop_all(by=by, subject=report, now=now, reason=clocks.REPORT_ENDED, keep=clocks.STAY)
    return report


@atomic
def send_to_team(
    *, by: Actor, report_id: UUID, team_id: UUID, now: datetime, proposed: str = ReportStatus.BECAME_CASE
) -> Report:
    """Give a triaged report to a team's supervisor, with what is proposed; the officer sees it 24 hours longer."""
    report = visible(by, P.READ_D1, Report).select_for_update().get(pk=report_id)
    require(by, P.REPORT_TRIAGE, report)
    if report.status != ReportStatus.TRIAGED:
        raise NotAllowedNow(NOT_TRIAGED)
    if proposed not in OUTCOMES:
        raise Refused(OTHER_WAY)
    team = Team.objects.get(pk=team_id, office=report.office_id, kind=TeamKind.COMPANIONS, closed_at=None)
    people = list(teams.people_with(Role.SUPERVISOR, report.office_id, now, team.pk).values_list("pk", flat=True))
    if team.pk in report.barred_unit_ids or (people and set(people) <= set(report.barred_user_ids)):
        raise Refused(SHUT_OUT, field="team")
    with widened([report.pk]):
        report.team_id, report.proposed_outcome = team.pk, proposed
        report.store("team_id", "proposed_outcome")
        restamp(report)
        _keep_sight(by, report, now)
        audit.record(by=by, event="report.sent-to-team", about=report, at=now, team=team.pk, proposed=proposed)
        duties.notify(
            by=by, to=people, kind="report.waits", about=report, now=now, once=f"waits:{report.pk}:{team.pk}",
            number=report.number,
        )  # fmt: skip
    return report


@atomic
def hand_over(*, by: Actor, report: Report, case: Scoped, outcome: str, now: datetime, reason: str = "") -> Report:
    """Tie a triaged report to the case that it became or joined: seen by the case's people, its duties go along.

    Called by `cases`, which has made or found the case and carries the report's conflict wall over to it.
    """
    row = step(report.status, outcome)
    require(by, _permission(row, report), report)
    with widened([report.pk, case.pk]):
        report.case_id = case.pk
        for name in SCOPE_FIELDS:
            setattr(report, name, getattr(case, name))
        report.store("case_id", *SCOPE_FIELDS)
        restamp(report)
        _end(by, report, row, reason, now)
        duties.adopt(by=by, report=report, case=case, now=now)
    return report


def _permission(row: ReportStep, report: Report) -> Permission:
    return row.permission(Level(report.level) if report.level else None)


def _end(by: Actor, report: Report, row: ReportStep, reason: str, now: datetime) -> None:
    report.status, report.outcome_at, report.outcome_by_id = row.target, now, by.id
    report.phrase = ""  # the status page speaks for itself again
    report.store("status", "outcome_at", "outcome_by_id", "passed_on_to", "phrase")
    if reason.strip():
        sheet = visible(by, P.READ_D3, Triage).select_for_update(of=("self",)).get(report=report)
        sheet.outcome_reason = reason.strip()
        sheet.store("outcome_reason")
    audit.record(by=by, event=row.event, about=report, at=now, case=report.case_id, reason=reason.strip())


def _keep_sight(by: Actor, report: Report, now: datetime) -> None:
    """The officer who handled it may read it for a day after it left the desk."""
    if by.id is not None and Role.INTAKE in by.roles:
        grant(
            by=by, user_id=by.id, role=Role.INTAKE, record=report, reason_code="HANDLED", now=now,
            until=now + KEEPS_SIGHT,
        )  # fmt: skip
