"""A report comes in: one row for each child, what was told sealed under its key, and the clocks running."""

import hmac
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import grant, revoke
from naung.access.policy import POLICY, P, Scope
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.formats import local
from naung.core.ids import new_id, new_number
from naung.core.keys import derived_secret
from naung.intake.models import AllegedPerson, Draft, Report, ReportedChild, Reporter, Story, Triage
from naung.intake.operations import clocks
from naung.intake.operations.contact import open_to_desk
from naung.intake.queries.alike import group_of
from naung.intake.queries.drafts import expect_own
from naung.intake.queries.repeats import repeat_of
from naung.intake.queries.wall import place_on_receipt
from naung.intake.rules import Answer, FiledChild, Filing, ReportStatus, triage
from naung.intake.rules.filing import RAISED
from naung.intake.rules.likeness import bands_of
from naung.intake.rules.receiving import checked, is_danger, unknowns
from naung.people.queries import columns_of, token
from naung.places.models import Area
from naung.teams import queries as teams

NOT_KNOWN = "TTH"  # who did it: nothing is told of that person
KEPT_IN_SIGHT = timedelta(days=365)  # of whoever raised it


@atomic
def file_report(*, by: Actor, filing: Filing, now: datetime, draft_id: UUID | None = None) -> list[Report]:
    """Take a report from any channel; returns one report for each child. The same form sent twice is one report.

    Anybody who may file may do this, the public too. Whoever resembles the alleged person is shut out until
    the officer has answered whether that person works here.
    """
    require(by, P.REPORT_FILE)
    now = now.astimezone(settings.CITY.zone)  # at night the city's day is another than the server's
    bundle_id = _bundle_of(filing.send_token, by)
    with widened([bundle_id, *([draft_id] if draft_id else [])]):
        if filing.send_token and (before := _sent_before(bundle_id)):
            return before
        if draft_id:
            expect_own(by, draft_id)
        office = teams.office()
        filing = checked(filing, now, local(now).date(), _districts())
        placing = place_on_receipt(filing.alleged, office=office, by=by, now=now)
        scope = {
            "bundle_id": bundle_id, "office_id": office.pk, "team_id": placing.team_id,
            "barred_user_ids": list(placing.barred_user_ids), "barred_unit_ids": list(placing.barred_unit_ids),
        }  # fmt: skip
        first: dict[str, object] = {"send_token": str(bundle_id) if filing.send_token else None}
        reports = [
            _take(
                by=by, filing=filing, child=child, scope=scope if place else scope | first, now=now,
                draft_id=None if place else draft_id,
            )
            for place, child in enumerate(filing.children)
        ]  # fmt: skip
        _end_draft(by=by, draft_id=draft_id, now=now)
        _keep_in_sight(by=by, reports=reports, desk=placing.team_id, now=now)
    return reports


def _bundle_of(send_token: str | None, by: Actor) -> UUID:
    """The same form from the same person gives the same bundle; a token tells nobody which bundle it is."""
    if not send_token:
        return new_id()
    sent = f"{by.id or by.name} {send_token}"
    return UUID(bytes=hmac.new(derived_secret("bundle"), sent.encode(), "sha256").digest()[:16], version=5)


def _sent_before(bundle_id: UUID) -> list[Report]:
    """What the first sending made; a second one that arrives meanwhile waits here for the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [bundle_id.int % 2**63])
    return list(Report.objects.filter(bundle_id=bundle_id).exclude(status=ReportStatus.DRAFT).order_by("id"))


def _districts() -> list[str]:
    areas = reference.areas(settings.CITY.areas_file)
    return [area.code.replace(".", "") for area in areas if area.level == "DISTRICT"]


def _take(
    *, by: Actor, filing: Filing, child: FiledChild, scope: dict[str, object], now: datetime, draft_id: UUID | None
) -> Report:
    """One child's report with its parts, its clocks and its entry."""
    result = triage(filing.answers(child.age_on(local(now).date())))
    report = _row(filing, child, scope, draft_id, danger=is_danger(result))
    report.repeat_of_id = repeat_of(columns_of(child), token("phone", filing.reporter.phone), report, now)
    _keep_alike_together(by, report, filing, child, now)
    report.save(force_insert=report._state.adding)
    if report.repeat_of_id:
        open_to_desk(by=by, report_id=report.repeat_of_id, now=now)
    _parts(report, filing, child)
    _sheet(by, report, filing, child, now)
    clocks.start_on_receipt(by=by, report=report, filing=filing, result=result, now=now)
    audit.record(
        by=by, event="report.received", about=report, at=now, channel=report.channel, danger=report.danger,
        bundle=report.bundle_id, repeat_of=report.repeat_of_id,
    )  # fmt: skip
    return report


def _keep_alike_together(by: Actor, report: Report, filing: Filing, child: FiledChild, now: datetime) -> None:
    """What comes from outside and is like what waits already is shown with it. Danger stands alone."""
    if by.id is None and not report.danger:
        who = (child.name, child.age_estimate, filing.ward_id, child.where_now_text, child.school_name)
        report.likeness = bands_of(filing.happened, who, derived_secret("likeness"))
        report.group_id = group_of(report.likeness, now) or report.pk


def _row(filing: Filing, child: FiledChild, scope: dict[str, object], draft_id: UUID | None, *, danger: bool) -> Report:
    report = Report.objects.select_for_update().filter(pk=draft_id).first() if draft_id else None
    report = report or Report(id=draft_id or new_id(), number=new_number())
    ward = _ward(child.ward_id or filing.ward_id)
    told = {
        "status": ReportStatus.RECEIVED, "channel": filing.channel, "secrecy": filing.secrecy,
        "reporter_type": filing.reporter_type, "ward": ward, "area_id": ward.parent_id if ward else None,
        "received_at": filing.received_at, "danger": danger, "session_id": filing.session_id,
    }  # fmt: skip
    for name, value in (scope | told).items():
        setattr(report, name, value)
    return report


def _ward(ward_id: UUID | None) -> Area | None:
    return Area.objects.filter(pk=ward_id).only("id", "parent_id").first() if ward_id else None


def _parts(report: Report, filing: Filing, child: FiledChild) -> None:
    Story.objects.create(
        report=report, happened=filing.happened.strip(), happened_when=filing.happened_when or None,
        place=filing.place, where_now=child.where_now, where_now_text=child.where_now_text or None,
        child_wants=filing.child_wants or None, earlier_reports=filing.earlier_reports or None,
    )  # fmt: skip
    ReportedChild.objects.create(
        report=report, unknowns=unknowns(filing, child),
        caregivers=[asdict(one) for one in child.caregivers] or None, **columns_of(child),
    )  # fmt: skip
    if told := filing.reporter.details():
        Reporter.objects.create(report=report, details=told, phone_token=token("phone", filing.reporter.phone))
    alleged = filing.alleged
    if alleged.details() or alleged.relation not in ("", NOT_KNOWN) or alleged.has_access:
        AllegedPerson.objects.create(
            report=report, relation=alleged.relation, has_access=alleged.has_access, details=alleged.details() or None
        )


def _sheet(by: Actor, report: Report, filing: Filing, child: FiledChild, now: datetime) -> None:
    """The triage sheet begins with what the reporter already answered."""
    Triage.objects.create(
        report=report, forms=sorted(filing.forms), tpks=sorted(filing.tpks), age_known=child.age_answer,
        answers={code: Answer(answer) for code, answer in filing.dangers.items()},
        saved_at=now, saved_by_id=by.id,
    )  # fmt: skip


def _end_draft(*, by: Actor, draft_id: UUID | None, now: datetime) -> None:
    """What was typed is in the report now: the draft is emptied, and its author's own sight of it ends."""
    draft = Draft.objects.select_related("report").filter(report=draft_id).first() if draft_id else None
    if draft is not None and by.id is not None:
        draft.fields = None
        draft.store("fields")
        revoke(by=by, user_id=by.id, record=draft.report, now=now)


def _keep_in_sight(*, by: Actor, reports: list[Report], desk: UUID, now: datetime) -> None:
    """Whoever raised it keeps sight of it under her own role, though it lies on somebody else's desk."""
    if by.id is None or desk in by.ids(P.READ_D1, Scope.TEAM):
        return
    role = next((role for role in sorted(by.roles) if Scope.GRANTED in POLICY[role].get(P.READ_D1, ())), None)
    if role is None:
        return
    for report in reports:
        grant(by=by, user_id=by.id, role=role, record=report, reason_code=RAISED, now=now, until=now + KEPT_IN_SIGHT)
