"""Reading the trace."""

from uuid import UUID

from django.db.models import QuerySet

from naung.audit.models import Entry


def history(about_id: UUID) -> QuerySet[Entry]:
    """Everything that was done to one record, oldest first."""
    return Entry.objects.filter(about_id=about_id).order_by("at", "id")
