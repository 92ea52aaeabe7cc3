"""Open cases whose people have left: the account ended, or the role was taken back. Somebody must hand them on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.cases.models import Assignment, Case
from naung.teams.models import Membership, User

ACCOUNT_ENDED, ROLE_ENDED = "ACCOUNT_ENDED", "ROLE_ENDED"
HOLDS, WALKS_ALONG = (Role.SOCIAL_WORKER,), (Role.SOCIAL_WORKER, Role.COMPANION)


@dataclass(frozen=True)
class Left:
    """Somebody who no longer works with cases, why, and the open cases still in her name."""

    user_id: UUID | None
    name: str
    why: str
    held: list[Case] = field(default_factory=list)
    accompanied: list[Case] = field(default_factory=list)


def left_behind(actor: Actor, now: datetime) -> list[Left]:
    """Whoever still holds or accompanies open cases and may no longer, among the cases that `actor` assigns.

    Three queries, however many cases.
    """
    open_cases = visible(actor, P.CASE_ASSIGN, Case).filter(closed_at=None)
    held = list(open_cases.exclude(owner_id__in=_still(HOLDS, now)).order_by("registered_at"))
    rows = Assignment.objects.filter(case__in=open_cases, until_at=None).exclude(user_id__in=_still(WALKS_ALONG, now))
    beside = [(row.user_id, row.case) for row in rows.select_related("case").order_by("case__registered_at")]
    people = User.objects.in_bulk({case.owner_id for case in held if case.owner_id} | {user for user, _ in beside})
    found: dict[UUID | None, Left] = {}
    for case in held:
        _of(found, case.owner_id, people).held.append(case)
    for user_id, case in beside:
        _of(found, user_id, people).accompanied.append(case)
    return sorted(found.values(), key=lambda left: left.name.casefold())


def _still(roles: Iterable[Role], now: datetime) -> QuerySet[Membership]:
    """The people who have an account and one of these roles now."""
    running = Q(until_at=None) | Q(until_at__gt=now)
    held = Membership.objects.filter(running, from_at__lte=now, role__in=list(roles), user__is_active=True)
    return held.values("user_id")  # type: ignore[return-value]


def _of(found: dict[UUID | None, Left], user_id: UUID | None, people: Mapping[UUID, User]) -> Left:
    user = people.get(user_id) if user_id else None
    why = ROLE_ENDED if user is not None and user.is_active else ACCOUNT_ENDED
    return found.setdefault(user_id, Left(user_id, user.name if user else "–", why))
