"""Adding an entry. Called by every operation, in its transaction: no change without its line."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection, models

from naung.audit.models import Entry

ADD = """
    INSERT INTO audit_entry (id, at, actor_id, roles, event, about, about_id, key_subject_id, details, reason)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


class Someone(Protocol):
    """Whoever acts: a person, the public, the clock or the command line."""

    @property
    def id(self) -> UUID | None: ...
    @property
    def roles(self) -> Iterable[str]: ...


def record(
    *,
    by: Someone,
    event: str,
    at: datetime,
    about: models.Model | None = None,
    about_id: UUID | None = None,
    reason: str = "",
    sealed_under: UUID | None = None,
    **details: object,
) -> Entry:
    """Write down that `by` did `event` to `about`. `details` hold ids and codes, never free text."""
    entry = Entry(
        at=at,
        actor_id=by.id,
        roles=",".join(sorted(by.roles)),
        event=event,
        about=about._meta.label if about is not None else "",
        about_id=about.pk if about is not None else about_id,
        key_subject_id=sealed_under or _key_of(about),
        details={name: _plain(value) for name, value in details.items()},
        reason=reason or None,
    )
    _add(entry)
    return entry


def _add(entry: Entry) -> None:
    """The one statement behind every change, written by hand: `recorded_at` is the database's own clock."""
    sealed = Entry._meta.get_field("reason").pre_save(entry, add=True)
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            [
                entry.pk, entry.at, entry.actor_id, entry.roles, entry.event, entry.about, entry.about_id,
                entry.key_subject_id, json.dumps(entry.details), bytes(sealed) if sealed is not None else None,
            ],
        )  # fmt: skip


def _key_of(about: models.Model | None) -> UUID | None:
    value: Any = about
    path = getattr(about, "SEALED_UNDER", None)
    if path is None:
        return None
    for name in path.split("."):
        value = getattr(value, name)
    return value if isinstance(value, UUID) else None


def _plain(value: object) -> object:
    if isinstance(value, UUID | datetime | date):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    return value
