"""Notes, and the plan carried out, for the chronology: six tables in one query.

Sealed words stay sealed until they are read: each row becomes a record of its own table again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Cast

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import permits
from naung.cases.models import Action, Assessment, Case, Delivery, Goal, Narrative, PlanTold
from naung.cases.queries.once import ANY_CASE, Statement
from naung.core.sealed import Ciphertext

ALL = Q()


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where one kind of line comes from: for each column of the query the field of the table, if it has one."""

    what: str
    model: type[models.Model]
    where: Q = ALL
    by: str
    at: str = ""
    day: str = ""
    written: str = ""
    code: str = ""
    more: str = ""
    yes: str = ""
    first: str = ""
    second: str = ""


STANDS = Q(removed_at=None)
SOURCES = (
    Source(what="NOTE", model=Narrative, at="at", by="by_id", written="written_at", first="text"),
    Source(what="PLAN_TOLD", model=PlanTold, at="told_at", by="by_id", code="who", yes="told", first="said"),
    Source(
        what="ACTION_DONE", model=Action, where=STANDS & Q(done_at__isnull=False), at="done_at", by="done_by_id",
        code="result", first="text", second="explained",
    ),
    Source(
        what="GOAL_SETTLED", model=Goal, where=STANDS & Q(settled_at__isnull=False), at="settled_at",
        by="settled_by_id", yes="met", first="text", second="explained",
    ),
    Source(what="SERVICE", model=Delivery, day="date", by="by_id", code="service", more="provider", first="note"),
    Source(
        what="CHILD_VIEW", model=Assessment, where=Q(child_view__isnull=False, finished_at__isnull=False),
        at="finished_at", by="finished_by_id", first="child_view",
    ),
)  # fmt: skip
COLUMNS: "dict[str, type[models.Field[Any, Any]]]" = {
    "at": models.DateTimeField, "day": models.DateField, "written": models.DateTimeField, "by": models.UUIDField,
    "code": models.TextField, "more": models.TextField, "yes": models.BooleanField, "first": models.BinaryField,
    "second": models.BinaryField,
}  # fmt: skip
SEALED = ("first", "second")


@dataclass(frozen=True)
class Line:
    """One line: what it is, when (a moment or only a day), by whom, and the record that holds the words."""

    what: str
    at: datetime | None
    day: date | None
    written_at: datetime | None
    by_id: UUID | None
    record: Any


def lines_of(actor: Actor, case: Case) -> Iterator[Line]:
    """All lines of a case, unordered, for whoever may read its story. One query."""
    if not permits(actor, P.READ_D3, case):
        return
    sources = {source.what: source for source in SOURCES}
    for what, key, version, *held in _statement().rows(case):
        told = dict(zip(COLUMNS, held, strict=True))
        record = _record(sources[what], case, key, version, told)
        yield Line(what, told["at"], told["day"], told["written"], told["by"], record)


@cache
def _statement() -> Statement:
    first, *rest = (_rows(source) for source in SOURCES)
    return Statement(first.union(*rest, all=True))


def _rows(source: Source) -> QuerySet[Any, Any]:
    found = source.model._default_manager.filter(source.where, case=ANY_CASE).order_by()
    columns = (_column(getattr(source, name), kind()) for name, kind in COLUMNS.items())
    return found.values_list(Value(source.what), F("id"), F("version"), *columns)


def _column(name: str, kind: "models.Field[Any, Any]") -> Any:
    """The field as it lies in the table; where the table has none, an empty value of the same kind."""
    return Cast(F(name) if name else Value(None), kind)


def _record(source: Source, case: Case, key: UUID, version: int, told: dict[str, Any]) -> Any:
    record = source.model(pk=key, version=version, case=case)
    for column in ("code", "more", "yes", *SEALED):
        field, value = getattr(source, column), told[column]
        if field:
            sealed = column in SEALED and value is not None
            setattr(record, field, Ciphertext(bytes(value)) if sealed else value)
    return record
