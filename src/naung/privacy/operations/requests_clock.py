"""What the clock does by itself about requests: tell of those that are nearly due, and of those that are late."""

from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Role
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.duties import operations as duties
from naung.privacy.models import DataRequest
from naung.teams import queries as teams

NEARLY_DUE, LATE = "request.nearly-due", "request.late"


@atomic
def watch_requests(*, by: Actor, now: datetime) -> int:
    """Tell the officer of requests that are nearly due, and the head of the office too of those that are late.

    Only the clock may; each step once. Returns how many requests reached one.
    """
    require(by, P.DUTY_KEEP)
    open_now = visible(by, P.READ_REQUESTS, DataRequest).filter(decided_at=None, warn_at__lte=now, late_at=None)
    reached = [one for one in open_now.select_for_update() if one.due_at <= now or one.warned_at is None]
    for one in reached:
        _tell(by, one, now)
    if reached:
        audit.record(by=by, event="request.checked", at=now, count=len(reached))
    return len(reached)


def _tell(by: Actor, asked: DataRequest, now: datetime) -> None:
    late = asked.due_at <= now
    asked.warned_at, asked.late_at = asked.warned_at or now, now if late else None
    asked.store("warned_at", "late_at")
    people, kind = teams.directory(now), LATE if late else NEARLY_DUE
    to = {*people.people(Role.DPO), *(people.people(Role.OFFICE_HEAD) if late else ())}
    duties.notify(by=by, to=to, kind=kind, about=asked, now=now, once=f"{kind}:{asked.pk}", number=asked.number)
