from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.assessment import Assessment
from naung.cases.models.case import Case
from naung.core.models import Record
from naung.core.sealed import SealedText

PLAN_WRITERS = (P.CASE_ASSESS, P.PLAN_APPROVE)
WORK_WRITERS = (P.CASE_ASSESS, P.CASE_WORK)


class Plan(Record):
    """One version of the case plan, approved by somebody other than its author and the case's holder."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="plans")
    assessment = models.ForeignKey(Assessment, null=True, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    author_id = models.UUIDField(null=True)
    made_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by_id = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    approved_by_id = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_reason = SealedText(null=True)
    replaced_at = models.DateTimeField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=PLAN_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "assessment", "number", "author_id", "made_at", "submitted_at", "submitted_by_id",
            "approved_at", "approved_by_id", "returned_at", "returned_reason", "replaced_at",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="cases_plan_number"),
            models.UniqueConstraint(fields=["case"], condition=Q(approved_at=None), name="cases_one_plan_draft"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(approved_at__isnull=False, replaced_at=None),
                name="cases_one_plan_in_force",
            ),
            models.CheckConstraint(
                condition=Q(approved_by_id=None)
                | (~Q(approved_by_id=models.F("author_id")) & ~Q(approved_by_id=models.F("submitted_by_id"))),
                name="cases_plan_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(submitted_at__isnull=False, approved_by_id__isnull=False),
                name="cases_plan_submitted_before_approved",
            ),
        ]


class Goal(Record):
    """What should become better, for one factor. Taken out of a draft it stays with `removed_at`."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="goals")
    factor = models.CharField(max_length=4)
    text = SealedText()
    met = models.BooleanField(null=True)
    explained = SealedText(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by_id = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=(P.CASE_ASSESS,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "plan", "factor", "text", "met", "explained", "settled_at", "settled_by_id", "removed_at",
        }  # fmt: skip


class Action(Record):
    """Who does what until when, with the service it uses; done or explained.

    `carried_from` is the unfinished action of the version before that this one goes on with.
    """

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
    carried_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=WORK_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "goal", "text", "service", "responsible_id", "due_date", "done_at", "done_by_id", "result",
            "explained", "carried_from", "removed_at",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(
                fields=["responsible_id", "due_date"],
                name="cases_action_open",
                condition=Q(done_at=None, removed_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | (Q(done_by_id__isnull=False) & ~Q(result="")),
                name="cases_action_done_with_result",
            )
        ]


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
    ACCESS = Follows("case", reads=P.READ_D3, writes=WORK_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "action", "service", "provider", "date", "by_id", "note"}


class PlanTold(Record):
    """Who of child and caregiver was told the plan, when, how, and what they said; or why they were not told."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="told")
    who = models.CharField(max_length=10)
    told = models.BooleanField(default=True)
    how = models.CharField(max_length=20, blank=True)
    told_at = models.DateTimeField()
    said = SealedText(null=True)
    by_id = models.UUIDField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=WORK_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "plan", "who", "told", "how", "told_at", "said", "by_id"}
