"""What the reporter may see again with the receipt."""

from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import P, Role
from naung.access.queries import visible
from naung.audit.rules import public_half
from naung.core.errors import Refused
from naung.core.keys import derived_secret
from naung.intake.models import Message, Receipt, Report, Reporter
from naung.intake.rules import receipts
from naung.intake.rules.filing import RAISED
from naung.intake.rules.proofs import Proof, filing_of, read_proof


def receipt_secret() -> bytes:
    """The secret under which receipts are made and looked up; it lies outside the database."""
    return derived_secret("receipt")


def bundle_of(typed: str) -> UUID | None:
    """Which report a typed receipt opens; none when there is no such receipt."""
    try:
        digits = receipts.tidy(typed)
    except Refused:
        return None
    digest = receipts.digest_of(digits, receipt_secret())
    return Receipt.objects.filter(digest=digest).values_list("bundle_id", flat=True).first()


def reports_of_bundle(actor: Actor, bundle_id: UUID) -> QuerySet[Report]:
    """The reports (one per child) that were sent together."""
    return visible(actor, P.READ_D1, Report).filter(bundle_id=bundle_id).order_by("id")


def messages_of(actor: Actor, report: Report) -> QuerySet[Message]:
    """The exchange between reporter and office about one report, oldest first."""
    return visible(actor, P.READ_MESSAGES, Message).filter(report=report).order_by("sent_at", "id")


def school_raisers(report_id: UUID) -> list[UUID]:
    """The people of a school who raised a report."""
    given = Grant.objects.filter(record_id=report_id, role=Role.SCHOOL, reason_code=RAISED, revoked_at=None)
    return list(given.values_list("user_id", flat=True))


def left_contact(bundle_id: UUID) -> QuerySet[Reporter]:
    """Where the reporter left name or number and has not taken them back; the bundle must be in sight."""
    return Reporter.objects.filter(report__bundle_id=bundle_id, withdrawn_at=None).order_by("report_id")


def may_withdraw(bundle_id: UUID) -> bool:
    """Whether there is a name or number that the reporter can take back. What they are is not read."""
    with widened([bundle_id]):
        return left_contact(bundle_id).exists()


def unread_of_case(actor: Actor, case_id: UUID) -> QuerySet[Report]:
    """The reports of a case whose reporter wrote something that nobody has read."""
    waiting = visible(actor, P.READ_MESSAGES, Message).filter(from_office=False, read_at=None)
    return visible(actor, P.READ_MESSAGES, Report).filter(case_id=case_id, pk__in=waiting.values("report"))


def proof_of(bundle_id: UUID) -> str | None:
    """The signed proof that this was filed, for whoever opened it with the receipt."""
    receipt = Receipt.objects.filter(bundle_id=bundle_id).first()
    if receipt is None:
        return None
    day = receipt.made_at.astimezone(settings.CITY.zone).date()
    return Proof(settings.CITY.office, day, filing_of(receipt.digest)).signed(settings.AUDIT_KEY)


def proof_in(text: str) -> Proof | None:
    """The proof that this office signed, in what somebody shows; none when it is not ours or was changed."""
    return read_proof(text, public_half(settings.AUDIT_KEY))
