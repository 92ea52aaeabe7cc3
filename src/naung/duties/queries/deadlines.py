"""Which duties wait: of a case, of a person, of nobody."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from naung.access.actors import Actor
from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.duties.models import Deadline
from naung.teams import queries as teams
from naung.teams.models import User

OPEN = Q(met_at=None, dropped_at=None)


def of_subject(subject: Scoped) -> Q:
    """The duties that hang on a report or a case."""
    return Q(**{Deadline.ACCESS.stamped_by[subject._meta.label]: subject.pk})


def open_for(subject: Scoped) -> QuerySet[Deadline]:
    """The unmet duties of a report or case, the earliest first."""
    return Deadline.objects.filter(of_subject(subject), OPEN).order_by("due_at")


def next_duties(case_ids: Iterable[UUID], only: Sequence[str] = ()) -> dict[UUID, Deadline]:
    """The next duty of each case: the earliest unmet one, a paused one only when no other waits. One query.

    `only` names the columns that a long list shows, where it needs no more.
    """
    waiting = Deadline.objects.filter(OPEN, case_id__in=list(case_ids))
    earliest = waiting.order_by("case_id", F("paused_at").asc(nulls_first=True), "due_at").distinct("case_id")
    earliest = earliest.only(*only) if only else earliest
    return {duty.case_id: duty for duty in earliest if duty.case_id}


def without_person(actor: Actor, now: datetime) -> QuerySet[Deadline]:
    """The unmet duties whose holder has left, or is no social worker any more, among those that `actor` sees.

    A supervisor must hand them on.
    """
    left = User.objects.filter(is_active=False).values("pk")
    gone = teams.without_role(Role.SOCIAL_WORKER, now).values("pk")
    nobody = Q(owner_id__in=left) | Q(owner_id__in=gone, case_id__isnull=False)
    return visible(actor, P.READ_D1, Deadline).filter(OPEN, nobody).order_by("due_at")
