"""What is known of accounts, roles and invitations before one of them is changed."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from naung.access.policy import Permission as P
from naung.access.policy import Role, roles_with
from naung.core import keys
from naung.core.errors import NotAllowedNow
from naung.core.text import Text
from naung.teams.models import Invitation, Membership, RoleProposal, User
from naung.teams.queries.people import current
from naung.teams.rules.accounts import plain_code

APART = timedelta(days=7)  # a new link and a lost second factor within it take two people
ENDED = Text("Akun ini sudah berakhir.", "This account has ended.")


def active_account(user_id: UUID) -> User:
    """An account that has not ended, locked for whoever is about to change it."""
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        raise NotAllowedNow(ENDED)
    return user


def not_ended(now: datetime) -> QuerySet[Membership]:
    """The roles that are held now or begin later."""
    return Membership.objects.filter(Q(until_at=None) | Q(until_at__gt=now))


def lasting_administrators() -> QuerySet[Membership]:
    """Who is administrator without an end to role or account: one of them always stays."""
    return Membership.objects.filter(role=Role.ADMIN, until_at=None, user__is_active=True, user__ends_at=None)


def who_may_confirm(now: datetime) -> QuerySet[User]:
    """The people who can be the second person for a role."""
    held = current(Membership.objects.filter(role__in=roles_with(P.ROLE_CONFIRM)), now)
    return User.objects.filter(pk__in=held.values("user"), is_active=True)


def waiting_roles(now: datetime) -> QuerySet[RoleProposal]:
    """The roles that wait for a second person, those first that end first."""
    waiting = RoleProposal.objects.filter(decided_at=None, expires_at__gt=now, user__is_active=True)
    return waiting.select_related("user", "team", "proposed_by").order_by("expires_at", "pk")


def hashed(code: str) -> str:
    """What is kept of an invitation's code: without the master key nobody can try codes against it."""
    return hmac.new(keys.derived_secret("invitation"), plain_code(code).encode(), "sha256").hexdigest()


def invitation_of(code: str, now: datetime) -> Invitation | None:
    """The invitation with this code that can still be used."""
    held = Invitation.objects.filter(used_at=None, cancelled_at=None, ends_at__gt=now, user__is_active=True)
    return held.select_related("user").filter(code_hash=hashed(code)).first()


def last_invitation(user_id: UUID) -> Invitation | None:
    """The latest invitation of a colleague, whatever became of it."""
    return Invitation.objects.filter(user=user_id).order_by("-made_at", "-pk").first()


def linked_by(by_id: UUID | None, user: User, now: datetime) -> bool:
    """Whether this administrator has lately given that colleague a link for a password."""
    made = Invitation.objects.filter(user=user, made_by=by_id, made_at__gt=now - APART)
    return by_id is not None and made.exists()


def reset_by(by_id: UUID | None, user: User, now: datetime) -> bool:
    """Whether this administrator has lately taken off that colleague's second factor, and there is no new one."""
    if by_id is None or user.factors_reset_by_id != by_id or user.factors_reset_at is None:
        return False
    return user.factors_reset_at > now - APART and not Authenticator.objects.filter(user_id=user.pk).exists()
