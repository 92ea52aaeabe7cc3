"""Closing."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def propose_closure(*, by: Actor, case_id: UUID, closing: "ClosingFacts", now: datetime) -> Closure:
    raise NotImplementedError

@transaction.atomic
def close_case(*, by: Actor, case_id: UUID, closing: "ClosingFacts", now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def return_closure(*, by: Actor, case_id: UUID, reason: str, now: datetime) -> Closure:
    raise NotImplementedError

@transaction.atomic
def suspend(*, by: Actor, case_id: UUID, reason_code: str, reason: str, review_date: date, now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def resume(*, by: Actor, case_id: UUID, reason: str = "", now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def reopen(*, by: Actor, case_id: UUID, reason: str, report_id: UUID | None = None, now: datetime) -> Case:
    raise NotImplementedError
