"""A part of a case, found, checked and held until the end of the transaction."""

from typing import TypeVar
from uuid import UUID

from django.db.models import Model

from naung.access.actors import Actor
from naung.access.policy import Permission
from naung.access.policy import Permission as P
from naung.access.queries import require, visible

M = TypeVar("M", bound=Model)


def held(by: Actor, needed: Permission, model: type[M], key: UUID, *related: str) -> M:
    """The record, locked, for one who may do `needed` on its case.

    Unseen is not found. The database shows no row for locking to one who may not write it: a record that is seen
    all the same is denied, not missing.
    """
    seen = visible(by, P.READ_D3, model).select_related("case", *related)
    found = seen.select_for_update(of=("self",)).filter(pk=key).first()
    require(by, needed, (found or seen.get(pk=key)).case)  # type: ignore[attr-defined]
    return found or seen.select_for_update(of=("self",)).get(pk=key)
