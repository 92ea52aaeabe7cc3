"""Legal duties."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def ask_social_report(*, by: Actor, case_id: UUID, asked_at: datetime, asked_by: str, now: datetime) -> LegalDuty:
    raise NotImplementedError

@transaction.atomic
def mark_legal_duty(*, by: Actor, case_id: UUID, kind: str, done_date: date, number: str, sequence: str = "", now: datetime) -> LegalDuty:
    raise NotImplementedError

@transaction.atomic
def explain_legal_duty(*, by: Actor, case_id: UUID, kind: str, reason: str, sequence: str = "", now: datetime) -> LegalDuty:
    raise NotImplementedError
