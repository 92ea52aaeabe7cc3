from typing import ClassVar

from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import Case
from naung.core.models import Record
from naung.core.sealed import SealedText


class Destination(models.TextChoices):
    """Where a child returns to."""

    HOME = "HOME"
    KIN = "KIN"
    INDEPENDENT = "INDEPENDENT"


class ReintegrationPlan(Record):
    """What must stand before the child returns (PP 78/2021 art. 88), and the return itself.

    Each of the four questions has its answer and, sealed, what was found; `child_words` are the child's own.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="reintegration")
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    destination = models.CharField(max_length=12, blank=True, choices=Destination.choices)
    caregiver_assessed = models.BooleanField(default=False)
    caregiver_note = SealedText(null=True)
    school_place = models.BooleanField(default=False)
    school_note = SealedText(null=True)
    child_agrees = models.BooleanField(default=False)
    child_words = SealedText(null=True)
    community_checked = models.BooleanField(default=False)
    community_note = SealedText(null=True)
    text = SealedText(null=True)
    returned_date = models.DateField(null=True)
    returned_by_id = models.UUIDField(null=True)
    handover_signed = models.BooleanField(default=False)
    handover_number = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=(P.CASE_ASSESS, P.CASE_WORK))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "made_at", "made_by_id", "destination", "caregiver_assessed", "caregiver_note", "school_place",
            "school_note", "child_agrees", "child_words", "community_checked", "community_note", "text",
            "returned_date", "returned_by_id", "handover_signed", "handover_number",
        }  # fmt: skip
