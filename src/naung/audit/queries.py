"""Reading the trace."""

import hmac
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, QuerySet

from naung.audit.models import Batch, Entry
from naung.audit.rules import Head, Leaf, leaf_of
from naung.core import keys

GUARDED = ("audit_entry", "audit_batch")
GUARD = "audit_only_grows"
AWAKE = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s AND tgenabled = 'A'"


# Everything of an entry but its id and its place, in one writing that depends on no setting and no version.
CONTENT = """jsonb_build_array(
    (extract(epoch FROM at) * 1000000)::bigint, (extract(epoch FROM recorded_at) * 1000000)::bigint, actor_id, roles,
    event, about, about_id, key_subject_id, details, encode(reason, 'hex'))::text
"""
Place = tuple[int, UUID]
BEFORE_ALL: Place = (-1, UUID(int=0))


def leaves(where: str, *values: Any) -> list[Leaf]:
    """Entries as they stand now; `where` is one of this package's own conditions."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, xact, {CONTENT} FROM audit_entry WHERE {where}", values)  # noqa: S608
        return [leaf_of(pk, xact, content) for pk, xact, content in cursor.fetchall()]


def place_of(leaf: Leaf) -> Place:
    """Where an entry stands, as a statement wants it."""
    return leaf.xact, UUID(bytes=leaf.id)


def cluster() -> int:
    """The name of the database cluster, by whose transaction numbers the entries are ordered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier FROM pg_control_system()")
        return int(cursor.fetchone()[0])


def horizon() -> int:
    """The oldest transaction that is still open: whatever has a smaller number is decided and seen."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def last_batch() -> Batch | None:
    """The newest batch, without its list."""
    return Batch.objects.defer("manifest").order_by("-no").first()


def newest_seal(among: int) -> datetime | None:
    """The latest moment at which one of the last batches was sealed; of two clocks it is the one that is ahead."""
    last = Batch.objects.order_by("-no").values("sealed_at")[:among]
    found: datetime | None = last.aggregate(latest=Max("sealed_at"))["latest"]
    return found


def waiting_since(last: Batch | None) -> datetime | None:
    """Since when the oldest entry waits that stands behind the last sealed one."""
    after = place_in(last) if last else BEFORE_ALL
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(recorded_at) FROM audit_entry WHERE (xact, id) > (%s, %s)", after)
        found: datetime | None = cursor.fetchone()[0]
        return found


def count() -> int:
    """How many entries there are."""
    return Entry.objects.count()


def place_in(batch: Batch) -> Place:
    """Where the last entry of a batch stands."""
    return batch.last_xact, batch.last_id


def head_in(batch: Batch) -> Head:
    """The head that a stored batch tells."""
    return Head(batch.no, batch.sealed_at, batch.total, bytes(batch.head))


def unguarded() -> set[str]:
    """The tables of the trace that would let their owner change what stands."""
    with connection.cursor() as cursor:
        cursor.execute(AWAKE, [GUARD])
        return set(GUARDED) - {table for (table,) in cursor.fetchall()}


def fingerprint(text: str) -> str:
    """What somebody searched for, so that two searches can be compared and neither be read: keyed and folded."""
    folded = " ".join(text.casefold().split())
    return hmac.new(keys.derived_secret("words of a search"), folded.encode(), "sha256").hexdigest()[:32]


def history(about_id: UUID) -> QuerySet[Entry]:
    """Everything that was done to one record, oldest first."""
    return Entry.objects.filter(about_id=about_id).order_by("at", "id")


def last_change(about: Collection[UUID], events: Collection[str], **details: object) -> Entry | None:
    """The newest of some kinds of entries about a record or what it belongs to."""
    found = Entry.objects.filter(about_id__in=about, event__in=events, details__contains=details)
    return found.order_by("-at", "-id").first()
