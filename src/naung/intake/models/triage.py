from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.intake.models.reports import REPORT_WRITERS, Report


class Triage(Record):
    """The triage sheet of one report: answers, the rule's level, the level that a person decided."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="triage")
    forms = ArrayField(models.CharField(max_length=5), default=list)
    tpks = ArrayField(models.CharField(max_length=5), default=list)
    answers = models.JSONField(default=dict)
    age_known = models.CharField(max_length=10, blank=True)
    staff_answer = models.CharField(max_length=10, blank=True)
    known_child_checked_at = models.DateTimeField(null=True)
    rule_level = models.CharField(max_length=10, blank=True)
    score_low = models.SmallIntegerField(null=True)
    score_high = models.SmallIntegerField(null=True)
    decided_level = models.CharField(max_length=10, blank=True)
    decided_by_id = models.UUIDField(null=True)
    lowered_reason = models.CharField(max_length=20, blank=True)
    lowered_note = SealedText(null=True)
    outcome_reason = SealedText(null=True)
    saved_at = models.DateTimeField()
    saved_by_id = models.UUIDField(null=True)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "report", "forms", "tpks", "answers", "age_known", "staff_answer", "known_child_checked_at",
            "rule_level", "score_low", "score_high", "decided_level", "decided_by_id", "lowered_reason",
            "lowered_note", "outcome_reason", "saved_at", "saved_by_id",
        }  # fmt: skip
