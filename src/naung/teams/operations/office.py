"""Binding one's account to a subject of the office's own provider, and letting go of it."""

from datetime import datetime

from allauth.socialaccount.models import SocialAccount

from naung.access.actors import Actor
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.core.text import Text

NO_OTHER_WAY = Text(
    "Tanpa kata sandi Anda tidak dapat masuk lagi. Buat kata sandi dahulu.",
    "Without a password you could not sign in any more. Set one first.",
)


@atomic
def bind_office_account(*, by: Actor, provider: str, subject: str, now: datetime) -> SocialAccount:
    """Bind one's own account to a subject of the office's provider; nothing that it tells is kept."""
    account = SocialAccount.objects.create(user_id=by.id, provider=provider, uid=subject)
    audit.record(by=by, event="account.office-bound", about_id=by.id, at=now)
    return account


@atomic
def unbind_office_account(*, by: Actor, now: datetime) -> None:
    """Let go of it again, as long as one has a password to sign in with."""
    account = SocialAccount.objects.select_related("user").get(user_id=by.id)
    if not account.user.has_usable_password():
        raise NotAllowedNow(NO_OTHER_WAY)
    account.delete()
    audit.record(by=by, event="account.office-unbound", about_id=by.id, at=now)
