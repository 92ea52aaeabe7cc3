"""The processing register, derived from the tables, the matrix and the settings. No query to the database."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Model

from naung.access.policy import GIVEN, Permission, Role, roles_with
from naung.access.rows import Follows, Rows, walled
from naung.core.sealed import SealedField
from naung.core.text import Text, join
from naung.privacy.rules.classes import CLASSES
from naung.privacy.rules.processing import ACTIVITIES, Activity
from naung.teams.rules.accounts import ROLE_TEXTS

Table = tuple[type[Model], Rows | Follows]
NAMES = ROLE_TEXTS | {Role.PARTNER: Text("Lembaga mitra", "Partner agency")}
MACHINES = {Role.CLOCK, Role.OPERATOR, Role.PUBLIC}


@dataclass(frozen=True)
class Entry:
    """One activity with everything that the tables, the matrix and the settings say of it."""

    activity: Activity
    classes: list[Text]
    readers: Text
    kept: Text
    fields: int
    sealed: int


def register() -> list[Entry]:
    """Every activity, in its order."""
    tables = {model._meta.label: (model, access) for model, access in walled()}
    return [_entry(one, [tables[label] for label in one.tables]) for one in ACTIVITIES]


def _entry(one: Activity, tables: list[Table]) -> Entry:
    fields = [field for model, _ in tables for field in model._meta.concrete_fields]
    return Entry(
        one, [CLASSES[name] for name in sorted(set(_classes(tables)))],
        join([NAMES[role] for role in _readers(access.reads for _, access in tables)]),
        one.kept.format(days=getattr(settings, one.days), **_terms()), len(fields),
        sum(isinstance(field, SealedField) for field in fields),
    )  # fmt: skip


def _terms() -> dict[str, int]:
    return {
        "years": settings.KEPT_YEARS, "age": settings.KEPT_AGE, "reports": settings.REPORTS_KEPT_YEARS,
        "sealed": settings.SEALED_YEARS,
    }  # fmt: skip


def _classes(tables: Iterable[Table]) -> Iterator[str]:
    for model, _ in tables:
        yield from (name for name in vars(model.Privacy) if name in CLASSES)  # type: ignore[attr-defined]


def _readers(reads: Iterable[Permission]) -> list[Role]:
    """The people's roles that read any of these tables, in the order of the matrix."""
    held = {role for permission in set(reads) for role in roles_with(permission)}
    return [role for role in Role if role in held - GIVEN - MACHINES]
