"""Breaches of data protection: what happened, who was told, what was added later (UU 27/2022 art. 46)."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.duties.rules import ClockState, Moments, state_of
from naung.privacy.rules.breaches import State, finished


class Breach(Record, Scoped):
    """One breach: what happened, since when it is known, which data of how many people, what was done."""

    number = models.CharField(max_length=12, unique=True)
    what = SealedText()
    consequences = SealedText()
    measures = SealedText()
    contact = SealedText()
    kinds = ArrayField(models.CharField(max_length=10), default=list)
    people = models.PositiveIntegerField()
    happened_at = models.DateTimeField(null=True)
    known_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    division_at = models.DateTimeField()
    warned_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    agency_at = models.DateTimeField(null=True)
    agency_way = models.CharField(max_length=10, blank=True)
    agency_receiver = SealedText(null=True)
    agency_by_id = models.UUIDField(null=True)
    notified_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    closing = SealedText(null=True)
    no_breach = models.BooleanField(default=False)

    SEALED_UNDER = "id"
    ACCESS = Rows(reads=P.READ_BREACHES, writes=(P.BREACH_RECORD, P.BREACH_TELL, P.DUTY_KEEP))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {
            "number", "what", "consequences", "measures", "contact", "kinds", "people", "happened_at", "known_at",
            "recorded_at", "recorded_by_id", "warn_at", "due_at", "division_at", "warned_at", "late_at", "agency_at",
            "agency_way", "agency_receiver", "agency_by_id", "notified_at", "closed_at", "closed_by_id", "closing",
            "no_breach", "owner_id", "team_id", "area_id", "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["due_at"], name="privacy_breaches_open", condition=Q(closed_at=None))]
        constraints = [
            models.CheckConstraint(condition=Q(due_at__gte=F("known_at")), name="privacy_breach_due_after"),
            models.CheckConstraint(
                condition=Q(agency_at=None, agency_way="") | Q(agency_at__isnull=False) & ~Q(agency_way=""),
                name="privacy_agency_told_how",
            ),
        ]

    @property
    def state(self) -> State:
        """How far it is dealt with."""
        if self.closed_at is not None:
            return State.CLOSED
        return State.OPEN if self.notified_at is None else State.NOTIFIED

    def settle(self, now: datetime) -> None:
        """Whether everybody has been told by now; the clock runs again for whoever is found later."""
        waiting, told = self.persons.filter(decided_at=None).count(), self.agency_at is not None
        done = finished(agency_told=told, listed=self.persons.count(), waiting=waiting, people=self.people)
        if done != (self.notified_at is not None):
            self.notified_at = now if done else None
            self.store("notified_at")

    def clock(self, now: datetime) -> ClockState:
        """Where the clock of its notices stands."""
        met = self.state is not State.OPEN
        return state_of(Moments(self.warn_at, self.due_at, self.division_at), now, met=met)


class BreachPerson(Record):
    """Somebody to be told of a breach: told when and how, or why not."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="persons")
    child_id = models.UUIDField(null=True, db_index=True)
    whom = models.CharField(max_length=10)
    number = models.CharField(max_length=12, blank=True)
    name = SealedText(null=True)
    listed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    way = models.CharField(max_length=10, blank=True)
    receiver = SealedText(null=True)
    not_told = SealedText(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)

    SEALED_UNDER = "subject"
    ACCESS = Follows("breach", reads=P.READ_BREACH_PEOPLE, writes=(P.BREACH_TELL,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D2: ClassVar = {
            "breach", "child_id", "whom", "number", "name", "listed_at", "told_at", "way", "receiver", "not_told",
            "decided_at", "decided_by_id",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, told_at=None) | Q(decided_at__isnull=False),
                name="privacy_person_decided_when_told",
            ),
        ]

    @property
    def subject(self) -> UUID:
        """Under whose key it lies: the child's, so that it goes with the child; else the breach's own."""
        return self.child_id or self.breach_id


class BreachAddition(Record):
    """What was found out after the agency was told. No operation changes it."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="additions")
    text = SealedText()
    at = models.DateTimeField()
    by_id = models.UUIDField()

    SEALED_UNDER = "breach_id"
    ACCESS = Follows("breach", reads=P.READ_BREACHES, writes=(P.BREACH_RECORD,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D1: ClassVar = {"breach", "text", "at", "by_id"}
