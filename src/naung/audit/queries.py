"""Reading the trace."""

import hmac
from collections.abc import Collection
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from naung.audit.models import Entry
from naung.core import keys

GUARDED = ("audit_entry",)
GUARD = "audit_only_grows"
AWAKE = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = %s AND tgenabled = 'A'"


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
