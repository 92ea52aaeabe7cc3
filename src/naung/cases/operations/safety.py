"""Safety."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def write_safety(*, by: Actor, case_id: UUID, dangerous_people: str, no_go: str, safe_contact: str, plan: str, version: int | None = None, now: datetime) -> Safety:
    raise NotImplementedError

@transaction.atomic
def record_needs_met(*, by: Actor, case_id: UUID, note: str, now: datetime) -> Safety:
    raise NotImplementedError

@transaction.atomic
def record_consent(*, by: Actor, case_id: UUID, kind: str, given: bool | None = None, ground: str = "", who: str = "", words: str = "", at: datetime | None = None, now: datetime) -> Consent:
    raise NotImplementedError

@transaction.atomic
def withdraw_consent(*, by: Actor, consent_id: UUID, reason: str, now: datetime) -> Consent:
    raise NotImplementedError
