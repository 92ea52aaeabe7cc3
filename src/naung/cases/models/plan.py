from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.assessment import Assessment
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedText


class Plan(Record):
    """One version of the case plan, approved by somebody other than its author."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    author_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_id = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_reason = SealedText(null=True)
    replaced_at = models.DateTimeField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "assessment", "number", "author_id", "made_at", "submitted_at", "approved_at",
            "approved_by_id", "returned_at", "returned_reason", "replaced_at",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_plan_number"),
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(approved_by_id=models.F("author_id")),
                name="cases_plan_four_eyes",
            ),
        ]


class Goal(Record):
    """What should become better, for one factor."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    factor = models.CharField(max_length=4)
    text = SealedText()
    met = models.BooleanField(null=True)
    explained = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "plan", "factor", "text", "met", "explained"}


class Action(Record):
    """Who does what until when, with the service it uses; done or explained."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="actions")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="actions")
    text = SealedText()
    service = models.CharField(max_length=6, blank=True)
    responsible_id = models.UUIDField()
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    result = models.CharField(max_length=5, blank=True)
    explained = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "goal", "text", "service", "responsible_id", "due_date", "done_at", "done_by_id", "result",
            "explained",
        }  # fmt: skip


class Delivery(Record):
    """A service that the child really received."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deliveries")
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="deliveries")
    service = models.CharField(max_length=6)
    provider = models.CharField(max_length=200, blank=True)
    date = models.DateField()
    by_id = models.UUIDField(null=True)
    note = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "action", "service", "provider", "date", "by_id", "note"}


class PlanTold(Record):
    """Who of child and caregiver was told the plan, when, how, and what they said."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="told")
    who = models.CharField(max_length=10)
    how = models.CharField(max_length=20)
    told_at = models.DateTimeField()
    said = SealedText(null=True)
    by_id = models.UUIDField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "plan", "who", "how", "told_at", "said", "by_id"}
