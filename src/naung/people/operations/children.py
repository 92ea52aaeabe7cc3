"""Making and changing a child's record: one child, one record."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.core.ids import new_id
from naung.people.models import Child
from naung.people.operations.indexing import keep_keys
from naung.people.queries import columns_of, facts_of
from naung.people.rules import ChildFacts, tidied
from naung.people.rules.merging import ENDED


@atomic
def register_child(
    *,
    by: Actor,
    facts: ChildFacts,
    scope: Mapping[str, object],
    case_id: UUID,
    reported_at: datetime | None = None,
    now: datetime,
) -> Child:
    """Make the record of a child who gets a case; the caller has looked whether the child is known.

    `scope` is the case's: owner, team, area, office and who is shut out. Only who registers cases may do this.
    Who was a child when the report came is one, although registered after the eighteenth birthday.
    """
    require(by, P.CASE_REGISTER)
    facts = tidied(facts, _day(now), _district_codes(), _day(reported_at or now))
    child = Child(id=new_id(), current_case_id=case_id, created_at=now, **columns_of(facts), **scope)
    with widened([child.pk]):
        child.save(force_insert=True)
        keep_keys(child=child)
        audit.record(by=by, event="child.registered", about=child, at=now, case=case_id)
    return child


@atomic
def change_child(
    *,
    by: Actor,
    child_id: UUID,
    facts: ChildFacts,
    version: int | None,
    reported_at: datetime | None = None,
    now: datetime,
) -> Child:
    """Put right who a child is. The trace names the fields that changed, never what they say.

    One who turns eighteen while the case runs is still put right: the day of the report counts.
    """
    child = visible(by, P.READ_D2, Child).select_for_update().get(pk=child_id)
    require(by, P.CASE_WORK, child)
    child.expect(version)
    if child.merged_into_id is not None:
        raise NotAllowedNow(ENDED)
    before = facts_of(child).identity()
    since = min(child.created_at, reported_at or child.created_at)
    facts = tidied(facts, _day(now), _district_codes(), _day(since))
    changed = sorted(name for name, value in facts.identity().items() if value != before[name])
    columns = columns_of(facts)
    for name, value in columns.items():
        setattr(child, name, value)
    child.store(*columns)
    keep_keys(child=child)
    audit.record(by=by, event="child.changed", about=child, at=now, fields=changed)
    return child


@atomic
def follow_case(*, by: Actor, child: Child, case_id: UUID, scope: Mapping[str, object], now: datetime) -> Child:
    """The child has a new case: the record is seen by whoever sees that case."""
    require(by, P.CASE_REGISTER)
    with widened([child.pk, case_id]):
        child.current_case_id = case_id
        for name, value in scope.items():
            setattr(child, name, value)
        child.store("current_case_id", *scope)
        audit.record(by=by, event="child.case-followed", about=child, at=now, case=case_id)
    return child


def _day(moment: datetime) -> date:
    return moment.astimezone(settings.CITY.zone).date()


def _district_codes() -> frozenset[str]:
    """The first six digits that a NIK from this city can have."""
    areas = reference.areas(settings.CITY.areas_file)
    return frozenset(area.code.replace(".", "") for area in areas if area.level == "DISTRICT")
