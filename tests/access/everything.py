"""A row of every walled table, made from what the models say of their fields; a new table comes along by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Model

from naung.access.acting import acting_as, widened
from naung.access.actors import Actor, Holding
from naung.access.policy import Role
from naung.access.rows import Rows, walled
from naung.core.ids import new_id
from naung.core.sealed import Ciphertext, SealedField
from tests.scene import MONDAY

WALLED = dict(walled())
CARRIERS = [model for model, access in WALLED.items() if isinstance(access, Rows)]
# Holds every permission and, by itself, no record: for writing what a test is about.
HAND = Actor("hand", holdings=tuple(Holding(role) for role in Role))

FILLED: dict[Any, Any] = {
    models.UUIDField: lambda _: new_id(),
    models.DateTimeField: lambda _: MONDAY,
    models.DateField: lambda _: date(2026, 11, 23),
    models.BooleanField: lambda _: False,
    models.PositiveSmallIntegerField: lambda place: place + 1,
    models.PositiveIntegerField: lambda place: place + 1,
    models.CharField: lambda place: f"N{place}",
    SealedField: lambda _: Ciphertext(b"\x01"),
}


@dataclass
class Everything:
    """Some rows of each walled table; those of one place hang together (a child, its case, the case's visits …)."""

    rows: dict[type[Model], list[Any]] = field(default_factory=dict)

    @property
    def all(self) -> list[Any]:
        return [row for rows in self.rows.values() for row in rows]

    def carriers(self) -> Iterator[Any]:
        """The rows that carry a scope of their own."""
        for model in CARRIERS:
            yield from self.rows[model]

    def subjects(self) -> list[UUID]:
        """What access can be given to: everything that a carrier can be granted by."""
        return sorted({getattr(row, name) for row in self.carriers() for name in WALLED[type(row)].granted} - {None})


def made(scopes: list[dict[type[Model], dict[str, Any]]]) -> Everything:
    """For each place a row of every walled table, the carriers with the scope given for them. Nothing is stored."""
    everything = Everything()
    keys = {model._meta.label: [new_id() for _ in scopes] for model in WALLED}
    for model in ordered():
        everything.rows[model] = [
            model(**_facts(model, place, everything, keys) | scope.get(model, {})) for place, scope in enumerate(scopes)
        ]
    return everything


def beside(model: type[Model], everything: Everything, **given: Any) -> Any:
    """A row of a table without a wall, pointing to rows of the others. Nothing is stored."""
    needed = (one for one in model._meta.concrete_fields if one.name not in given and _is_needed(one))
    return model(**given, **{one.name: _value(one, 0, everything) for one in needed})


def store(everything: Everything) -> None:
    """Write the rows, whoever may see them."""
    with acting_as(HAND), widened(row.pk for row in everything.carriers()):
        for model, rows in everything.rows.items():
            model._default_manager.bulk_create(rows)


def ordered() -> list[type[Model]]:
    """The walled tables, each after those it points to."""
    found: list[type[Model]] = []

    def put(model: type[Model]) -> None:
        if model not in found:
            for target in _targets(model):
                put(target)
            found.append(model)

    for model in WALLED:
        put(model)
    return found


def needed(model: type[Model]) -> set[type[Model]]:
    """The walled tables without which a row of this one cannot be."""
    return {one for target in _targets(model) for one in ({target} | needed(target))}


def _targets(model: type[Model]) -> list[Any]:
    return [
        field.related_model
        for field in model._meta.concrete_fields
        if field.is_relation and not field.null and field.related_model in WALLED
    ]


def _facts(model: type[Model], place: int, everything: Everything, keys: dict[str, list[UUID]]) -> dict[str, Any]:
    """What a row cannot be without, and the records by whose id it is stamped."""
    facts = {one.name: _value(one, place, everything) for one in model._meta.concrete_fields if _is_needed(one)}
    for label, column in getattr(WALLED[model], "stamped_by", {}).items():
        facts[column] = keys[label][place]
    return facts | {"id": keys[model._meta.label][place]}


def _is_needed(one: Any) -> bool:
    return not (one.null or one.has_default() or (one.blank and one.empty_strings_allowed))


def _order(one: Any) -> int:
    """Which of the keys to the same table this is: a row that tells of two records tells of two different ones."""
    return [f.name for f in one.model._meta.concrete_fields if f.related_model is one.related_model].index(one.name)


def _value(one: Any, place: int, everything: Everything) -> Any:
    if one.is_relation:
        rows = everything.rows[one.related_model]
        return rows[(place + _order(one)) % len(rows)]
    return next(make for kind, make in FILLED.items() if isinstance(one, kind))(place)
