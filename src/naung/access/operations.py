"""Giving and ending access to one record, and carrying a record's scope to all that hangs on it."""

from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.models import Ended, Grant
from naung.access.policy import GIVEN_TO, Role
from naung.access.rows import BARS, SCOPE_FIELDS, Rows
from naung.audit import operations as audit
from naung.core.atomic import atomic


@atomic
def grant(
    *,
    by: Actor,
    user_id: UUID,
    role: Role,
    record: models.Model,
    reason_code: str,
    now: datetime,
    until: datetime | None = None,
) -> Grant:
    """Let one person see one record under a role, until a moment or until it is taken back."""
    over = Grant.objects.filter(user_id=user_id, record_id=record.pk, role=role, revoked_at=None, until_at__lte=now)
    over.update(revoked_at=models.F("until_at"), revoked_code=Ended.TIME_OVER)
    given, _ = Grant.objects.update_or_create(
        user_id=user_id,
        record_id=record.pk,
        role=role,
        revoked_at=None,
        defaults={
            "record_label": record._meta.label,
            "reason_code": reason_code,
            "granted_by_id": by.id,
            "from_at": now,
            "until_at": until,
        },
    )
    audit.record(
        by=by,
        event="access.granted",
        about=record,
        at=now,
        grant=given.pk,
        user=user_id,
        role=role,
        why=reason_code,
        until=until,
    )
    return given


@atomic
def revoke(
    *,
    by: Actor,
    user_id: UUID,
    record: models.Model,
    now: datetime,
    role: Role | None = None,
    code: Ended = Ended.WORK_OVER,
    reason: str = "",
) -> int:
    """Take back what `grant` gave, and say why; returns how many grants ended."""
    open_grants = Grant.objects.filter(user_id=user_id, record_id=record.pk, revoked_at=None)
    if role is not None:
        open_grants = open_grants.filter(role=role)
    ids = list(open_grants.values_list("pk", flat=True))
    if ids:
        Grant.objects.filter(pk__in=ids).update(revoked_at=now, revoked_by_id=by.id, revoked_code=code)
        audit.record(
            by=by, event="access.revoked", about=record, at=now, reason=reason, user=user_id, grants=ids, why=code
        )
    return len(ids)


@atomic
def revoke_all(*, by: Actor, user_id: UUID, now: datetime, role: Role | None = None) -> int:
    """Take back everything that `grant` gave a person who leaves, or gave her under one role; returns how many."""
    given = Grant.objects.filter(user_id=user_id, revoked_at=None)
    if role is not None:
        given = given.filter(role__in=[role, *(given for given, held in GIVEN_TO.items() if held == role)])
    ended = given.update(revoked_at=now, revoked_by_id=by.id, revoked_code=Ended.LEFT)
    if ended:
        audit.record(by=by, event="access.revoked-all", about_id=user_id, at=now, count=ended)
    return ended


def restamp(record: models.Model) -> int:
    """Copy the scope of `record` to every row that carries it; returns how many rows changed.

    Called by the operation that changed the scope, in its transaction. Nobody's right is asked here:
    the rows follow their record by definition.
    """
    scope = {name: getattr(record, name) for name in SCOPE_FIELDS}
    changed = 0
    with widened([record.pk]):
        for model, column in stamped_by(record._meta.label):
            rows = model._default_manager.filter(**{column: record.pk}).exclude(**scope)
            changed += rows.update(**scope)
        bars = {name: scope[name] for name in BARS}
        for model, column in barred_by():
            changed += model._default_manager.filter(**{column: record.pk}).exclude(**bars).update(**bars)
    return changed


def stamped_by(label: str) -> list[tuple[type[models.Model], str]]:
    """The tables whose scope is that of the named model, with the column that points to it."""
    return [
        (model, access.stamped_by[label])
        for model in apps.get_models()
        if isinstance(access := getattr(model, "ACCESS", None), Rows) and label in access.stamped_by
    ]


def barred_by() -> list[tuple[type[models.Model], str]]:
    """The tables that take over only who is shut out, with the column that points to any record."""
    return [
        (model, access.barred_by)
        for model in apps.get_models()
        if isinstance(access := getattr(model, "ACCESS", None), Rows) and access.barred_by
    ]


def drift(label: str, using: str = "default") -> int:
    """How many rows carry another scope than the record they hang on (should be none)."""
    source = apps.get_model(label)
    count = 0
    for model, column in stamped_by(label):
        truth = source._default_manager.using(using).filter(pk=models.OuterRef(column))
        differs = Q()
        annotated = model._default_manager.using(using).filter(**{f"{column}__isnull": False})
        for name in SCOPE_FIELDS:
            annotated = annotated.annotate(**{f"true_{name}": models.Subquery(truth.values(name)[:1])})
            differs |= ~Q(**{name: models.F(f"true_{name}")}) & ~Q(
                **{f"{name}__isnull": True, f"true_{name}__isnull": True}
            )
        count += annotated.filter(differs).count()
    return count
