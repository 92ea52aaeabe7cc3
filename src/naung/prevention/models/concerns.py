"""What a school told beyond the report, the tasks given to it, and how its breach of rules or law was judged."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText
from naung.intake.models import Report
from naung.intake.models.reports import REPORT_WRITERS
from naung.teams.models import Organisation


class RaisedConcern(Record):
    """What a person of a school told of one child, its parts kept apart; sealed under the report's key."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="concern")
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    raised_by_id = models.UUIDField()
    raised_at = models.DateTimeField()
    part = models.CharField(max_length=10)  # what this child has to do with it
    danger = models.CharField(max_length=10, blank=True)
    breach = models.CharField(max_length=5, blank=True)  # what the school itself thinks it is
    seen = SealedText(null=True)
    told = SealedText(null=True)
    opinion = SealedText(null=True)
    child_words = SealedText(null=True)
    place_text = SealedText(null=True)
    told_whom = SealedText(null=True)
    done = SealedText(null=True)
    points = SealedJSON(null=True)  # marks on the figure

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=(P.CONCERN_RAISE,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "report", "school", "raised_by_id", "raised_at", "part", "danger", "breach", "seen", "told", "opinion",
            "child_words", "place_text", "told_whom", "done", "points",
        }  # fmt: skip


class SchoolTask(Record):
    """Something that the office asks of one person of a school: what and until when, without the story."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="school_tasks")
    user_id = models.UUIDField()
    text = SealedText()
    due_date = models.DateField(null=True)
    given_by_id = models.UUIDField()
    given_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    answer = SealedText(null=True)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D1, writes=(P.SCHOOL_TASK_GIVE, P.SCHOOL_TASK_ANSWER))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "report", "user_id", "text", "due_date", "given_by_id", "given_at", "read_at", "done_at", "answer",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["user_id"], name="prevention_task_open", condition=Q(done_at=None))]


class BreachJudgement(Record):
    """Whether it is a breach of school rules or of law, and why. The last one holds; the earlier ones stay."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="breaches")
    kind = models.CharField(max_length=5)  # RULE, LAW
    reason = SealedText()
    judged_by_id = models.UUIDField()
    judged_at = models.DateTimeField()

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=(P.REPORT_TRIAGE,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"report", "kind", "reason", "judged_by_id", "judged_at"}


class BodyStep(Record):
    """What went to the school's or the city's body and what came back: letter, day and conclusion."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="body_steps")
    step = models.CharField(max_length=10)  # HANDED, CONCLUDED
    body = models.CharField(max_length=15)
    letter = SealedText(null=True)
    on_date = models.DateField()
    text = SealedText(null=True)
    written_by_id = models.UUIDField()
    written_at = models.DateTimeField()

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=(P.REPORT_TRIAGE,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"report", "step", "body", "letter", "on_date", "text", "written_by_id", "written_at"}


class SchoolHandover(Record):
    """That one school hands what it knows of a child to the next: by whom, to whom, and when each of them signed."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="handovers")
    from_school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    to_school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    giver_id = models.UUIDField()
    given_at = models.DateTimeField()
    receiver_id = models.UUIDField()
    received_at = models.DateTimeField(null=True)

    ACCESS = Follows("report", reads=P.READ_D1, writes=(P.CONCERN_RAISE,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "report", "from_school", "to_school", "giver_id", "given_at", "receiver_id", "received_at",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["receiver_id"], name="prevention_handover_to")]


class HandedChronology(Record, Scoped):
    """What the giving school wrote for the next one. It is nobody's until the receiver has signed, then hers."""

    handover_id = models.UUIDField(db_index=True)
    report_id = models.UUIDField(db_index=True)
    text = SealedText()

    SEALED_UNDER = "report_id"
    ACCESS = Rows(
        reads=P.READ_HANDED,
        writes=(P.CONCERN_RAISE, *REPORT_WRITERS),
        granted=("report_id",),  # nobody is granted it; `restamp` finds it by the report
        barred_by="report_id",
    )

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "handover_id", "report_id", "text", "owner_id", "team_id", "area_id", "office_id", "barred_user_ids",
            "barred_unit_ids",
        }  # fmt: skip
