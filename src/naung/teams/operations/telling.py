"""What happened to roles and accounts that somebody must hear of, taken once by the clock, which sends the notices."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.ids import new_id
from naung.teams.models import User
from naung.teams.queries.accounts import waiting_roles, who_may_confirm

ROLE_WAITS = "account.role-waits"
FACTORS_RESET = "account.factors-reset"


@dataclass(frozen=True)
class News:
    """One thing, who must hear of it, and the names that belong to it."""

    kind: str
    to: frozenset[UUID]
    once: str
    params: dict[str, str] = field(default_factory=dict)


@atomic
def take_news(*, by: Actor, now: datetime) -> list[News]:
    """What nobody was told yet of roles that wait for a second person, and of second factors taken off.

    Only the clock may. Each is given out once: whoever takes it sends it in the same transaction.
    """
    require(by, P.DUTY_KEEP)
    news = [*_roles(now), *_factors(now)]
    if news:
        audit.record(by=by, event="account.told", at=now, count=len(news))
    return news


def _roles(now: datetime) -> list[News]:
    """Roles that wait, for everybody who may give the second word on them."""
    waiting = list(waiting_roles(now).filter(told_at=None).select_for_update(of=("self",)))
    confirming = frozenset(who_may_confirm(now).values_list("pk", flat=True)) if waiting else frozenset()
    for proposal in waiting:
        proposal.told_at = now
        proposal.store("told_at")
    return [
        News(
            ROLE_WAITS,
            confirming - {proposal.proposed_by_id, proposal.user_id},
            f"{ROLE_WAITS}:{proposal.pk}",
            {"person": proposal.user.name},
        )
        for proposal in waiting
    ]


def _factors(now: datetime) -> list[News]:
    """Second factors taken off by somebody else, for her whose they were: had she not asked, she says so now."""
    reset = User.objects.filter(factors_reset_at__isnull=False, is_active=True)
    untold = list(
        reset.filter(Q(factors_told_at=None) | Q(factors_told_at__lt=F("factors_reset_at"))).select_for_update()
    )
    User.objects.filter(pk__in=[user.pk for user in untold]).update(factors_told_at=now)
    return [News(FACTORS_RESET, frozenset({user.pk}), f"{FACTORS_RESET}:{new_id()}") for user in untold]
