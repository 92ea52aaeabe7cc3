"""Links with which colleagues set their own passwords: nobody else ever knows one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.teams.models import Invitation, User
from naung.teams.queries.accounts import active_account, hashed, invitation_of, reset_by
from naung.teams.rules.accounts import new_code

NOT_FOUND = Text(
    "Kode ini tidak berlaku: salah ketik, sudah dipakai, atau sudah lewat waktunya. Minta tautan baru kepada "
    "pengelola akun.",
    "This code is not valid: mistyped, used already, or too late. Ask the administrator for a new link.",
)
RESET_WAS_YOURS = Text(
    "Anda sendiri yang melepas pengaman kedua orang ini, dan ia belum memasang yang baru. Pengelola lain yang memberi "
    "tautan kata sandi: dengan keduanya, satu orang dapat masuk atas namanya.",
    "You took off this person's second factor yourself, and she has not set up a new one. Another administrator gives "
    "the link for a password: with both, one person could sign in as her.",
)
NONE_OPEN = Text("Tidak ada undangan yang masih berlaku.", "There is no invitation that still holds.")


@dataclass(frozen=True)
class Invited:
    """A new invitation, with the code that is shown once and kept nowhere."""

    invitation: Invitation
    code: str


@atomic
def invite(*, by: Actor, user_id: UUID, now: datetime) -> Invited:
    """Make a link with which a colleague sets a password of her own: at first, or when she is locked out.

    Her old password and every earlier link end at once, and with them her open sessions. Only the administrator may,
    and not she who has just taken off that person's second factor.
    """
    require(by, P.ACCOUNTS_MANAGE)
    user = active_account(user_id)
    if reset_by(by.id, user, now):
        raise NotAllowedNow(RESET_WAS_YOURS)
    Invitation.objects.filter(user=user, used_at=None, cancelled_at=None).update(cancelled_at=now)
    user.set_unusable_password()
    user.save(update_fields=["password"])
    code = new_code()
    made = Invitation.objects.create(
        user=user, code_hash=hashed(code), made_by_id=by.id, made_at=now,
        ends_at=now + timedelta(hours=settings.INVITATION_HOURS),
    )  # fmt: skip
    audit.record(by=by, event="account.invited", about=user, at=now, until=made.ends_at)
    return Invited(made, code)


@atomic
def cancel_invitation(*, by: Actor, user_id: UUID, now: datetime) -> User:
    """Make a link worthless that went to the wrong place. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user = active_account(user_id)
    if not Invitation.objects.filter(user=user, used_at=None, cancelled_at=None).update(cancelled_at=now):
        raise NotAllowedNow(NONE_OPEN)
    audit.record(by=by, event="account.invitation-cancelled", about=user, at=now)
    return user


@atomic
def use_invitation(*, by: Actor, code: str, password: str, now: datetime) -> User:
    """Set one's own password with the code of an invitation, which is used up by it.

    Whoever is not signed in may, with the code of a link that still holds.
    """
    require(by, P.INVITATION_USE)
    found = invitation_of(code, now)
    invitation = Invitation.objects.select_for_update().get(pk=found.pk) if found else None
    if invitation is None or invitation.used_at or invitation.cancelled_at:
        raise Refused(NOT_FOUND, field="code")
    user = active_account(invitation.user_id)
    _refuse_weak(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    invitation.used_at = now
    invitation.store("used_at")
    audit.record(by=by, event="account.invitation-used", about=user, at=now)
    return user


def _refuse_weak(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from None
