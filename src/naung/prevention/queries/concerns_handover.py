"""What one school hands to the next: who may receive it, what waits for a signature, and what was handed."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from naung.access.actors import Actor
from naung.access.policy import P, Role
from naung.access.queries import visible
from naung.intake.models import Report
from naung.prevention.models import SchoolHandover
from naung.prevention.queries.concerns import own_id
from naung.teams.models import Membership, Organisation, SchoolFunction, User
from naung.teams.queries.people import current

# Who receives for a school: its counsellor, else its head.
RECEIVES = (SchoolFunction.COUNSELLOR, SchoolFunction.HEAD)


def receiver_at(school: Organisation, report: Report, now: datetime) -> User | None:
    """Who receives for a school, unless the report shuts her out."""
    held = current(Membership.objects.filter(role=Role.SCHOOL, school=school, user__is_active=True), now)
    held = held.exclude(Q(school__in=report.barred_unit_ids) | Q(user__in=report.barred_user_ids))
    found = {one.school_function: one.user for one in held.select_related("user").order_by("-from_at")}
    return next((found[function] for function in RECEIVES if function in found), None)


def handed_to(actor: Actor) -> QuerySet[SchoolHandover]:
    """What other schools handed to this person, signed or not, the newest first."""
    mine = visible(actor, P.READ_D1, SchoolHandover).filter(receiver_id=own_id(actor))
    return mine.select_related("report", "from_school").order_by("-given_at")


def handovers_of(actor: Actor, report: Report) -> QuerySet[SchoolHandover]:
    """What was handed on about one report, without its words."""
    found = visible(actor, P.READ_D1, SchoolHandover).filter(report=report)
    return found.select_related("from_school", "to_school").order_by("given_at")


def handed_named(actor: Actor, told: str) -> SchoolHandover:
    """The hand-over to her whose id a form carries."""
    try:
        return handed_to(actor).get(pk=UUID(told))
    except ValueError:
        raise SchoolHandover.DoesNotExist from None
