"""Who saved a record last, as the trace tells it."""

from collections.abc import Iterable
from uuid import UUID

from naung.audit.queries import last_change
from naung.teams.models import User


def last_writer(record_ids: Iterable[UUID], events: tuple[str, ...]) -> str:
    """The name of whoever was the last to do one of these things to one of these records; empty when nobody did."""
    entry = last_change(list(record_ids), events)
    found = User.objects.filter(pk=entry.actor_id) if entry and entry.actor_id else User.objects.none()
    return found.values_list("name", flat=True).first() or ""
