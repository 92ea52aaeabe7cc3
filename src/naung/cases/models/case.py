from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.people.models import Child

CASE_WRITERS = (
    P.CASE_REGISTER, P.CASE_ASSIGN, P.CASE_WORK, P.CASE_ASSESS, P.PLAN_APPROVE, P.CASE_DECIDE, P.DANGER_END,
    P.CASE_CLOSE, P.CASE_SUSPEND, P.CASE_REOPEN, P.LEVEL_LOWER,
)  # fmt: skip


class Case(Record, Scoped):
    """One episode of help for one child. `owner_id` is the social worker (peksos) who holds it."""

    number = models.CharField(max_length=12, unique=True)
    child = models.ForeignKey(Child, on_delete=models.PROTECT, related_name="cases")
    status = models.CharField(max_length=15)
    stage = models.CharField(max_length=15)
    level = models.CharField(max_length=10)
    ppks = models.CharField(max_length=5)
    ampk = ArrayField(models.CharField(max_length=2), default=list)
    court_role = models.CharField(max_length=5, blank=True)
    forms = ArrayField(models.CharField(max_length=5), default=list)
    report_received_at = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by_id = models.UUIDField(null=True)
    seen_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    suspended_from = models.CharField(max_length=15, blank=True)
    suspended_reason = models.CharField(max_length=20, blank=True)
    review_date = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_reason = models.CharField(max_length=5, blank=True)

    SEALED_UNDER = "child_id"
    ACCESS = Rows(reads=P.READ_D1, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "number", "child", "status", "stage", "level", "ppks", "ampk", "court_role", "forms",
            "report_received_at", "registered_at", "registered_by_id", "seen_at", "returned_at",
            "suspended_from", "suspended_reason", "review_date", "closed_at", "closed_reason", "owner_id",
            "team_id", "area_id", "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-registered_at"], name="cases_owner_recent"),
            models.Index(fields=["team_id", "-registered_at"], name="cases_team_recent"),
            models.Index(fields=["office_id", "-registered_at"], name="cases_office_recent"),
            models.Index(fields=["team_id", "status", "-registered_at"], name="cases_team_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "office_id"], condition=Q(closed_at=None), name="cases_one_open_per_child"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closed_reason=""), name="cases_closing_has_a_reason"
            ),
        ]

    def happened(
        self,
        kind: str,
        *,
        by_id: UUID | None,
        at: datetime,
        old: str = "",
        new: str = "",
        reason: str = "",
        **details: object,
    ) -> "CaseEvent":
        """Add a line to the timeline. `details` hold ids and codes; free text goes into `reason`, sealed."""
        return CaseEvent.objects.create(
            case=self, kind=kind, by_id=by_id, at=at, old=old, new=new, reason=reason or None, details=details
        )


class Assignment(Record):
    """Who works on the case besides its holder, from when until when."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    user_id = models.UUIDField()
    role = models.CharField(max_length=20)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    assigned_by_id = models.UUIDField(null=True)

    ACCESS = Follows("case", reads=P.READ_D1, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {"case", "user_id", "role", "from_at", "until_at", "assigned_by_id"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user_id", "role"],
                condition=Q(until_at=None),
                name="cases_one_open_assignment",
            )
        ]


class CaseEvent(Record):
    """One step in the life of the case: status, stage, level, assignment, decision. The timeline is made of it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=30)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    reason = SealedText(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "kind", "at", "by_id", "old", "new", "details", "reason"}

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_event_order")]


class Closure(Record):
    """One closing of a case: proposed by who works on it, decided by a supervisor. A case may close again later."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closures")
    way = models.CharField(max_length=5)
    reason = SealedText(null=True)
    next_contact = SealedText(null=True)
    early_reason = SealedText(null=True)
    transition_plan = SealedText(null=True)
    guardianship_order = SealedText(null=True)
    death_review = SealedText(null=True)
    duplicate_of_id = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    proposed_by_id = models.UUIDField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_reason = SealedText(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "way", "reason", "next_contact", "early_reason", "transition_plan", "guardianship_order",
            "death_review", "duplicate_of_id", "proposed_at", "proposed_by_id", "returned_at", "returned_reason",
            "closed_at", "closed_by_id",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(closed_at=None, returned_at=None),
                name="cases_one_closing_waits",
            )
        ]
