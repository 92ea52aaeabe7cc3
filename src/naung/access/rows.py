"""What a model says about its rows (`ACCESS`), and the registry of all that do.

* `Rows`: the table carries its scope in columns of its own (report, case, child, deadline …).
* `Follows`: the table is read only through a parent.
* `Open`: the table holds nothing about a child, a reporter or a suspect; says why.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models

from naung.access.policy import READ_IN_TIME, Permission, Scope


@dataclass(frozen=True)
class Rows:
    """Scope columns of a table, the permission to read it and those that let one write it.

    `stamped_by` names, for a table whose scope is another record's, the column holding that record's id,
    by the other model's label: `{"cases.Case": "case_id"}`. `access.restamp` copies the scope along it.
    `barred_by` names a column with the id of whatever record the row tells of: of that record it takes over only who
    is shut out, so that what somebody was told before she was named vanishes with the record.
    `until` names a column with the moment after which the unit reads no longer what stands inside.
    """

    reads: Permission
    writes: tuple[Permission, ...]
    granted: tuple[str, ...] = ("id",)
    stamped_by: Mapping[str, str] = field(default_factory=dict)
    barred_by: str = ""
    until: str = ""

    def columns(self, scope: Scope) -> tuple[str, ...]:
        return self.granted if scope is Scope.GRANTED else (COLUMN[scope],)

    def ends(self, permission: Permission, scope: Scope) -> str:
        """The column that ends this permission at this scope; none where it holds for good."""
        return self.until if scope is Scope.TEAM and permission in READ_IN_TIME else ""


@dataclass(frozen=True)
class Follows:
    """A table read through `parent` (a foreign key to a table with `Rows`), by its own data class.

    `also` names a second one for a row that tells of two records: it is read by who may read both.
    """

    parent: str
    reads: Permission
    writes: tuple[Permission, ...]
    also: str = ""

    @property
    def parents(self) -> tuple[str, ...]:
        """The foreign keys through all of which a row must be seen."""
        return (self.parent, self.also) if self.also else (self.parent,)


@dataclass(frozen=True)
class Open:
    """A table without a protected person's data. Its trace is read by the data protection officer, and by whom
    `traced_to` names.
    """

    why: str
    traced_to: Permission | None = None


Declared = Rows | Follows | Open

COLUMN = {
    Scope.OWN: "owner_id",
    Scope.TEAM: "team_id",
    Scope.AREA: "area_id",
    Scope.OFFICE: "office_id",
}
BARS = ("barred_user_ids", "barred_unit_ids")
SCOPE_FIELDS = ("owner_id", "team_id", "area_id", "office_id", *BARS)


def declared(model: type[models.Model]) -> Declared:
    """The model's own statement; a model of ours without one is an error, never open by accident."""
    access = getattr(model, "ACCESS", None)
    if not isinstance(access, Rows | Follows | Open):
        raise TypeError(f"{model._meta.label} does not declare ACCESS")
    return access


def walled() -> Iterator[tuple[type[models.Model], Rows | Follows]]:
    """Every model of ours with a wall."""
    for model, access in _ours():
        if not isinstance(access, Open):
            yield model, access


def traced() -> Iterator[tuple[type[models.Model], Permission]]:
    """Every model without a wall whose trace others than the data protection officer may read, and who."""
    for model, access in _ours():
        if isinstance(access, Open) and access.traced_to:
            yield model, access.traced_to


def _ours() -> Iterator[tuple[type[models.Model], Declared]]:
    for model in apps.get_models():
        if model.__module__.startswith("naung.") and hasattr(model, "ACCESS"):
            yield model, declared(model)


def parent_of(model: type[models.Model], access: Follows, name: str = "") -> type[models.Model]:
    """The table with scope columns that `model` is read through; `name` asks for the one behind that key."""
    key = name or access.parent
    related = model._meta.get_field(key).related_model
    if not isinstance(related, type) or not isinstance(declared(related), Rows):
        raise TypeError(f"{model._meta.label} follows {key}, which has no rows of its own scope")
    return related
