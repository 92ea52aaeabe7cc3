"""Lifting what strangers brought upon a colleague's name."""

from datetime import datetime
from uuid import UUID

from django.core.cache import cache

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.teams.models import User
from naung.teams.queries.accounts import active_account
from naung.teams.queries.limits import limit_key


@atomic
def lift_limit(*, by: Actor, user_id: UUID, now: datetime) -> User:
    """Let a colleague whom strangers' tries keep from a new device sign in there again. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user = active_account(user_id)
    cache.delete(limit_key(user.username))
    audit.record(by=by, event="account.limit-lifted", about=user, at=now)
    return user
