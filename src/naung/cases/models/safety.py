from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedText


class Safety(Record):
    """The safety line that everybody assigned sees, the safety plan behind it, and whether urgent needs are met."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="safety")
    dangerous_people = SealedText(null=True)
    no_go = SealedText(null=True)
    safe_contact = SealedText(null=True)
    plan = SealedText(null=True)
    planned_at = models.DateTimeField(null=True)
    planned_by_id = models.UUIDField(null=True)
    needs_met_at = models.DateTimeField(null=True)
    needs_met_by_id = models.UUIDField(null=True)
    needs_note = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "dangerous_people", "no_go", "safe_contact", "plan", "planned_at", "planned_by_id",
            "needs_met_at", "needs_met_by_id", "needs_note",
        }  # fmt: skip


class DangerFlag(Record):
    """A danger seen during the case: who saw which, when; ended by a supervisor only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="danger_flags")
    code = models.CharField(max_length=5)
    raised_at = models.DateTimeField()
    raised_by_id = models.UUIDField(null=True)
    note = SealedText(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    ended_reason = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "code", "raised_at", "raised_by_id", "note", "ended_at", "ended_by_id", "ended_reason",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by_id=None) | Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="cases_flag_ended_by_someone",
            ),
            models.UniqueConstraint(
                fields=["case", "code"], condition=Q(ended_at=None), name="cases_one_open_flag_of_a_kind"
            ),
        ]


class Consent(Record):
    """Consent of the guardian, assent of the child, or the ground for acting without: for what, to whom, until when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=10)
    given = models.BooleanField(null=True)
    ground = models.CharField(max_length=20, blank=True)
    who = SealedText(null=True)
    words = SealedText(null=True)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    agreed = ArrayField(models.CharField(max_length=10), default=list)
    declined = ArrayField(models.CharField(max_length=10), default=list)
    recipients = ArrayField(models.CharField(max_length=10), default=list)
    recipient_names = SealedText(null=True)
    evidence = models.CharField(max_length=10, blank=True)
    evidence_note = SealedText(null=True)
    until_date = models.DateField(null=True)
    notice = models.CharField(max_length=10, blank=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "kind", "given", "ground", "who", "words", "at", "by_id", "withdrawn_at", "agreed", "declined",
            "recipients", "recipient_names", "evidence", "evidence_note", "until_date", "notice",
        }  # fmt: skip

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None


class Disclosure(Record):
    """What of a child was given to whom outside the office, for what. It stays when consent is taken back."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="disclosures")
    purpose = models.CharField(max_length=10)
    recipient = models.CharField(max_length=10)
    name = SealedText()
    what = SealedText()
    at = models.DateTimeField()
    by_id = models.UUIDField()

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "purpose", "recipient", "name", "what", "at", "by_id"}
