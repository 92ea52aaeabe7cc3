"""Messages that the simulated office sent by mail lie in the past: none of them goes out."""

from datetime import datetime

from django.db.models import F

from naung.access.actors import Actor
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.duties.models import Notice, OutboxMessage


@atomic
def settle_messages(*, by: Actor, now: datetime) -> int:
    """Count what waits in the outbox as sent at once; returns how many messages there were."""
    waiting = OutboxMessage.objects.filter(sent_at=None, failed_at=None, created_at__lte=now)
    count = waiting.update(sent_at=F("created_at"), attempts=1)
    if count:
        require(by, next(iter(by.may & set(Notice.ACCESS.writes))))
        audit.record(by=by, event="message.settled", at=now, count=count)
    return count
