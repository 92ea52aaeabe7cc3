"""Contact."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def record_visit(*, by: Actor, case_id: UUID, visit: VisitFacts, now: datetime, visit_id: UUID | None = None) -> Visit:
    raise NotImplementedError
