"""Second factors of accounts: what is written down of them, and taking them all off for somebody locked out."""

from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.core.text import Text
from naung.teams.models import User

NOT_ONES_OWN = Text(
    "Pengaman akun sendiri disetel ulang oleh pengelola lain.", "Another administrator resets your own second factor."
)


@atomic
def factor_added(*, by: Actor, kind: str, now: datetime) -> None:
    """Write down that somebody set up a second factor of her own."""
    audit.record(by=by, event="account.factor-added", about_id=by.id, at=now, kind=kind)


@atomic
def factor_removed(*, by: Actor, kind: str, now: datetime) -> None:
    """Write down that somebody took off a second factor of her own."""
    audit.record(by=by, event="account.factor-removed", about_id=by.id, at=now, kind=kind)


@atomic
def recovery_codes_renewed(*, by: Actor, now: datetime) -> None:
    """Write down that somebody made new recovery codes of her own."""
    audit.record(by=by, event="account.recovery-codes-renewed", about_id=by.id, at=now)


@atomic
def reset_factors(*, by: Actor, user_id: UUID, now: datetime) -> User:
    """Take off every second factor of somebody who lost hers, and end her sessions; she sets up a new one next time.

    Only the administrator may, and not for herself.
    """
    require(by, P.ACCOUNTS_MANAGE)
    if user_id == by.id:
        raise NotAllowedNow(NOT_ONES_OWN)
    user = User.objects.select_for_update().get(pk=user_id)
    count, _ = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record(by=by, event="account.factors-reset", about=user, at=now, count=count)
    return user
