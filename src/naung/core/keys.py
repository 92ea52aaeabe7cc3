"""Data keys: one per child and one per report, wrapped by the office's master key (AES-256-GCM).

A key ring lives as long as one transaction. Nothing is cached beyond it, so an erased or rotated key
is never used from memory.
"""

import hmac
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from naung.core import masters
from naung.core.models import DataKey

NONCE = 12
STORE = """
    INSERT INTO core_datakey (subject_id, wrapped, master, created_at) VALUES (%s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


@dataclass
class Ring:
    """The keys opened in this transaction, and those made in it."""

    keys: dict[UUID, bytes] = field(default_factory=dict)
    made: dict[UUID, DataKey] = field(default_factory=dict)


_ring: ContextVar[Ring | None] = ContextVar("naung_ring", default=None)


class KeyLost(Exception):
    """The key of this record is gone: it was erased, or the wrong master key is in use."""


def derived_secret(purpose: str) -> bytes:
    """A secret for one purpose (for example comparing national numbers). It outlives a rotation of the master key."""
    return hmac.new(settings.TOKEN_KEY, f"naung {purpose}".encode(), "sha256").digest()


@contextmanager
def ring() -> Iterator[Ring]:
    """Hold opened keys for one transaction; at the end make sure that every key made is really stored."""
    outer = _ring.get()
    if outer is not None:
        yield outer
        return
    token = _ring.set(Ring())
    try:
        opened = _ring.get()
        assert opened is not None  # noqa: S101
        yield opened
        _confirm(opened)
    finally:
        _ring.reset(token)


def _confirm(opened: Ring) -> None:
    """A key made inside a savepoint that was undone is stored again: what it sealed may outlive it."""
    if not opened.made or transaction.get_rollback():
        return
    stored = {row.subject_id: bytes(row.wrapped) for row in DataKey.objects.filter(pk__in=opened.made)}
    for subject, row in opened.made.items():
        if stored.get(subject) != bytes(row.wrapped) and not _stored(row):
            raise KeyLost(subject)


def load(subjects: Iterable[UUID]) -> None:
    """Open the keys of many records in one query, before a page reads them one by one."""
    opened = _ring.get()
    if opened is None:
        return
    wanted = set(subjects) - opened.keys.keys()
    if wanted:
        for row in DataKey.objects.filter(pk__in=wanted):
            opened.keys[row.subject_id] = unwrap(row)


def key_of(subject: UUID) -> bytes:
    """The existing key of one child or report."""
    opened = _ring.get()
    if opened is not None and subject in opened.keys:
        return opened.keys[subject]
    row = DataKey.objects.filter(pk=subject).first()
    if row is None:
        raise KeyLost(subject)
    key = unwrap(row)
    if opened is not None:
        opened.keys[subject] = key
    return key


def key_for_sealing(subject: UUID) -> bytes:
    """The key of one child or report, made when there is none yet."""
    try:
        return key_of(subject)
    except KeyLost:
        return _make(subject)


def destroy(subject: UUID) -> None:
    """The key of a record that is deleted: whatever still holds its sealed words, a copy or a log, never opens them."""
    DataKey.objects.filter(pk=subject).delete()
    opened = _ring.get()
    if opened is not None:
        opened.keys.pop(subject, None)
        opened.made.pop(subject, None)


def _make(subject: UUID) -> bytes:
    key, master = AESGCM.generate_key(256), masters.current()
    row = DataKey(
        subject_id=subject,
        wrapped=encrypt(master, key, subject.bytes),
        master=masters.master_name(master),
        created_at=timezone.now(),
    )
    if not _stored(row):
        return unwrap(DataKey.objects.get(pk=subject))  # somebody was faster
    opened = _ring.get()
    if opened is not None:
        opened.keys[subject], opened.made[subject] = key, row
    return key


def _stored(row: DataKey) -> bool:
    """Store a key unless its record has one already; says whether this is the one that stands."""
    with connection.cursor() as cursor:
        cursor.execute(STORE, [row.subject_id, bytes(row.wrapped), row.master, row.created_at])
        return bool(cursor.rowcount)


def unwrap(row: DataKey) -> bytes:
    """The data key in a row; lost when this installation has not the master key that wraps it."""
    master = masters.named(row.master)
    if master is None:
        raise KeyLost(row.subject_id)
    return decrypt(master, bytes(row.wrapped), row.subject_id.bytes)


def encrypt(key: bytes, plain: bytes, bound_to: bytes) -> bytes:
    """Nonce and AES-256-GCM ciphertext; `bound_to` must be the same when it is opened."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to)


def decrypt(key: bytes, sealed: bytes, bound_to: bytes) -> bytes:
    """The plain bytes; raises `cryptography.exceptions.InvalidTag` when anything was changed."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to)
