"""Opening, changing and ending accounts. Only the administrator may; one's own words everybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from naung.access import operations as grants
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.errors import AccessDenied, NotAllowedNow, Refused
from naung.core.text import Text
from naung.teams import queries
from naung.teams.models import Membership, Shift, Team, User
from naung.teams.rules.accounts import ROLE_TEXTS, fits, is_username, new_password

BAD_USERNAME = Text(
    "Nama pengguna: huruf kecil, angka, titik atau tanda hubung, paling sedikit tiga.",
    "User name: small letters, digits, dots or hyphens, three at least.",
)
TAKEN = Text("Nama pengguna {username} sudah dipakai.", "The user name {username} is taken.")
WRONG_UNIT = Text("Peran ini tidak ada di bagian itu.", "This role does not belong to that unit.")
HELD_ALREADY = Text("Orang ini sudah memegang peran itu di sana.", "This person holds that role there already.")
NOT_ONESELF = Text("Akun sendiri diakhiri oleh pengelola lain.", "Another administrator ends your own account.")
LAST_ADMIN = Text("Ini pengelola akun yang terakhir.", "This is the last administrator.")
ENDED = Text("Akun ini sudah berakhir.", "This account has ended.")


@dataclass(frozen=True)
class Opened:
    """A new account and its first password, shown once."""

    user: User
    password: str


@transaction.atomic
def open_account(
    *,
    by: Actor,
    username: str,
    name: str,
    role: Role,
    now: datetime,
    team_id: UUID | None = None,
    email: str = "",
    phone: str = "",
    sex: str = "",
    language: str = "id",
) -> Opened:
    """Open an account for a colleague with one role; gives back the first password, which is kept nowhere.

    Only the administrator may.
    """
    require(by, P.ACCOUNTS_MANAGE)
    username = username.strip().lower()
    if not is_username(username):
        raise Refused(BAD_USERNAME, field="username")
    if User.objects.filter(username=username).exists():
        raise Refused(TAKEN.format(username=username), field="username")
    password = new_password()
    user = User.objects.create_user(
        username, password, name=name.strip(), email=email, phone=phone, sex=sex, language=language, created_at=now
    )
    audit.record(by=by, event="account.opened", about=user, at=now)
    give_role(by=by, user_id=user.pk, role=role, team_id=team_id, now=now)
    return Opened(user, password)


@transaction.atomic
def give_role(*, by: Actor, user_id: UUID, role: Role, team_id: UUID | None, now: datetime) -> Membership:
    """Give somebody one more role, in a unit or in the whole office. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user = _active(user_id)
    team = Team.objects.get(pk=team_id, closed_at=None) if team_id else None
    if role not in ROLE_TEXTS or not fits(role, team.kind if team else None):
        raise Refused(WRONG_UNIT, field="team")
    office = queries.office()
    try:
        with transaction.atomic():
            held = Membership.objects.create(user=user, role=role, office=office, team=team, from_at=now)
    except IntegrityError:
        raise Refused(HELD_ALREADY, field="role") from None
    audit.record(by=by, event="account.role-given", about=user, at=now, role=role, team=team_id)
    return held


@transaction.atomic
def end_role(*, by: Actor, membership_id: UUID, now: datetime) -> Membership:
    """Take a role back, and what she was let into under it. Only the administrator may; the last one stays one.

    What the person holds stays where it is; the clock lays it before the supervisors.
    """
    require(by, P.ACCOUNTS_MANAGE)
    held = Membership.objects.select_for_update().get(pk=membership_id, until_at=None)
    _keep_an_admin([held], now)
    held.until_at = now
    held.store("until_at")
    others = Membership.objects.filter(Q(until_at=None) | Q(until_at__gt=now), user=held.user_id, role=held.role)
    if not others.exists():
        grants.revoke_all(by=by, user_id=held.user_id, role=Role(held.role), now=now)
    audit.record(by=by, event="account.role-ended", about_id=held.user_id, at=now, role=held.role, team=held.team_id)
    return held


@transaction.atomic
def end_account(*, by: Actor, user_id: UUID, now: datetime) -> User:
    """End an account: no sign-in, no roles, no open grants, no turns of duty any more.

    What the person holds stays where it is; the clock lays it before the supervisors. Only the administrator
    may, and not her own account.
    """
    require(by, P.ACCOUNTS_MANAGE)
    user = _active(user_id)
    if user.pk == by.id:
        raise NotAllowedNow(NOT_ONESELF)
    held = Membership.objects.filter(Q(until_at=None) | Q(until_at__gt=now), user=user)
    _keep_an_admin(held, now)
    held.update(until_at=now)
    grants.revoke_all(by=by, user_id=user.pk, now=now)
    Shift.objects.filter(from_at__gt=now, second=user).update(second=None)
    Shift.objects.filter(from_at__gt=now, first=user).delete()
    user.is_active, user.ends_at = False, now
    user.save(update_fields=["is_active", "ends_at"])
    audit.record(by=by, event="account.ended", about=user, at=now)
    return user


@transaction.atomic
def renew_password(*, by: Actor, user_id: UUID, now: datetime) -> Opened:
    """Give somebody who is locked out a new first password. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user, password = _active(user_id), new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(by=by, event="account.password-renewed", about=user, at=now)
    return Opened(user, password)


@transaction.atomic
def change_account(*, by: Actor, user_id: UUID, name: str, email: str, phone: str, sex: str, now: datetime) -> User:
    """Correct what is known of a colleague. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user = _active(user_id)
    user.name, user.email, user.phone, user.sex = name.strip(), email, phone, sex
    user.save(update_fields=["name", "email", "phone", "sex"])
    audit.record(by=by, event="account.changed", about=user, at=now)
    return user


@transaction.atomic
def change_own_account(*, by: Actor, name: str, phone: str, language: str, now: datetime) -> User:
    """Change one's own name, telephone and language. Nobody else's."""
    if by.id is None:
        raise AccessDenied(P.READ_NOTICES, permission=P.READ_NOTICES, label="teams.User", id=None)
    user = _active(by.id)
    user.name, user.phone, user.language = name.strip(), phone, language
    user.save(update_fields=["name", "phone", "language"])
    audit.record(by=by, event="account.changed", about=user, at=now)
    return user


def _active(user_id: UUID) -> User:
    user = User.objects.select_for_update().get(pk=user_id)
    if not user.is_active:
        raise NotAllowedNow(ENDED)
    return user


def _keep_an_admin(ending: Iterable[Membership], now: datetime) -> None:
    leaving = {held.pk for held in ending if held.role == Role.ADMIN}
    if not leaving:
        return
    admins = Membership.objects.filter(Q(until_at=None) | Q(until_at__gt=now), role=Role.ADMIN, user__is_active=True)
    if not admins.exclude(pk__in=leaving).exists():
        raise NotAllowedNow(LAST_ADMIN)
