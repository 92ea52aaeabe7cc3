from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText


class Assessment(Record):
    """One assessment of the child's situation: twelve rated factors, the child's own view, the headings."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    sequence = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by_id = models.UUIDField(null=True)
    child_view = SealedText(null=True)
    earlier_statements = SealedText(null=True)
    headings = SealedJSON(null=True)
    level = models.CharField(max_length=10, blank=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "sequence", "started_at", "started_by_id", "finished_at", "finished_by_id", "child_view",
            "earlier_statements", "headings", "level",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_assessment_sequence"),
            models.UniqueConstraint(fields=["case"], condition=Q(finished_at=None), name="cases_one_assessment_draft"),
        ]


class Rating(Record):
    """One factor of an assessment: 1 (very bad) to 4 (good), or not applicable with a reason."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="ratings")
    factor = models.CharField(max_length=4)
    score = models.PositiveSmallIntegerField(null=True)
    not_applicable = models.BooleanField(default=False)
    reason = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "assessment", "factor", "score", "not_applicable", "reason"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "factor"], name="cases_rating_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=4, not_applicable=False),
                name="cases_rating_1_to_4",
            ),
        ]
