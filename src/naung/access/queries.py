"""The one source of *which records* and *may she do this here*: `visible`, `permits`, `require`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from naung.access.actors import Actor
from naung.access.policy import FOUR_EYES, READING, Permission, Role, Scope
from naung.access.rows import COLUMN, Follows, Open, Rows, declared, parent_of
from naung.core.errors import AccessDenied

M = TypeVar("M", bound=Model)


def visible(actor: Actor, permission: Permission, model: type[M]) -> QuerySet[M]:
    """Every record of `model` on which `actor` holds `permission`; never one that shuts the actor out."""
    access = declared(model)
    records = model._default_manager.all()
    if isinstance(access, Open):
        return records if permission in actor.may else records.none()
    for rows, prefix in _rows(model, access):
        held = _held(actor, permission, rows, prefix)
        read = held if permission in READING else _held(actor, access.reads, rows, prefix)
        if held is None or read is None:
            return records.none()
        allowed = held if held is read else held & read
        records = records.filter(allowed & _not_barred(actor, prefix) & _not_own(actor, permission, prefix))
    return records


def under(actor: Actor, permission: Permission, model: type[M], record: Model) -> QuerySet[M]:
    """Every row of `model` that hangs on `record`, if `actor` holds `permission` there; else none.

    The same rows as `visible` filtered by the record, without asking the database once more who may see it.
    """
    access = declared(model)
    if not isinstance(access, Follows) or access.also or parent_of(model, access) is not type(record):
        raise TypeError(f"{model._meta.label} does not hang on {record._meta.label}")
    rows = model._default_manager.filter(**{access.parent: record})
    return rows if permits(actor, permission, record) else rows.none()


def permits(actor: Actor, permission: Permission, record: Model) -> bool:
    """Whether `actor` holds `permission` on this record, from the columns that it carries."""
    access = declared(type(record))
    if isinstance(access, Open):
        return permission in actor.may
    carriers = [getattr(record, name) for name in access.parents] if isinstance(access, Follows) else [record]
    return all(_permits(actor, {permission, access.reads}, carrier) for carrier in carriers)


def _permits(actor: Actor, permissions: set[Permission], carrier: Any) -> bool:
    rows = declared(type(carrier))
    assert isinstance(rows, Rows)  # noqa: S101
    if _is_barred(actor, carrier) or (permissions & FOUR_EYES and carrier.owner_id == actor.id):
        return False
    return all(_holds(actor, p, rows, carrier) for p in permissions)


def require(actor: Actor, permission: Permission, record: Model | None = None) -> None:
    """Stop unless `actor` holds `permission` on `record` (or, for a creation, holds it at all)."""
    allowed = permission in actor.may if record is None else permits(actor, permission, record)
    if not allowed:
        label, key = (record._meta.label, record.pk) if record is not None else ("", None)
        raise AccessDenied(permission, permission=permission, label=label, id=key)


def given_under(actor: Actor, role: Role, record_id: UUID) -> bool:
    """Whether this record was given to her by itself, under this role."""
    return any(record_id in held.ids.get(Scope.GRANTED, ()) for held in actor.holdings if held.role == role)


def _rows(model: type[Model], access: Rows | Follows) -> Iterator[tuple[Rows, str]]:
    """The scope columns that are asked, each with the way to them; of a row that tells of two records both."""
    if isinstance(access, Rows):
        yield access, ""
        return
    for name in access.parents:
        rows = declared(parent_of(model, access, name))
        assert isinstance(rows, Rows)  # noqa: S101
        yield rows, f"{name}__"


def _held(actor: Actor, permission: Permission, rows: Rows, prefix: str) -> Q | None:
    allowed: Q | None = None
    for scope in Scope:
        ids = actor.ids(permission, scope)
        if not ids:
            continue
        ends = rows.ends(permission, scope)
        for column in rows.columns(scope):
            arm = Q(**{f"{prefix}{column}__in": sorted(ids)}) if len(ids) > 1 else _equals(prefix + column, ids)
            arm &= _in_time(actor, prefix + ends) if ends else Q()
            allowed = arm if allowed is None else allowed | arm
    return allowed


def _in_time(actor: Actor, column: str) -> Q:
    return Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gt": _moment(actor)})


def _moment(actor: Actor) -> datetime:
    return actor.at or timezone.now()


def _equals(column: str, ids: frozenset[UUID]) -> Q:
    (only,) = ids
    return Q(**{column: only})


def _not_barred(actor: Actor, prefix: str) -> Q:
    clear = Q()
    if actor.id is not None:
        clear &= ~Q(**{f"{prefix}barred_user_ids__contains": [actor.id]})
    if actor.unit_ids:
        clear &= ~Q(**{f"{prefix}barred_unit_ids__overlap": sorted(actor.unit_ids)})
    return clear


def _not_own(actor: Actor, permission: Permission, prefix: str) -> Q:
    if permission not in FOUR_EYES:
        return Q()
    own = f"{prefix}{COLUMN[Scope.OWN]}"
    return Q(**{f"{own}__isnull": True}) | ~Q(**{own: actor.id})


def _is_barred(actor: Actor, carrier: Any) -> bool:
    return actor.id in carrier.barred_user_ids or not actor.unit_ids.isdisjoint(carrier.barred_unit_ids)


def _holds(actor: Actor, permission: Permission, rows: Rows, carrier: Model) -> bool:
    return any(
        getattr(carrier, column) in ids
        for scope in Scope
        if (ids := actor.ids(permission, scope)) and _still(actor, carrier, rows.ends(permission, scope))
        for column in rows.columns(scope)
    )


def _still(actor: Actor, carrier: Model, column: str) -> bool:
    until = getattr(carrier, column) if column else None
    return until is None or until > _moment(actor)
