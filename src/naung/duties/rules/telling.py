"""One thing to tell some people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Telling:
    """One thing to tell some people: which kind, about which record, shut out whom, and on which occasion."""

    to: frozenset[UUID]
    kind: str
    once: str
    office_id: UUID
    about: str = ""
    about_id: UUID | None = None
    barred_user_ids: Iterable[UUID] = ()
    barred_unit_ids: Iterable[UUID] = ()
    params: Mapping[str, object] = field(default_factory=dict)
