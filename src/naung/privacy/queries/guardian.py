"""What a guardian's list is made of, and what it depends on. Read past the walls for this one purpose; nothing of it
comes out but the list itself.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from naung.audit.models import Entry
from naung.core import keys
from naung.intake.models import AllegedPerson
from naung.people.models import Caregiver
from naung.people.rules import search_key
from naung.privacy.rules.guardian import LOOKS, Look, Person, may_be_alleged
from naung.teams.models import Membership


class Family(NamedTuple):
    """A child, its cases, and the open reports about it and the children it is related to."""

    child_id: UUID
    case_ids: list[UUID]
    report_ids: list[UUID]

    @property
    def ids(self) -> list[UUID]:
        return [self.child_id, *self.case_ids, *self.report_ids]


def family_of(number: str) -> Family | None:
    """By the number of a case, for whoever reads the trace. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT child_id, case_ids, report_ids FROM privacy_family(%s)", [number])
        row = cursor.fetchone()
    return Family(*row) if row else None


def guardian(family: Family, name: str) -> Caregiver | None:
    """The caregiver of this name, written in any spelling; none when there is none or more than one."""
    asked = search_key(name)
    caregivers = Caregiver.objects.filter(child=family.child_id, ended_at=None)
    found = [person for person in caregivers if asked and search_key(person.name) == asked]
    return found[0] if len(found) == 1 else None


def alleged(family: Family) -> list[Person]:
    """Who is alleged in the open reports. Two queries."""
    keys.load(family.report_ids)
    return [_alleged(row) for row in AllegedPerson.objects.filter(report__in=family.report_ids)]


def _alleged(row: AllegedPerson) -> Person:
    try:
        told = row.details or {}
    except keys.KeyLost:
        told = {}
    return Person(told.get("name", ""), row.relation, told.get("phone", ""))


def may_have(family: Family, person: Caregiver) -> bool:
    """Whether a guardian is alleged in no open report about the child or those it is related to. Two queries."""
    own = Person(person.name, person.relation, person.phone)
    return not any(may_be_alleged(own, one) for one in alleged(family))


def looks(case_ids: Collection[UUID]) -> list[Look]:
    """Every opening of the child's cases. Two queries."""
    rows = Entry.objects.filter(about_id__in=case_ids, event__in=LOOKS, actor_id__isnull=False)
    told = list(rows.values_list("at", "event", "roles", "details__page", "actor_id"))
    offices = dict(
        Membership.objects.filter(user__in={row[-1] for row in told})
        .order_by("from_at")
        .values_list("user_id", "office__name")
    )
    return [
        Look(at, event, frozenset(roles.split(",")), part or "", offices.get(actor, ""))
        for at, event, roles, part, actor in told
        if actor
    ]
