from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.cases.models.contact import Visit
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText

# Who may write assessments: social workers rate; whoever visits after a return rates again (`Kind.VISIT`).
ASSESSMENT_WRITERS = (P.CASE_ASSESS, P.CASE_WORK)


class Kind(models.TextChoices):
    """A full assessment, or the twelve factors rated again at a visit after the child's return."""

    FULL = "FULL"
    VISIT = "VISIT"


class Assessment(Record):
    """One assessment of the child's situation: twelve rated factors, the child's own view, the headings.

    `headings` maps each biopsychosocial heading to its need (0 to 3) and note; `reused` names the reports and
    visits whose words were taken over instead of asking the child again. `level` is the level that the
    assessor found; a lower one waits for the supervisor.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assessments")
    sequence = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices, default=Kind.FULL)
    visit = models.OneToOneField(Visit, null=True, on_delete=models.PROTECT, related_name="rated")
    started_at = models.DateTimeField()
    started_by_id = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_by_id = models.UUIDField(null=True)
    child_view = SealedText(null=True)
    earlier_statements = SealedText(null=True)
    reused = ArrayField(models.UUIDField(), default=list)
    headings = SealedJSON(null=True)
    level = models.CharField(max_length=10, blank=True)
    level_reason = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=ASSESSMENT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "sequence", "kind", "visit", "started_at", "started_by_id", "finished_at", "finished_by_id",
            "child_view", "earlier_statements", "reused", "headings", "level", "level_reason",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "sequence"], name="cases_assessment_sequence"),
            models.UniqueConstraint(fields=["case"], condition=Q(finished_at=None), name="cases_one_assessment_draft"),
        ]


class LevelFinding(Record):
    """A lower level that an assessment or a plan review found; it waits until a supervisor takes it or not."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="level_findings")
    level = models.CharField(max_length=10)
    reason = SealedText()
    found_in = models.CharField(max_length=10)
    found_at = models.DateTimeField()
    found_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    accepted = models.BooleanField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "level", "reason", "found_in", "found_at", "found_by_id", "decided_at", "decided_by_id", "accepted",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="cases_one_level_finding_waits")
        ]


class Rating(Record):
    """One factor of an assessment: 1 (very bad) to 4 (good), or not applicable with a reason.

    All twelve rows are made with the assessment; each has a version of its own, so that two people may rate
    different factors at once.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="ratings")
    factor = models.CharField(max_length=4)
    score = models.PositiveSmallIntegerField(null=True)
    not_applicable = models.BooleanField(default=False)
    not_applicable_code = models.CharField(max_length=10, blank=True)
    reason = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=ASSESSMENT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "assessment", "factor", "score", "not_applicable", "not_applicable_code", "reason"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "factor"], name="cases_rating_once"),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=1, score__lte=4, not_applicable=False),
                name="cases_rating_1_to_4",
            ),
        ]
