"""What was told to whom."""

from django.db import connection
from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.duties.models import Notice, OutboxMessage

MANY = 100  # nobody reads on a menu whether it is 340 or 341
# Which of them she may see is the wall's work.
UNREAD = """
    SELECT count(*) FROM (
        SELECT FROM duties_notice WHERE owner_id = %s AND read_at IS NULL LIMIT %s
    ) AS unread
"""


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The notices of a person, the newest first."""
    return visible(actor, P.READ_NOTICES, Notice).filter(owner_id=actor.id).order_by("-created_at", "-id")


def unread_count(actor: Actor) -> int:
    """How many notices a person has not read; more than `MANY` count as `MANY`. Asked on every page, so by hand."""
    with connection.cursor() as cursor:
        cursor.execute(UNREAD, [actor.id, MANY])
        return int(cursor.fetchone()[0])


def failed_messages() -> QuerySet[OutboxMessage]:
    """Messages that could not be delivered, the newest first."""
    return OutboxMessage.objects.filter(failed_at__isnull=False).order_by("-failed_at")
