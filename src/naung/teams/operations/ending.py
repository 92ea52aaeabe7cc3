"""How accounts end: at once, or at a moment that was set; the clock then closes what is left of them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from naung.access import operations as grants
from naung.access.actors import Actor
from naung.access.models import Grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.teams.models import Invitation, Membership, RoleProposal, Shift, User
from naung.teams.operations.roles import LAST_ADMIN, PAST
from naung.teams.queries.accounts import active_account, lasting_administrators, not_ended

NOT_ONESELF = Text("Akun sendiri diakhiri oleh pengelola lain.", "Another administrator ends your own account.")


@atomic
def end_account(*, by: Actor, user_id: UUID, now: datetime) -> User:
    """End an account: no sign-in, no roles, no open grants, no turns of duty any more.

    What the person holds stays where it is; the clock lays it before the supervisors. Only the administrator
    may, and not her own account.
    """
    user = _may_end(by, user_id)
    user.ends_at = now
    _close(by, user, now)
    return user


@atomic
def end_account_on(*, by: Actor, user_id: UUID, at: datetime | None, now: datetime) -> User:
    """Set the moment from which an account has no sign-in, no session and no right, or take it away again.

    Her turns of duty after that moment go at once. Only the administrator may, and not for her own account.
    """
    user = _may_end(by, user_id) if at is not None else _administered(by, user_id)
    if at is not None and at <= now:
        raise Refused(PAST, field="until")
    user.ends_at = at
    user.save(update_fields=["ends_at"])
    if at is not None:
        _leave_turns(user, at)
    audit.record(by=by, event="account.end-set", about=user, at=now, until=at)
    return user


@atomic
def end_what_is_due(*, by: Actor, now: datetime) -> int:
    """Close accounts and roles whose moment has come: from it on they gave no right, now nothing of them is left.

    Only the clock may. Returns how many accounts and roles it closed.
    """
    require(by, P.DUTY_KEEP)
    due = list(User.objects.select_for_update(skip_locked=True).filter(is_active=True, ends_at__lte=now))
    for user in due:
        _close(by, user, now)
    gone = list(_left_behind(now))
    for held in gone:
        grants.revoke_all(by=by, user_id=held.user_id, role=Role(held.role), now=now)
        audit.record(by=by, event="account.role-over", about_id=held.user_id, at=now, role=held.role)
    return len(due) + len(gone)


def _left_behind(now: datetime) -> "list[Membership]":
    """Roles that ended while something given under them is still open."""
    same = {"user_id": OuterRef("user_id"), "role": OuterRef("role")}
    given = Grant.objects.filter(**same, revoked_at=None, from_at__lt=OuterRef("until_at"))
    still = not_ended(now).filter(**same)
    ended = Membership.objects.filter(Exists(given), ~Exists(still), until_at__lte=now)
    return list(ended.order_by("user_id", "role").distinct("user_id", "role"))


def _administered(by: Actor, user_id: UUID) -> User:
    require(by, P.ACCOUNTS_MANAGE)
    user = active_account(user_id)
    if user.pk == by.id:
        raise NotAllowedNow(NOT_ONESELF)
    return user


def _may_end(by: Actor, user_id: UUID) -> User:
    user = _administered(by, user_id)
    leads = Membership.objects.filter(user=user, role=Role.ADMIN, until_at=None).exists()
    if leads and not lasting_administrators().exclude(user=user).exists():
        raise NotAllowedNow(LAST_ADMIN)
    return user


def _close(by: Actor, user: User, now: datetime) -> None:
    at = user.ends_at or now
    not_ended(at).filter(user=user).update(until_at=at, version=F("version") + 1)
    withdrawn = {"outcome": RoleProposal.Outcome.WITHDRAWN, "decided_by": by.id, "decided_at": now}
    RoleProposal.objects.filter(user=user, decided_at=None).update(**withdrawn)
    Invitation.objects.filter(user=user, used_at=None, cancelled_at=None).update(cancelled_at=now)
    grants.revoke_all(by=by, user_id=user.pk, now=now)
    _leave_turns(user, at)
    user.is_active = False
    user.save(update_fields=["is_active", "ends_at"])
    audit.record(by=by, event="account.ended", about=user, at=now)


def _leave_turns(user: User, at: datetime) -> None:
    Shift.objects.filter(from_at__gte=at, second=user).update(second=None)
    Shift.objects.filter(from_at__gte=at, first=user).delete()
