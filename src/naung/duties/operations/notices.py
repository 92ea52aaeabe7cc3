"""Telling people, inside the application and by e-mail, in words that say nothing about a child."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.apps import apps
from django.db import models

from naung.access.actors import Actor
from naung.access.operations import grant
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied
from naung.duties.models import Notice, OutboxMessage
from naung.duties.rules import notices
from naung.duties.rules.telling import Telling
from naung.teams import queries as teams
from naung.teams.models import User

EMAIL = "EMAIL"
REPORT = "intake.Report"
CALLED_FOR = timedelta(hours=24)


@atomic
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
    telling = Telling(
        to=frozenset(to),
        kind=kind,
        once=once,
        office_id=getattr(about, "office_id", None) or teams.office().pk,
        about=about._meta.label if about is not None else "",
        about_id=about.pk if about is not None else None,
        barred_user_ids=getattr(about, "barred_user_ids", ()),
        barred_unit_ids=getattr(about, "barred_unit_ids", ()),
        params=params,
    )
    return notify_all(by=by, tellings=[telling], now=now, email=email)


@atomic
def notify_all(*, by: Actor, tellings: Iterable[Telling], now: datetime, email: bool = True) -> int:
    """Tell many people many things in few queries; otherwise as `notify`."""
    if by.may.isdisjoint(Notice.ACCESS.writes):
        raise AccessDenied(P.DUTY_KEEP, permission=P.DUTY_KEEP, label="duties.Notice", id=None)
    told = [telling for telling in tellings if telling.to]
    people = User.objects.filter(pk__in={key for telling in told for key in telling.to}, is_active=True)
    known = people.in_bulk() if told else {}
    lines = [(telling, known[key]) for telling in told for key in sorted(_listeners(telling, now) & known.keys())]
    if not lines:
        return 0
    _let_in(by, lines, now)
    Notice.objects.bulk_create((_notice(telling, user, now) for telling, user in lines), ignore_conflicts=True)
    outside = [_message(telling, user, now) for telling, user in lines if email and user.email]
    OutboxMessage.objects.bulk_create(outside, ignore_conflicts=True)
    about_id = told[0].about_id if len(told) == 1 else None
    audit.record(
        by=by, event="notice.sent", at=now, about_id=about_id, kinds=sorted({telling.kind for telling in told}),
        to=sorted({user.pk for _, user in lines}),
    )  # fmt: skip
    return len(lines)


@atomic
def mark_read(*, by: Actor, notice_ids: Iterable[UUID], now: datetime) -> int:
    """Mark one's own notices as read."""
    unread = visible(by, P.READ_NOTICES, Notice).filter(owner_id=by.id, pk__in=list(notice_ids), read_at=None)
    return _mark(by, unread, now)


@atomic
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Mark all of one's own notices as read."""
    return _mark(by, visible(by, P.READ_NOTICES, Notice).filter(owner_id=by.id, read_at=None), now)


def _mark(by: Actor, unread: "models.QuerySet[Notice]", now: datetime) -> int:
    count = unread.update(read_at=now)
    if count:
        audit.record(by=by, event="notice.read", at=now, count=count)
    return count


def _let_in(by: Actor, lines: Iterable[tuple[Telling, User]], now: datetime) -> None:
    """Whoever is called to a danger report may receive it for a day, though it lies on another desk."""
    for telling, user in lines:
        if telling.kind in notices.CALLS and telling.about == REPORT:
            report = apps.get_model(REPORT)(pk=telling.about_id)
            grant(
                by=by, user_id=user.pk, role=Role.ON_DUTY, record=report, reason_code="CALLED", now=now,
                until=now + CALLED_FOR,
            )  # fmt: skip


def _listeners(telling: Telling, now: datetime) -> set[UUID]:
    shut_out = set(telling.barred_user_ids) | teams.members_of_units(telling.barred_unit_ids, now)
    return set(telling.to) - shut_out


def _notice(telling: Telling, user: User, now: datetime) -> Notice:
    return Notice(
        kind=telling.kind,
        about=telling.about,
        about_id=telling.about_id,
        params={name: str(value) for name, value in telling.params.items()},
        created_at=now,
        once=f"{telling.once}:{user.pk}",
        owner_id=user.pk,
        office_id=telling.office_id,
    )


def _message(telling: Telling, user: User, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        channel=EMAIL,
        user_id=user.pk,
        kind=telling.kind,
        once=f"{telling.once}:{user.pk}",
        created_at=now,
        next_at=now,
    )
