from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.cases.models.case import CASE_WRITERS, Case
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText


class SaidOfVisit(models.Model):
    """What is said of a visit or another contact; a correction keeps all of it as it was."""

    kind = models.CharField(max_length=20)
    at = models.DateTimeField()
    child_seen = models.BooleanField()
    seen_alone = models.BooleanField(null=True)
    safe = models.CharField(max_length=10, blank=True)
    stable = models.BooleanField(null=True)
    in_school = models.CharField(max_length=10, blank=True)
    caregiver_coping = models.CharField(max_length=10, blank=True)
    child_words = SealedText(null=True)
    observed = SealedText(null=True)
    agreed = SealedText(null=True)

    class Meta:
        abstract = True


class Visit(Record, SaidOfVisit):
    """A visit or another contact with the child: seen alone, safe, the child's own words, danger flags."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="visits")
    written_at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    flags = ArrayField(models.CharField(max_length=5), default=list)
    series_no = models.PositiveSmallIntegerField(null=True)

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "kind", "at", "written_at", "by_id", "child_seen", "seen_alone", "safe", "stable", "in_school",
            "caregiver_coping", "child_words", "observed", "agreed", "flags", "series_no",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_visit_order")]


class VisitVersion(Record, SaidOfVisit):
    """What an entry about a visit said before it was corrected, who corrected it and why. Never removed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="versions")
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    reason = SealedText()

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "case", "visit", "kind", "at", "child_seen", "seen_alone", "safe", "stable", "in_school",
            "caregiver_coping", "child_words", "observed", "agreed", "changed_at", "changed_by_id", "reason",
        }  # fmt: skip


class Narrative(Record):
    """One entry of the chronology: a progress note. It may be dated earlier and falls into place."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="narratives")
    at = models.DateTimeField()
    written_at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    text = SealedText()

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "at", "written_at", "by_id", "text"}

    class Meta:
        indexes = [models.Index(fields=["case", "at"], name="cases_narrative_order")]


class NarrativeVersion(Record):
    """What an entry said before it was edited, who changed it and why. Never removed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    narrative = models.ForeignKey(Narrative, on_delete=models.PROTECT, related_name="versions")
    was_at = models.DateTimeField()
    was_text = SealedText()
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField(null=True)
    reason = SealedText()

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "narrative", "was_at", "was_text", "changed_at", "changed_by_id", "reason"}


class Draft(Record):
    """What somebody has begun to write and not yet sent, so that a dead battery loses nothing."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    user_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    data = SealedJSON(null=True)
    saved_at = models.DateTimeField()

    SEALED_UNDER = "case.child_id"
    ACCESS = Follows("case", reads=P.READ_D3, writes=CASE_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"case", "user_id", "kind", "data", "saved_at"}

    @classmethod
    def arrived(cls, case: Case, *, by_id: UUID | None, kind: str, at: datetime) -> None:
        """The words were sent: nothing is kept of them any more."""
        cls.objects.filter(models.Q(user_id=by_id), case=case, kind=kind).update(data=None, saved_at=at)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user_id", "kind"], name="cases_one_draft")]
