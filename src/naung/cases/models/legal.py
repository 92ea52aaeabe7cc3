from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedText


class LegalDuty(Record):
    """A duty set by law (report to the police, social report): asked when, done when, number, by whom.

    `done_by_name` is who did it, at the police or here; `done_by_id` who wrote it down. `sequence` is that of
    its deadline: a case may be asked for several social reports.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="legal_duties")
    kind = models.CharField(max_length=20)
    sequence = models.CharField(max_length=20, blank=True)
    asked_at = models.DateTimeField()
    asked_by = SealedText(null=True)
    done_date = models.DateField(null=True)
    done_number = SealedText(null=True)
    done_by_name = SealedText(null=True)
    done_by_id = models.UUIDField(null=True)
    marked_at = models.DateTimeField(null=True)
    explained = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D5, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D5: ClassVar = {
            "case", "kind", "sequence", "asked_at", "asked_by", "done_date", "done_number", "done_by_name",
            "done_by_id", "marked_at", "explained",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "sequence"], name="cases_legal_duty_once"),
            models.CheckConstraint(
                condition=Q(done_date=None) | Q(done_by_id__isnull=False), name="cases_legal_done_by_someone"
            ),
        ]
