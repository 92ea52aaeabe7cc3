"""Danger."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def raise_danger_flag(*, by: Actor, case_id: UUID, code: str, note: str = "", now: datetime) -> DangerFlag:
    raise NotImplementedError

@transaction.atomic
def end_danger_flag(*, by: Actor, flag_id: UUID, reason: str, now: datetime) -> DangerFlag:
    raise NotImplementedError
