"""Everything runs as somebody: one transaction with the actor told to the database.

Without an actor every walled table is empty. The settings are local to the transaction, so a pooled
connection never carries an actor over.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from naung.access.actors import Actor
from naung.access.policy import READING, Permission, Scope
from naung.core import keys

_current: ContextVar[Actor | None] = ContextVar("naung_actor", default=None)

_widened: ContextVar[frozenset[UUID]] = ContextVar("naung_widened", default=frozenset())

USER, UNITS, MAY, WIDENED = "naung.user_id", "naung.unit_ids", "naung.may", "naung.widened"
NOW = "naung.now"


def setting(permission: Permission, scope: Scope) -> str:
    """The name under which the database knows the ids of one reading permission at one scope."""
    return f"naung.{permission.lower()}_{scope.lower()}"


def current() -> Actor | None:
    """The actor of the running transaction."""
    return _current.get()


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Open a transaction in which the database shows and takes only what this actor may see and write."""
    outer = _current.get()
    before, told = settings_of(outer) if outer else {}, settings_of(actor)
    nested = connection.in_atomic_block
    with transaction.atomic(), keys.ring():
        _tell(told, before)
        token = _current.set(actor)
        try:
            yield actor
        finally:
            _current.reset(token)
        if nested and not transaction.get_rollback():
            _tell(before, told)  # the surrounding transaction goes on as whoever it was


@contextmanager
def widened(ids: Iterable[UUID]) -> Iterator[None]:
    """For the statements inside, these records are seen whatever the actor may see.

    Needed where an update moves a row out of the actor's sight (the database refuses an unseen new row)
    and where an operation hangs parts on a record that its maker may not read afterwards.
    """
    if _current.get() is None:
        raise RuntimeError("nobody is acting")
    before = _widened.get()
    wider = before | frozenset(ids)
    token = _widened.set(wider)
    _tell({WIDENED: _array(wider)}, {WIDENED: _array(before)})
    try:
        yield
    finally:
        _widened.reset(token)
        if _goes_on():  # else a rollback undoes it
            _tell({WIDENED: _array(before)}, {WIDENED: _array(wider)})


def _goes_on() -> bool:
    """Whether the transaction takes more statements: neither the database nor Django wants it undone first."""
    in_order: bool = connection.connection.info.transaction_status is TransactionStatus.INTRANS
    return in_order and not connection.needs_rollback


def settings_of(actor: Actor) -> dict[str, str]:
    """What the database is told about an actor; empty lists are left out (unset reads as empty)."""
    told = {MAY: _array(actor.may)}
    if actor.id is not None:
        told[USER] = str(actor.id)
    if actor.unit_ids:
        told[UNITS] = _array(actor.unit_ids)
    if actor.at is not None:
        told[NOW] = actor.at.isoformat()
    for permission in READING:
        for scope in Scope:
            if ids := actor.ids(permission, scope):
                told[setting(permission, scope)] = _array(ids)
    return told


def _array(values: Iterable[object]) -> str:
    return "{" + ",".join(sorted(str(value) for value in values)) + "}"


def _tell(told: dict[str, str], before: dict[str, str]) -> None:
    changes = {name: "" for name in before if name not in told} | {
        name: value for name, value in told.items() if before.get(name) != value
    }
    if not changes:
        return
    calls = ", ".join("set_config(%s, %s, true)" for _ in changes)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {calls}", [part for pair in changes.items() for part in pair])
