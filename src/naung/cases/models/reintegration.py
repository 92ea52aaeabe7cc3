from typing import ClassVar

from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedText


class ReintegrationPlan(Record):
    """What must stand before the child returns (PP 78/2021 art. 88), and the return itself."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="reintegration")
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    destination = models.CharField(max_length=12, blank=True)
    caregiver_assessed = models.BooleanField(default=False)
    school_place = models.BooleanField(default=False)
    child_agrees = models.BooleanField(default=False)
    community_checked = models.BooleanField(default=False)
    text = SealedText(null=True)
    returned_date = models.DateField(null=True)
    handover_signed = models.BooleanField(default=False)
    handover_number = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "made_at", "made_by_id", "destination", "caregiver_assessed", "school_place", "child_agrees",
            "community_checked", "text", "returned_date", "handover_signed", "handover_number",
        }  # fmt: skip
