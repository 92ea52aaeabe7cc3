"""What an officer has typed so far lies on the server under her own eyes only, until it is filed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.operations import grant, revoke
from naung.access.policy import P, Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied
from naung.core.ids import new_number
from naung.intake.models import Draft, Report
from naung.intake.queries.drafts import drafting_role, expect_own
from naung.intake.rules import ReportStatus
from naung.teams import queries as teams

ENTRY = "TEL"


@atomic
def save_draft(*, by: Actor, draft_id: UUID, fields: Mapping[str, list[str]], now: datetime) -> Draft | None:
    """Keep what is on the page; nothing when that page has been filed meanwhile. Nobody keeps it for another."""
    require(by, P.REPORT_FILE)
    role = drafting_role(by)
    if by.id is None or role is None:
        raise AccessDenied(P.REPORT_FILE, permission=P.REPORT_FILE, label="intake.Draft", id=draft_id)
    report = visible(by, P.READ_D1, Report).select_for_update().filter(pk=draft_id).first()
    if report is not None and report.status != ReportStatus.DRAFT:
        return None
    expect_own(by, draft_id)
    with widened([draft_id]):
        report = report or _begin(by, draft_id, role, now)
        draft = Draft.objects.filter(report=report).first() or Draft(report=report, version=0)
        draft.fields, draft.saved_at, draft.version = dict(fields), now, draft.version + 1
        draft.save(force_insert=draft._state.adding)
    return draft


@atomic
def discard_draft(*, by: Actor, draft_id: UUID, now: datetime) -> None:
    """Throw a draft away: its text is emptied and nobody sees it any more."""
    draft = visible(by, P.READ_D6, Draft).select_related("report").select_for_update(of=("self",)).get(report=draft_id)
    require(by, P.REPORT_FILE)
    draft.fields = None
    draft.store("fields")
    audit.record(by=by, event="report.draft-discarded", about=draft.report, at=now)
    if by.id is not None:
        revoke(by=by, user_id=by.id, record=draft.report, now=now)


def _begin(by: Actor, draft_id: UUID, role: Role, now: datetime) -> Report:
    report = Report(
        id=draft_id, number=new_number(), bundle_id=draft_id, status=ReportStatus.DRAFT, channel=ENTRY,
        received_at=now, office_id=teams.office().pk,
    )  # fmt: skip
    report.save(force_insert=True)
    assert by.id is not None  # noqa: S101 - save_draft has asked
    grant(by=by, user_id=by.id, role=role, record=report, reason_code="DRAFT", now=now)
    audit.record(by=by, event="report.draft-begun", about=report, at=now)
    return report
