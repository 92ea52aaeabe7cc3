"""The people around a child: who cares for it, who lives with it, which other children are related."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.people.models import Caregiver, Child, HouseholdMember, Relationship
from naung.people.operations.indexing import keep_keys
from naung.people.queries import standing
from naung.people.rules import check_name, check_phone
from naung.people.rules.merging import ENDED

RELATIONS = "hubungan_keluarga"
NO_RELATION = Text("Pilih hubungan dengan anak.", "Choose the relation to the child.")
NO_NAME = Text("Tulis nama pengasuh.", "Write the caregiver's name.")
NOT_ITSELF = Text("Anak tidak dapat dihubungkan dengan dirinya sendiri.", "A child is not its own relative.")
LONGEST_LIFE = 120
ODD_AGE = Text("Umur antara 0 dan 120 tahun.", "An age lies between 0 and 120 years.")

Member = TypeVar("Member", Caregiver, HouseholdMember, Relationship)


@dataclass(frozen=True, kw_only=True)
class CaregiverFacts:
    """Somebody who cares for a child, and whether and when a call is safe."""

    name: str
    relation: str
    phone: str = ""
    safe_to_contact: bool | None = None
    safe_hours: str = ""
    lives_with_child: bool | None = None
    is_main: bool = False


@atomic
def add_caregiver(*, by: Actor, child_id: UUID, facts: CaregiverFacts, now: datetime) -> Caregiver:
    """Write down who cares for the child. Whoever works on the case may."""
    child = _workable(by, child_id)
    caregiver = Caregiver.objects.create(child=child, **_checked(facts))
    _one_main(caregiver)
    keep_keys(child=child)
    audit.record(by=by, event="caregiver.added", about=child, at=now, caregiver=caregiver.pk)
    return caregiver


@atomic
def change_caregiver(
    *, by: Actor, caregiver_id: UUID, facts: CaregiverFacts, version: int | None, now: datetime
) -> Caregiver:
    """Put right what is known of a caregiver."""
    caregiver = visible(by, P.READ_D2, Caregiver).select_for_update(of=("self",)).get(pk=caregiver_id)
    require(by, P.CASE_WORK, caregiver)
    caregiver.expect(version)
    told = _checked(facts)
    for name, value in told.items():
        setattr(caregiver, name, value)
    caregiver.store(*told)
    _one_main(caregiver)
    keep_keys(child=caregiver.child)
    audit.record(by=by, event="caregiver.changed", about=caregiver.child, at=now, caregiver=caregiver.pk)
    return caregiver


@atomic
def add_household_member(
    *, by: Actor, child_id: UUID, relation: str, now: datetime, name: str = "", age: int | None = None
) -> HouseholdMember:
    """Write down who lives with the child; a name is not needed."""
    child = _workable(by, child_id)
    if age is not None and not 0 <= age <= LONGEST_LIFE:
        raise Refused(ODD_AGE, field="age")
    member = HouseholdMember.objects.create(
        child=child, name=check_name(name).accept(), relation=_relation(relation), age=age
    )
    audit.record(by=by, event="household.member-added", about=child, at=now, member=member.pk)
    return member


@atomic
def relate(*, by: Actor, child_id: UUID, other_child_id: UUID, relation: str, now: datetime) -> Relationship:
    """Say how this child is related to another child on record, whom the person must be able to see too."""
    child = _workable(by, child_id)
    other = standing(by, visible(by, P.READ_D2, Child).get(pk=other_child_id))
    if child.pk == other.pk:
        raise Refused(NOT_ITSELF)
    related, _ = Relationship.objects.get_or_create(
        child=child, other_child_id=other.pk, relation=_relation(relation), ended_at=None
    )
    audit.record(by=by, event="child.related", about=child, at=now, other=other.pk, relation=relation)
    return related


@atomic
def end_membership(*, by: Actor, member: Member, now: datetime) -> Member:
    """A caregiver, household member or relationship that is no more; it stays in the record with its end."""
    held = visible(by, P.READ_D2, type(member)).select_for_update(of=("self",)).get(pk=member.pk)
    require(by, P.CASE_WORK, held)
    if held.ended_at is None:
        held.ended_at = now
        held.store("ended_at")
        if isinstance(held, Caregiver):
            keep_keys(child=held.child)
        audit.record(by=by, event="family.ended", about=held.child, at=now, kind=held._meta.label, id=held.pk)
    return held


def _workable(by: Actor, child_id: UUID) -> Child:
    child = visible(by, P.READ_D2, Child).select_for_update().get(pk=child_id)
    require(by, P.CASE_WORK, child)
    if child.merged_into_id is not None:
        raise NotAllowedNow(ENDED)
    return child


def _checked(facts: CaregiverFacts) -> dict[str, object]:
    name = check_name(facts.name).accept()
    if not name:
        raise Refused(NO_NAME, field="name")
    told = {"name": name, "relation": _relation(facts.relation), "phone": check_phone(facts.phone).accept()}
    return vars(facts) | told


def _relation(code: str) -> str:
    if code not in reference.codes(RELATIONS):
        raise Refused(NO_RELATION, field="relation")
    return code


def _one_main(caregiver: Caregiver) -> None:
    """A child has one main caregiver."""
    if caregiver.is_main:
        Caregiver.objects.filter(child=caregiver.child, is_main=True).exclude(pk=caregiver.pk).update(is_main=False)
