"""Which duties wait: of a case, of a person, of nobody."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.duties.models import Deadline
from naung.duties.rules import DutyRule, rule_for
from naung.teams import queries as teams
from naung.teams.models import User

OPEN = Q(met_at=None, dropped_at=None)
Subject = models.Model  # one of `Deadline.SUBJECTS`: it has the scope columns, as columns or as properties


def of_subject(subject: Subject) -> Q:
    """The duties that hang on a report, a case or a session."""
    return Q(**{Deadline.SUBJECTS[subject._meta.label]: subject.pk})


def open_for(subject: Subject) -> QuerySet[Deadline]:
    """The unmet duties of a report, case or session, the earliest first."""
    return Deadline.objects.filter(of_subject(subject), OPEN).order_by("due_at")


def dropped_for(subject: Subject, reason: str) -> list[str]:
    """The rules whose duties were ended for this reason."""
    dropped = Deadline.objects.filter(of_subject(subject), dropped_reason=reason, dropped_at__isnull=False)
    return list(dropped.order_by("rule").values_list("rule", flat=True))


class NextDuty(NamedTuple):
    """What lists say of a case's next duty. Fifty whole records would take longer than the rest of the page."""

    case_id: UUID
    rule: str
    sequence: str
    started_at: datetime
    due_at: datetime
    paused_at: datetime | None

    @property
    def asked_by(self) -> DutyRule | None:
        """The rule that asks for this duty, as it was in force on the day of its cause."""
        return rule_for(self.rule, self.started_at.astimezone(settings.CITY.zone).date())


def next_duties(case_ids: Iterable[UUID]) -> dict[UUID, NextDuty]:
    """The next duty of each case: the earliest unmet one, a paused one only when no other waits. One query."""
    waiting = Deadline.objects.filter(OPEN, case_id__in=list(case_ids))
    earliest = waiting.order_by("case_id", F("paused_at").asc(nulls_first=True), "due_at").distinct("case_id")
    return {row[0]: NextDuty(*row) for row in earliest.values_list(*NextDuty._fields)}


def without_person(actor: Actor, now: datetime) -> QuerySet[Deadline]:
    """The unmet duties whose holder has left, or is no social worker any more, among those that `actor` sees.

    A supervisor must hand them on.
    """
    left = User.objects.filter(is_active=False).values("pk")
    gone = teams.without_role(Role.SOCIAL_WORKER, now).values("pk")
    nobody = Q(owner_id__in=left) | Q(owner_id__in=gone, case_id__isnull=False)
    return visible(actor, P.READ_D1, Deadline).filter(OPEN, nobody, session_id=None).order_by("due_at")
