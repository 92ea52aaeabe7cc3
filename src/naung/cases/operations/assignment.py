"""Assigning."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def assign(*, by: Actor, case_id: UUID, holder_id: UUID, companion_ids: "Iterable[UUID]", team_id: UUID | None = None, reason: str = "", now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def hand_over_cases(*, by: Actor, from_id: UUID, to_id: UUID, case_ids: "Iterable[UUID]", reason: str, now: datetime) -> "list[Case]":
    raise NotImplementedError
