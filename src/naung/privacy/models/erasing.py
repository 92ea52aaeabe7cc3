"""Which children are to be erased, by whose word, and what must be kept for now."""

from typing import ClassVar
from uuid import UUID

from django.db import models

from naung.access.rows import Open
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.core.text import Text
from naung.privacy.rules.erasing import BASES


class ErasureState(models.TextChoices):
    """How a request to erase stands."""

    ASKED = "ASKED"
    DONE = "DONE"
    REFUSED = "REFUSED"


class Erasure(Record):
    """That a child, or a report without a case, is to be erased: asked for by one, done by another; until when copies
    live.
    """

    child_id = models.UUIDField(null=True, db_index=True)
    report_id = models.UUIDField(null=True, db_index=True)  # a report that ended without a case
    number = models.CharField(max_length=12)
    basis = models.CharField(max_length=10)
    reason = SealedText(null=True)  # none where a restore knows of it by the erasure list only
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    state = models.CharField(max_length=7, choices=ErasureState, default=ErasureState.ASKED)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    answer = SealedText(null=True)
    keys_end_date = models.DateField(null=True)
    copies_end_date = models.DateField(null=True)

    SEALED_UNDER = "id"
    ACCESS = Open("the number of a case and who decided to erase it; the reason is sealed, nothing of the child stays")
    RIGHTS = ("SELECT", "INSERT", "UPDATE")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "child_id", "report_id", "number", "basis", "reason", "asked_at", "asked_by_id", "state",
            "decided_at", "decided_by_id", "answer", "keys_end_date", "copies_end_date",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["state", "asked_at"], name="privacy_erasing")]
        constraints = [
            models.UniqueConstraint(
                fields=["child_id"], condition=models.Q(state="ASKED"), name="privacy_one_erasure_waits"
            ),
            models.UniqueConstraint(
                fields=["report_id"], condition=models.Q(state="ASKED"), name="privacy_one_report_erasure_waits"
            ),
            models.CheckConstraint(
                condition=models.Q(child_id=None) ^ models.Q(report_id=None), name="privacy_erases_child_or_report"
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by_id=None) | ~models.Q(decided_by_id=models.F("asked_by_id")),
                name="privacy_erased_by_two",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ASKED", decided_at=None)
                | (~models.Q(state="ASKED") & models.Q(decided_at__isnull=False)),
                name="privacy_erasure_decided",
            ),
        ]

    @property
    def people(self) -> set[UUID]:
        """Who had a hand in it."""
        return {one for one in (self.asked_by_id, self.decided_by_id) if one}

    @property
    def ground(self) -> Text:
        """The legal ground in words."""
        return BASES[self.basis]


class Hold(Record):
    """That a record must be kept for now, for a court or an inquiry: why, who said so, until when."""

    child_id = models.UUIDField(null=True, db_index=True)
    report_id = models.UUIDField(null=True, db_index=True)  # a report that ended without a case
    number = models.CharField(max_length=12)
    reason = SealedText()
    until_date = models.DateField()
    placed_at = models.DateTimeField()
    placed_by_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by_id = models.UUIDField(null=True)
    lifted_reason = SealedText(null=True)

    SEALED_UNDER = "id"
    ACCESS = Open("the number of a case and until when it is kept; the reason is sealed")
    RIGHTS = ("SELECT", "INSERT", "UPDATE")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "child_id", "report_id", "number", "reason", "until_date", "placed_at", "placed_by_id",
            "lifted_at", "lifted_by_id", "lifted_reason",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(child_id=None) ^ models.Q(report_id=None), name="privacy_holds_child_or_report"
            )
        ]

    @property
    def people(self) -> set[UUID]:
        """Who had a hand in it."""
        return {one for one in (self.placed_by_id, self.lifted_by_id) if one}
