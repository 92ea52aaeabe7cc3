"""Of whom a child's erasing tells, and what stands against it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from naung.privacy.models import Erasure, ErasureState, Hold


@dataclass(frozen=True)
class Found:
    """The child of a case with all its records, or a report without a case; whether something of it is open."""

    child_id: UUID | None
    report_id: UUID | None
    is_open: bool
    records: list[UUID]

    @property
    def subject(self) -> dict[str, UUID | None]:
        """Whom a line about it names."""
        return {"child_id": self.child_id, "report_id": self.report_id}


def erasable(number: str) -> Found | None:
    """The child of the case with this number, or the report, for whoever may erase."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id, report_id, is_open, records FROM privacy_erasable(%s)", [number])
        row = cursor.fetchone()
    return Found(*row) if row else None


def held(records: list[UUID], today: date) -> bool:
    """Whether a legal hold stands on one of these records."""
    return Hold.objects.filter(_about(records), lifted_at=None, until_date__gte=today).exists()


def waits(records: list[UUID]) -> bool:
    """Whether erasing one of them was asked for and is not decided."""
    return bool(asked_for(records))


def asked_for(records: list[UUID]) -> set[UUID]:
    """Of which of these erasing was asked for and is not decided."""
    rows = Erasure.objects.filter(_about(records), state=ErasureState.ASKED)
    return {one for pair in rows.values_list("child_id", "report_id") for one in pair if one}


def _about(records: list[UUID]) -> Q:
    return Q(child_id__in=records) | Q(report_id__in=records)


def erasures() -> QuerySet[Erasure]:
    """Everything asked for, what waits first."""
    return Erasure.objects.order_by(F("decided_at").desc(nulls_first=True), "-asked_at", "pk")


def holds() -> QuerySet[Hold]:
    """Every hold, those that stand first."""
    return Hold.objects.order_by(F("lifted_at").desc(nulls_first=True), "until_date", "pk")
