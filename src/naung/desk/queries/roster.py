"""Hours ahead in which nobody is on duty."""

from datetime import datetime, timedelta

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.teams.models import Shift

AHEAD = timedelta(days=3)
Gap = tuple[datetime, datetime]


def gaps_ahead(actor: Actor, now: datetime) -> list[Gap]:
    """The gaps of the duty roster in the next three days. One query."""
    offices = actor.ids(P.REPORT_FILE, Scope.OFFICE)
    shifts = Shift.objects.filter(office_id__in=offices, until_at__gt=now, from_at__lt=now + AHEAD)
    return _gaps(list(shifts.order_by("from_at").values_list("from_at", "until_at")), now, now + AHEAD)


def _gaps(shifts: list[Gap], start: datetime, end: datetime) -> list[Gap]:
    found, covered = [], start
    for since, until in shifts:
        if since > covered:
            found.append((covered, since))
        covered = max(covered, until)
    return [*found, (covered, end)] if covered < end else found
