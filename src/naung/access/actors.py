"""Who is asking: a plain value, detached from the database, with the ids of everything held."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from naung.access.policy import POLICY, Permission, Role, Scope

Ids = frozenset[UUID]


@dataclass(frozen=True)
class Holding:
    """One role and where it holds: for each scope the ids of teams, offices, records or oneself."""

    role: Role
    ids: Mapping[Scope, Ids] = field(default_factory=dict)


@dataclass(frozen=True)
class Actor:
    """A person, the public, the clock or the command line, with all roles held at this moment."""

    name: str
    id: UUID | None = None
    holdings: tuple[Holding, ...] = ()
    unit_ids: Ids = frozenset()
    at: datetime | None = None  # the moment as which it is asked; else now

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(holding.role for holding in self.holdings)

    @cached_property
    def may(self) -> frozenset[Permission]:
        """Everything this actor may do anywhere."""
        return frozenset(p for holding in self.holdings for p in POLICY[holding.role])

    def ids(self, permission: Permission, scope: Scope) -> Ids:
        """The ids in which `permission` holds at `scope`, over all roles."""
        return frozenset[UUID]().union(
            *(
                holding.ids.get(scope, frozenset())
                for holding in self.holdings
                if scope in POLICY[holding.role].get(permission, frozenset())
            )
        )


def public(granted: Iterable[UUID] = (), office_ids: Iterable[UUID] = ()) -> Actor:
    """Whoever tells without an account; `granted` is the report whose receipt was shown."""
    ids = {Scope.GRANTED: frozenset(granted), Scope.OFFICE: frozenset(office_ids)}
    return Actor(name="publik", holdings=(Holding(Role.PUBLIC, ids),))


def clock(office_ids: Iterable[UUID]) -> Actor:
    """The worker that watches duties."""
    return Actor(name="jam", holdings=(Holding(Role.CLOCK, {Scope.OFFICE: frozenset(office_ids)}),))


def operator(office_ids: Iterable[UUID]) -> Actor:
    """The command line on the server."""
    return Actor(name="operator", holdings=(Holding(Role.OPERATOR, {Scope.OFFICE: frozenset(office_ids)}),))
