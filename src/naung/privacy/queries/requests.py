"""Requests about own data that wait, and one of them."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.audit.models import Entry
from naung.privacy.models import DataRequest, Erasure, ErasureState
from naung.privacy.queries.barred import barred

CORRECTIONS = ("child.changed", "caregiver.changed", "caregiver.added", "family.ended")


def requests_of(actor: Actor) -> QuerySet[DataRequest]:
    """All requests, the nearest end first; never one about a record that shuts the reader out."""
    return visible(actor, P.READ_REQUESTS, DataRequest).exclude(case_id__in=barred())


def waiting(actor: Actor) -> QuerySet[DataRequest]:
    """Those that nobody has answered."""
    return requests_of(actor).filter(decided_at=None).order_by("due_at")


def answered(actor: Actor) -> QuerySet[DataRequest]:
    """Those that were answered, the latest first."""
    return requests_of(actor).exclude(decided_at=None).order_by("-decided_at", "pk")


def corrected(child_id: UUID, since: datetime) -> bool:
    """Whether the child's own data were saved since then."""
    return Entry.objects.filter(about_id=child_id, event__in=CORRECTIONS, at__gte=since).exists()


def to_be_erased(child_id: UUID) -> bool:
    """Whether somebody asked that the child is erased and nobody refused."""
    return Erasure.objects.filter(child_id=child_id).exclude(state=ErasureState.REFUSED).exists()
