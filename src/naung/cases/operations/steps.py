"""Steps."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def advance(*, by: Actor, case_id: UUID, target: str, now: datetime, reason: str = "") -> Case:
    raise NotImplementedError

@transaction.atomic
def move_stage(*, by: Actor, case_id: UUID, target: str, reason: str = "", now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def change_level(*, by: Actor, case_id: UUID, level: Level, reason_code: str = "", reason: str = "", now: datetime) -> Case:
    raise NotImplementedError
