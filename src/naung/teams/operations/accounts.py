"""Opening, changing and ending accounts. Only the administrator may; one's own words everybody."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, Refused
from naung.core.text import Text
from naung.teams.models import RoleProposal, User
from naung.teams.operations.invitations import Invited, invite
from naung.teams.operations.roles import give_role
from naung.teams.queries.accounts import active_account
from naung.teams.rules.accounts import is_username, new_password

BAD_USERNAME = Text(
    "Nama pengguna: huruf kecil, angka, titik atau tanda hubung, paling sedikit tiga.",
    "User name: small letters, digits, dots or hyphens, three at least.",
)
TAKEN = Text("Nama pengguna {username} sudah dipakai.", "The user name {username} is taken.")


@dataclass(frozen=True)
class Opened:
    """A new account and the code of its invitation, shown once; and its role, where that waits for a second person."""

    user: User
    invited: Invited
    waiting: RoleProposal | None = None


@atomic
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
    until_at: datetime | None = None,
    reason: str = "",
    school_id: UUID | None = None,
    function: str = "",
) -> Opened:
    """Open an account for a colleague with one role, and invite her to set its password.

    A role that takes two people waits for the second one. Only the administrator may.
    """
    require(by, P.ACCOUNTS_MANAGE)
    user = _new(username, name, email=email, phone=phone, sex=sex, language=language, created_at=now)
    audit.record(by=by, event="account.opened", about=user, at=now)
    given = give_role(
        by=by, user_id=user.pk, role=role, team_id=team_id, until_at=until_at, reason=reason, now=now,
        school_id=school_id, function=function,
    )  # fmt: skip
    invited = invite(by=by, user_id=user.pk, now=now)
    return Opened(user, invited, given if isinstance(given, RoleProposal) else None)


@atomic
def open_administrator(*, by: Actor, username: str, name: str, now: datetime) -> tuple[User, str]:
    """Open one of the first accounts of an office; gives back its first password, which is kept nowhere.

    Only the operator on the server may.
    """
    require(by, P.ROLE_GIVE_ALONE)
    user, password = _new(username, name, created_at=now), new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record(by=by, event="account.opened", about=user, at=now)
    give_role(by=by, user_id=user.pk, role=Role.ADMIN, team_id=None, now=now)
    return user, password


def _new(username: str, name: str, **facts: Any) -> User:
    username = username.strip().lower()
    if not is_username(username):
        raise Refused(BAD_USERNAME, field="username")
    if User.objects.filter(username=username).exists():
        raise Refused(TAKEN.format(username=username), field="username")
    return User.objects.create_user(username, name=name.strip(), **facts)


@atomic
def change_account(*, by: Actor, user_id: UUID, name: str, email: str, phone: str, sex: str, now: datetime) -> User:
    """Correct what is known of a colleague. Only the administrator may."""
    require(by, P.ACCOUNTS_MANAGE)
    user = active_account(user_id)
    user.name, user.email, user.phone, user.sex = name.strip(), email, phone, sex
    user.save(update_fields=["name", "email", "phone", "sex"])
    audit.record(by=by, event="account.changed", about=user, at=now)
    return user


@atomic
def change_own_account(*, by: Actor, name: str, phone: str, language: str, now: datetime) -> User:
    """Change one's own name, telephone and language. Nobody else's."""
    if by.id is None:
        raise AccessDenied(P.READ_NOTICES, permission=P.READ_NOTICES, label="teams.User", id=None)
    user = active_account(by.id)
    user.name, user.phone, user.language = name.strip(), phone, language
    user.save(update_fields=["name", "phone", "language"])
    audit.record(by=by, event="account.changed", about=user, at=now)
    return user
