"""Registering a case."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from naung.access.actors import Actor
from naung.cases.models import *  # noqa
from naung.cases.rules.contact import VisitFacts
from naung.core.levels import Level
from naung.people.rules.facts import ChildFacts


@transaction.atomic
def register_case(*, by: Actor, report_id: UUID, child: "UUID | ChildFacts | None", team_id: UUID, holder_id: UUID, companion_ids: "Iterable[UUID]", ppks: str, ampk: "Iterable[str]", court_role: str, stage: str, now: datetime) -> Case:
    raise NotImplementedError

@transaction.atomic
def join_report(*, by: Actor, report_id: UUID, case_id: UUID, reason: str, now: datetime) -> Case:
    raise NotImplementedError
