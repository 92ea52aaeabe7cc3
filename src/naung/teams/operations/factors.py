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
from naung.teams.queries.accounts import linked_by

LINK_WAS_YOURS = Text(
    "Anda sendiri yang memberi tautan kata sandi kepada orang ini dalam tujuh hari terakhir. Pengelola lain yang "
    "melepas pengaman keduanya: dengan keduanya, satu orang dapat masuk atas namanya.",
    "You gave this person a link for her password yourself within the last seven days. Another administrator takes "
    "off her second factor: with both, one person could sign in as her.",
)
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

    Only the administrator may, not for herself, and not she who has just given that person a link for a password.
    """
    require(by, P.ACCOUNTS_MANAGE)
    if user_id == by.id:
        raise NotAllowedNow(NOT_ONES_OWN)
    user = User.objects.select_for_update().get(pk=user_id)
    if linked_by(by.id, user, now):
        raise NotAllowedNow(LINK_WAS_YOURS)
    user.factors_reset_at, user.factors_reset_by_id = now, by.id
    user.save(update_fields=["factors_reset_at", "factors_reset_by_id"])
    count, _ = Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    audit.record(by=by, event="account.factors-reset", about=user, at=now, count=count)
    return user
