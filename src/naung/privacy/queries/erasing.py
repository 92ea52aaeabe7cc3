"""Of whom a child's erasing tells, and what stands against it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from naung.privacy.models import Erasure, Hold


@dataclass(frozen=True)
class Found:
    """The child of a case: all its records, and whether one of its cases is open."""

    child_id: UUID
    is_open: bool
    records: list[UUID]


def erasable(number: str) -> Found | None:
    """The child of the case with this number, for whoever may erase."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id, is_open, records FROM privacy_erasable(%s)", [number])
        row = cursor.fetchone()
    return Found(*row) if row else None


def held(records: list[UUID], today: date) -> bool:
    """Whether a legal hold stands on one of these records."""
    return Hold.objects.filter(child_id__in=records, lifted_at=None, until_date__gte=today).exists()


def erasures() -> QuerySet[Erasure]:
    """Everything asked for, what waits first."""
    return Erasure.objects.order_by(F("decided_at").desc(nulls_first=True), "-asked_at", "pk")


def holds() -> QuerySet[Hold]:
    """Every hold, those that stand first."""
    return Hold.objects.order_by(F("lifted_at").desc(nulls_first=True), "until_date", "pk")
