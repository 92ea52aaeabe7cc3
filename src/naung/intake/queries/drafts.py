"""Reports that are being written down and are not filed yet."""

from uuid import UUID

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import POLICY, P, Role, Scope
from naung.access.queries import visible
from naung.intake.models import Draft, Report
from naung.intake.rules import ReportStatus


def drafting_role(by: Actor) -> Role | None:
    """The role under which a person reads her own draft; who reads no reporter keeps it in her browser."""
    roles = (role for role in sorted(by.roles) if Scope.GRANTED in POLICY[role].get(P.READ_D6, ()))
    return next(roles, None)


def drafts_of(actor: Actor) -> list[Draft]:
    """A person's own drafts that still hold text, the latest first."""
    drafts = visible(actor, P.READ_D6, Draft).filter(report__status=ReportStatus.DRAFT, fields__isnull=False)
    return list(drafts.select_related("report").order_by("-saved_at"))


def draft_of(actor: Actor, draft_id: UUID) -> Draft | None:
    """One draft of a person's own."""
    return visible(actor, P.READ_D6, Draft).select_related("report").filter(report=draft_id).first()


def expect_own(actor: Actor, draft_id: UUID) -> None:
    """The page is new or this person's own draft; what somebody else writes or has sent is not there for her."""
    draft = draft_of(actor, draft_id)
    if draft is not None and draft.report.status == ReportStatus.DRAFT:
        return
    with widened([draft_id]):
        if Report.objects.filter(pk=draft_id).exists():
            raise Report.DoesNotExist
