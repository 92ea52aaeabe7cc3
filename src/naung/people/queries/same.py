"""Records of one child: which of them stands, and what they are compared by. A pointer gives nobody more to see."""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import F, Func, IntegerField

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import visible
from naung.core.keys import derived_secret
from naung.people.models import Caregiver, Child, HouseholdMember, Relationship
from naung.people.queries.tokens import facts_of
from naung.people.rules.comparing import Side

# How many records of the same child the reader sees, this one included; asked along with the record itself.
RECORDS = Func(
    F("pk"), template="(SELECT count(*) FROM people_same(ARRAY[%(expressions)s]))", output_field=IntegerField()
)


@dataclass(frozen=True)
class Same:
    """The records of one child, as far as this person sees them: the one that stands (if she sees it), the others."""

    standing: UUID | None
    all: tuple[UUID, ...]


def same_as(ids: Iterable[UUID]) -> dict[UUID, Same]:
    """For each record that the actor sees those of the same child that she sees too. One query.

    The database follows the pointers in the owner's name, also through a record that she does not see.
    """
    asked = sorted(set(ids))
    if not asked:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT asked, id, stands FROM people_same(%s)", [asked])
        rows: list[tuple[UUID, UUID, bool]] = cursor.fetchall()
    found: dict[UUID, Same] = {}
    for record, one, stands in rows:
        held = found.get(record, Same(None, ()))
        found[record] = Same(one if stands else held.standing, (*held.all, one))
    return found


def standing_of(ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each record that the actor sees the one to read instead: that which stands, else itself. One query."""
    return {record: same.standing or record for record, same in same_as(ids).items()}


def standing(actor: Actor, child: Child) -> Child:
    """The record that stands for this one; the same record where it stands itself or the other is not seen."""
    if child.merged_into_id is None:
        return child
    place = standing_of([child.pk]).get(child.pk, child.pk)
    return visible(actor, P.READ_D2, Child).filter(pk=place).first() or child


def locked_pair(by: Actor, one: UUID, other: UUID) -> dict[UUID, Child]:
    """Both records, held until the end of the transaction, always in one order; unseen is not found.

    Two people who merge the same records the other way round wait for each other, and never for ever.
    """
    rows = visible(by, P.READ_D2, Child).filter(pk__in={one, other}).order_by("pk").select_for_update()
    found = {child.pk: child for child in rows}
    if {one, other} - found.keys():
        raise Child.DoesNotExist
    return found


def related(one: UUID, other: UUID) -> bool:
    """Whether two records are said to be two children who have to do with each other, from either side."""
    ties = Relationship.objects.filter(ended_at=None)
    homes = HouseholdMember.objects.filter(ended_at=None)
    return any(
        ties.filter(child_id=a, other_child_id=b).exists() or homes.filter(child_id=a, known_child_id=b).exists()
        for a, b in ((one, other), (other, one))
    )


def side_of(child: Child, caregivers: Iterable[Caregiver]) -> Side:
    """A record as it is compared with another."""
    mine = [one for one in caregivers if one.child_id == child.pk]
    return Side(facts_of(child), tuple(one.name for one in mine), tuple(one.phone for one in mine if one.phone))


def print_of(low: Child, high: Child) -> str:
    """A keyed print of what two records say; it changes when one of them is corrected, and cannot be read."""
    facts = [
        [
            child.search_key, child.nickname, child.sex, str(child.birth_date), child.age_estimate, child.nik_token,
            child.kk_token, child.nisn, child.address, str(child.ward_id), str(child.school_id), child.school_name,
        ]
        for child in (low, high)
    ]  # fmt: skip
    return hmac.new(derived_secret("pair of records"), json.dumps(facts).encode(), "sha256").hexdigest()
