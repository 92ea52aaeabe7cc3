"""Requests of children and guardians about their own data (UU 27/2022 art. 5 to 11), and what became of them."""

from datetime import datetime
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import F, Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.duties.rules import ClockState, Moments, state_of
from naung.privacy.rules.requests import Outcome


class Told(NamedTuple):
    """The words of a request; none are left once the child was erased, and they with it."""

    name: str
    asked: str | None = None
    answer: str | None = None


class DataRequest(Record, Scoped):
    """One request: who asks for what, until when it is answered, and how. No name, no word of a case."""

    number = models.CharField(max_length=12, unique=True)
    case_id = models.UUIDField()
    case_number = models.CharField(max_length=12)
    child_id = models.UUIDField()
    caregiver_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=10)
    asker = models.CharField(max_length=14)
    identity = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    received_at = models.DateTimeField()
    received_by_id = models.UUIDField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    division_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    copied_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=7, blank=True)
    ground = models.CharField(max_length=10, blank=True)

    ACCESS = Rows(reads=P.READ_REQUESTS, writes=(P.REQUEST_ANSWER, P.DUTY_KEEP))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "number", "case_id", "case_number", "child_id", "caregiver_id", "kind", "asker", "identity", "asked_at",
            "received_at", "received_by_id", "warn_at", "due_at", "division_at", "warned_at", "late_at", "copied_at",
            "decided_at", "decided_by_id", "outcome", "ground", "owner_id", "team_id", "area_id",
            "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="privacy_requests_open", condition=Q(decided_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="") | Q(decided_at__isnull=False) & ~Q(outcome=""),
                name="privacy_request_decided_how",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REFUSED) | ~Q(ground=""), name="privacy_refused_on_a_ground"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("asked_at")), name="privacy_request_due_after"),
        ]

    @property
    def told(self) -> Told:
        """Who asked, what in her words, and what she was answered."""
        words: RequestWords | None = getattr(self, "words", None)
        return Told(words.name, words.asked, words.answer) if words else Told("–")

    def state(self, now: datetime) -> ClockState:
        """Where its clock stands."""
        moments = Moments(self.warn_at, self.due_at, self.division_at)
        return state_of(moments, now, met=self.decided_at is not None)


class RequestWords(Record):
    """Who asks by name, what she asks in her words, and what she was answered."""

    request = models.OneToOneField(DataRequest, on_delete=models.PROTECT, related_name="words")
    name = SealedText()
    asked = SealedText(null=True)
    answer = SealedText(null=True)

    SEALED_UNDER = "request.child_id"
    ACCESS = Follows("request", reads=P.READ_REQUEST_WORDS, writes=(P.REQUEST_ANSWER,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {"request", "name", "asked", "answer"}
