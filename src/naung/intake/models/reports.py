from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText
from naung.people.models import IDENTITY_FIELDS, Identity
from naung.places.models import Area

REPORT_WRITERS = (P.REPORT_FILE, P.REPORT_TRIAGE, P.CASE_REGISTER)


class Report(Record, Scoped):
    """One report about one child. A report about several children is one row each, with one `bundle_id`.

    While it waits, `team_id` is the intake desk (or the division, when intake's own people are named);
    after triage it is the team that takes it on, later that of its case.
    """

    number = models.CharField(max_length=12, unique=True)
    bundle_id = models.UUIDField(db_index=True)
    status = models.CharField(max_length=20)
    channel = models.CharField(max_length=5)
    secrecy = models.CharField(max_length=10, default="ANON")
    reporter_type = models.CharField(max_length=5, blank=True)
    ward = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    send_token = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique when present
    danger = models.BooleanField(default=False)
    level = models.CharField(max_length=10, blank=True)
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.UUIDField(null=True)
    triaged_at = models.DateTimeField(null=True)
    triaged_by_id = models.UUIDField(null=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_by_id = models.UUIDField(null=True)
    passed_on_to = models.CharField(max_length=200, blank=True)
    case_id = models.UUIDField(null=True, db_index=True)
    proposed_outcome = models.CharField(max_length=20, blank=True)
    repeat_of_id = models.UUIDField(null=True)
    phrase = models.CharField(max_length=20, blank=True)
    session_id = models.UUIDField(null=True)  # the awareness session at which the child told it
    likeness = ArrayField(models.BigIntegerField(), default=list)  # keyed bands of the telling; none of a danger report
    group_id = models.UUIDField(null=True)  # the first report that this one is like; its own id when there is none
    junk_id = models.UUIDField(null=True)  # the decision that closed it as junk together with others; undone as one
    desk_until = models.DateTimeField(null=True)  # ended without a case: so long the desk reads what stands inside

    SEALED_UNDER = "id"
    ACCESS = Rows(
        reads=P.READ_D1,
        writes=REPORT_WRITERS,
        granted=("id", "case_id", "bundle_id"),
        stamped_by={"cases.Case": "case_id"},
        until="desk_until",
    )

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "number", "bundle_id", "status", "channel", "secrecy", "reporter_type", "ward", "received_at",
            "send_token", "danger", "level", "opened_at", "opened_by_id", "triaged_at", "triaged_by_id",
            "outcome_at", "outcome_by_id", "passed_on_to", "case_id", "proposed_outcome",
            "repeat_of_id", "phrase", "session_id", "likeness", "group_id", "junk_id", "desk_until",
            "owner_id", "team_id", "area_id", "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["team_id", "status", "received_at"], name="intake_report_queue"),
            models.Index(fields=["office_id", "received_at"], name="intake_report_office"),
            models.Index(fields=["group_id"], name="intake_report_group", condition=Q(group_id__isnull=False)),
            models.Index(fields=["junk_id"], name="intake_report_junk", condition=Q(junk_id__isnull=False)),
        ]


class Story(Record):
    """What happened, in the reporter's words, unchanged; sealed under the report's key."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="story")
    happened = SealedText()
    happened_when = SealedText(null=True)
    place = models.CharField(max_length=5, blank=True)
    where_now = models.CharField(max_length=20, blank=True)
    where_now_text = SealedText(null=True)
    child_wants = SealedText(null=True)
    earlier_reports = SealedText(null=True)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "report", "happened", "happened_when", "place", "where_now", "where_now_text", "child_wants",
            "earlier_reports",
        }  # fmt: skip


class ReportedChild(Record, Identity):
    """Who the child is, as far as the reporter knows; becomes a child record only at registration."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="child")
    caregivers = SealedJSON(null=True)
    unknowns = ArrayField(models.CharField(max_length=40), default=list)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D2, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = IDENTITY_FIELDS | {"report", "caregivers", "unknowns"}

    class Meta:
        indexes = [
            GinIndex(fields=["search_key"], opclasses=["gin_trgm_ops"], name="intake_child_search"),
            models.Index(fields=["nik_token"], name="intake_child_nik", condition=~Q(nik_token="")),
            models.Index(fields=["nisn"], name="intake_child_nisn", condition=~Q(nisn="")),
            models.Index(fields=["search_key"], name="intake_child_key", condition=~Q(search_key="")),
        ]


class AllegedPerson(Record):
    """Who is alleged to have done it (terlapor): sealed, never called more than alleged before a verdict."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="alleged")
    relation = models.CharField(max_length=5, blank=True)
    details = SealedJSON(null=True)
    has_access = models.CharField(max_length=10, blank=True)
    named_user_ids = ArrayField(models.UUIDField(), default=list)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D5, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D5: ClassVar = {"report", "relation", "details", "has_access", "named_user_ids"}
