"""Which records fall due soon, lie sealed, or were opened once more."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Rows
from naung.core.models import Record
from naung.core.sealed import SealedText


class Term(Record, Scoped):
    """One child's record, or one report that ended without a case, that falls due within weeks or lies sealed.

    Its id is the child's or the report's own. Without a due date something keeps the record after all. `was` keeps who
    held which row before it was sealed, so that it can be opened as it was: table, id, holder, team.
    """

    of_report = models.BooleanField(default=False)
    number = models.CharField(max_length=12)
    due_date = models.DateField(null=True)
    sealed_at = models.DateTimeField(null=True)
    erasable_date = models.DateField(null=True)
    was = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.UUIDField(null=True)
    opened_reason = SealedText(null=True)
    open_until_date = models.DateField(null=True)

    SEALED_UNDER = "id"
    ACCESS = Rows(reads=P.READ_TERMS, writes=(P.ERASE, P.DUTY_KEEP))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "of_report", "number", "due_date", "sealed_at", "erasable_date", "was", "opened_at", "opened_by_id",
            "opened_reason", "open_until_date", "owner_id", "team_id", "area_id", "office_id",
            "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["sealed_at", "due_date"], name="privacy_terms")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sealed_at=None, erasable_date=None)
                | Q(sealed_at__isnull=False, erasable_date__isnull=False),
                name="privacy_sealed_until",
            ),
        ]
