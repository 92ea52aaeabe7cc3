"""A school's list of absent pupils, as whoever sent it reads it, and as the clock looks for known children."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.core import keys
from naung.people.rules import search_key
from naung.prevention.models import AbsenceList, AbsentPupil
from naung.prevention.rules.attendance import Absent
from naung.prevention.rules.concerns import Concern


@dataclass(frozen=True)
class Line:
    """One pupil of the list, with the key by which a form names it."""

    key: UUID
    pupil: Absent


@dataclass(frozen=True)
class Known:
    """At which place of the list stands a pupil with an open record: the report, and the number people know it by."""

    place: int
    report_id: UUID
    number: str


def told_of(pupil: Absent) -> dict[str, Any]:
    """A pupil as it is sealed."""
    told = asdict(pupil)
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}


def pupil_of(told: Mapping[str, Any]) -> Absent:
    """A pupil as it was sealed."""
    days = {name: date.fromisoformat(told[name]) for name in ("from_date", "until_date")}
    return Absent(**{**told, **days})


def lists_of(actor: Actor) -> QuerySet[AbsenceList]:
    """The list of this person that she still reads; one at most."""
    mine = visible(actor, P.READ_CLASS_NOTES, AbsenceList)
    return mine.filter(owner_id=actor.id, ended_at=None).select_related("school")


def pupils_of(actor: Actor) -> QuerySet[AbsentPupil]:
    """The pupils of her list of whom she has not decided yet."""
    return visible(actor, P.READ_CLASS_NOTES, AbsentPupil).filter(list__in=lists_of(actor), settled_at=None)


def lines_of(actor: Actor, held: AbsenceList) -> list[Line]:
    """Her list, most days first. Two queries, one of them for the key."""
    keys.load([held.pk])
    found = [Line(row.pk, pupil_of(row.told)) for row in pupils_of(actor).filter(list=held)]
    return sorted(found, key=lambda line: (-line.pupil.days, line.pupil.name.casefold()))


def pupil_named(actor: Actor, told: str) -> AbsentPupil:
    """The pupil of her list whose id a form carries."""
    try:
        return pupils_of(actor).get(pk=UUID(told))
    except ValueError:
        raise AbsentPupil.DoesNotExist from None


def numbered(actor: Actor, concern: Concern, absent_id: UUID) -> Concern:
    """The concern with the pupil's national number, if the first child is still the one of the list."""
    try:
        row = pupil_named(actor, str(absent_id))
    except AbsentPupil.DoesNotExist:
        return concern
    pupil, (first, *others) = pupil_of(row.told), concern.children
    if search_key(first.child.name) != search_key(pupil.name):
        return concern
    child = replace(first.child, nisn=pupil.nisn)
    return replace(concern, children=(replace(first, child=child), *others))


def known(pupils: Iterable[Absent], sender: Actor) -> list[Known]:
    """Which of these pupils have an open report or case; the database answers only the clock."""
    asked = list(pupils)
    given = [[one.nisn for one in asked], [search_key(one.name) for one in asked], sender.id, list(sender.unit_ids)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT place, report_id, number FROM prevention_known_absent(%s::text[], %s::text[], %s, %s::uuid[])",
            given,
        )
        return [Known(place - 1, report_id, number) for place, report_id, number in cursor.fetchall()]
