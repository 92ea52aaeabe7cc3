"""Chronology."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def write_narrative(*, by: Actor, case_id: UUID, text: str, at: datetime, now: datetime, narrative_id: UUID | None = None) -> Narrative:
    raise NotImplementedError

@transaction.atomic
def edit_narrative(*, by: Actor, narrative_id: UUID, text: str, at: datetime, reason: str, version: int | None, now: datetime) -> Narrative:
    raise NotImplementedError
