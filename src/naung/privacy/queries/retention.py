"""Which records fall due, which lie sealed, and when what is known of them lets them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.privacy.models import Term
from naung.privacy.rules.retention import SOON, Birth, Lying, Terms, child_due, report_due, years_after


@dataclass(frozen=True)
class Due:
    """A record at rest, and the day on which it falls due."""

    id: UUID
    facts: dict[str, Any]
    due_date: date | None


def terms() -> Terms:
    """The terms of this office."""
    return Terms(settings.KEPT_YEARS, settings.KEPT_AGE, settings.REPORTS_KEPT_YEARS, settings.SEALED_YEARS)


def due_by(day: date, today: date, among: Iterable[UUID] | None = None) -> dict[UUID, Due]:
    """For the clock: what falls due until a day, of everything or of these; by child or report."""
    kept = terms()
    asked: list[Any] = [
        today,
        years_after(day, -kept.years),
        years_after(day, -kept.report_years),
        among and list(among),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM privacy_lying(%s, %s, %s, %s)", asked)
        found = [_due(row, kept) for row in cursor.fetchall()]
    return {one.id: one for one in found if one.due_date and one.due_date <= day}


def _due(row: tuple[Any, ...], kept: Terms) -> Due:
    pk, of_report, number, office_id, users, units, first, last, waits, births = row
    lying = Lying(_day(first), _day(last), tuple(_birth(*one) for one in json.loads(births)), waits)
    scope = {"office_id": office_id, "barred_user_ids": users, "barred_unit_ids": units}
    due_date = report_due(lying, kept) if of_report else child_due(lying, kept)
    return Due(pk, {"of_report": of_report, "number": number, "due_date": due_date, **scope}, due_date)


def _day(moment: Any) -> date:
    return timezone.localdate(moment)


def _birth(day: str | None, thought: int | None, thought_on: str | None) -> Birth:
    return Birth(_of(day), thought, _of(thought_on))


def _of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def sealed(actor: Actor) -> QuerySet[Term]:
    """What lies sealed, what may be erased first."""
    return visible(actor, P.READ_TERMS, Term).filter(sealed_at__isnull=False).order_by("erasable_date", "number", "pk")


def erasable(actor: Actor, today: date) -> QuerySet[Term]:
    """What lay sealed long enough to be erased."""
    return sealed(actor).filter(erasable_date__lte=today)


def soon(actor: Actor, today: date) -> QuerySet[Term]:
    """What falls due within weeks, and what was opened once more."""
    open_now = visible(actor, P.READ_TERMS, Term).filter(sealed_at=None, due_date__lte=today + SOON)
    return open_now.order_by(F("open_until_date").asc(nulls_last=True), "due_date", "number", "pk")


def to_seal(actor: Actor, today: date) -> QuerySet[Term]:
    """What has fallen due and is not open for a while."""
    rested = Q(open_until_date=None) | Q(open_until_date__lt=today)
    return soon(actor, today).filter(rested, due_date__lte=today).order_by("due_date", "pk")
