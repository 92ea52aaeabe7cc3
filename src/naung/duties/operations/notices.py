"""Telling people, inside the application and by e-mail, in words that say nothing about a child."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import models, transaction

from naung.access.actors import Actor
from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.audit import operations as audit
from naung.core.errors import AccessDenied
from naung.duties.models import Notice, OutboxMessage
from naung.teams import queries as teams
from naung.teams.models import User

EMAIL = "EMAIL"


@transaction.atomic
def notify(
    *,
    by: Actor,
    to: Iterable[UUID],
    kind: str,
    about: models.Model | None,
    now: datetime,
    once: str,
    email: bool = True,
    **params: object,
) -> int:
    """Tell each of these people once (`once` names the occasion), in the application and by e-mail.

    Whoever is shut out of the record, or has left, is not told. `params` hold codes, numbers and moments only.
    Returns how many people are told.
    """
    if by.may.isdisjoint(Notice.ACCESS.writes):
        raise AccessDenied(P.DUTY_KEEP, permission=P.DUTY_KEEP, label="duties.Notice", id=None)
    people = _listeners(set(to), about, now)
    if not people:
        return 0
    office_id = getattr(about, "office_id", None) or teams.office().pk
    Notice.objects.bulk_create(
        (
            Notice(
                kind=kind,
                about=about._meta.label if about is not None else "",
                about_id=about.pk if about is not None else None,
                params={name: str(value) for name, value in params.items()},
                created_at=now,
                once=f"{once}:{user.pk}",
                owner_id=user.pk,
                office_id=office_id,
            )
            for user in people
        ),
        ignore_conflicts=True,
    )
    if email and (reachable := [user for user in people if user.email]):
        OutboxMessage.objects.bulk_create(
            (_message(user, kind, now, once) for user in reachable), ignore_conflicts=True
        )
    audit.record(by=by, event="notice.sent", about=about, at=now, kind=kind, to=[user.pk for user in people])
    return len(people)


@transaction.atomic
def mark_read(*, by: Actor, notice_ids: Iterable[UUID], now: datetime) -> int:
    """Mark one's own notices as read."""
    unread = visible(by, P.READ_NOTICES, Notice).filter(pk__in=list(notice_ids), read_at=None)
    return _mark(by, unread, now)


@transaction.atomic
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Mark all of one's own notices as read."""
    return _mark(by, visible(by, P.READ_NOTICES, Notice).filter(read_at=None), now)


def _mark(by: Actor, unread: "models.QuerySet[Notice]", now: datetime) -> int:
    count = unread.update(read_at=now)
    if count:
        audit.record(by=by, event="notice.read", at=now, count=count)
    return count


def _listeners(ids: set[UUID], about: models.Model | None, now: datetime) -> list[User]:
    barred: set[UUID] = set()
    if isinstance(about, Scoped):
        barred = set(about.barred_user_ids) | teams.members_of_units(about.barred_unit_ids, now)
    return list(User.objects.filter(pk__in=ids - barred, is_active=True).only("pk", "email"))


def _message(user: User, kind: str, now: datetime, once: str) -> OutboxMessage:
    return OutboxMessage(
        channel=EMAIL, user_id=user.pk, kind=kind, once=f"{once}:{user.pk}", created_at=now, next_at=now
    )
