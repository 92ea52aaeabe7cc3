"""Records of one child, and what that means for their cases: which is read, whose entries belong into one story."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import permits, visible
from naung.audit.models import Entry as Trace
from naung.cases.models import Case, CaseEvent, Safety
from naung.cases.queries.story import Entry, story_of
from naung.core.text import Text
from naung.people.models import Child, Merge
from naung.people.queries import same_as

RECORD_EVENTS = {
    "child.changed": Text("Data anak diubah", "The child's data were changed"),
    "child.related": Text("Hubungan dengan anak lain dicatat", "A relation to another child was recorded"),
    "caregiver.added": Text("Pengasuh ditambahkan", "A caregiver was added"),
    "caregiver.changed": Text("Data pengasuh diubah", "A caregiver's data were changed"),
    "caregiver.taken-over": Text("Pengasuh diambil dari laporan", "Caregivers were taken over from a report"),
    "household.member-added": Text("Orang serumah ditambahkan", "A member of the household was added"),
    "family.ended": Text("Hubungan ditandai berakhir", "A relation was marked as ended"),
}


@dataclass(frozen=True)
class Other:
    """Another record of the child: what it is called there, its cases, and the merge if this person may undo it.

    What was written there for the child's safety holds on: it is shown with the line of the case that goes on.
    """

    child: Child
    cases: tuple[Case, ...]
    merge: Merge | None
    safety: tuple[Safety, ...] = ()


@dataclass(frozen=True)
class SameChild:
    """Of a case: the case to read instead, the child's other records, and whether the record that stands is unseen."""

    leads_to: Case | None = None
    others: tuple[Other, ...] = ()
    elsewhere: bool = False

    @property
    def cases(self) -> list[Case]:
        """The cases whose entries belong into this one's story."""
        return [case for other in self.others for case in other.cases]

    @property
    def safety(self) -> list[Safety]:
        """What the other records say for the child's safety."""
        return [safety for other in self.others for safety in other.safety]


ALONE = SameChild()


def same_child(actor: Actor, child: Child | None) -> SameChild:
    """What this child's case has to do with other records of its child.

    No query where there are none: `child_of` has counted them.
    """
    if child is None or (getattr(child, "records", None) == 1 and child.merged_into_id is None):
        return ALONE
    same = same_as([child.pk]).get(child.pk)
    if same is None:
        return ALONE
    if child.merged_into_id is not None:
        leads = _case_of(actor, same.standing) if same.standing else None
        return SameChild(leads, elsewhere=leads is None)
    return SameChild(others=tuple(_others(actor, [pk for pk in same.all if pk != child.pk])))


def _case_of(actor: Actor, child_id: UUID) -> Case | None:
    current = visible(actor, P.READ_D2, Child).filter(pk=child_id).values("current_case_id")
    return visible(actor, P.READ_D1, Case).filter(pk__in=current).first()


def _others(actor: Actor, ids: list[UUID]) -> Iterator[Other]:
    children = visible(actor, P.READ_D2, Child).filter(pk__in=ids).order_by("pk")
    merges = {made.child_id: made for made in visible(actor, P.READ_D2, Merge).filter(child_id__in=ids, undone_at=None)}
    cases = list(visible(actor, P.READ_D1, Case).filter(child_id__in=ids).order_by("registered_at"))
    lines = _safety(actor, cases)
    for child in children:
        mine = tuple(case for case in cases if case.child_id == child.pk)
        may = permits(actor, P.CHILD_MERGE, child)
        told = tuple(lines[case.pk] for case in mine if case.pk in lines)
        yield Other(child, mine, merges.get(child.pk) if may else None, told)


def _safety(actor: Actor, cases: list[Case]) -> dict[UUID, Safety]:
    by_id = {case.pk: case for case in cases}
    found = {safety.case_id: safety for safety in visible(actor, P.READ_D3, Safety).filter(case__in=cases)}
    for case_id, safety in found.items():
        safety.case = by_id[case_id]
    return found


@dataclass(frozen=True)
class Since:
    """Something that was written while two records were one: when, what, and where it stands."""

    at: datetime
    case: Case | None
    entry: Entry | None = None
    text: Text | None = None


def written_between(actor: Actor, made: Merge, until: datetime | None = None) -> list[Since]:
    """What was written in either record from the merge until it was undone (or until now), the newest first."""
    cases = list(visible(actor, P.READ_D1, Case).filter(child_id__in=[made.kept_id, made.child_id]))
    found = [*_told(actor, made, cases), *_of_records(actor, made, cases)]
    kept = [one for one in found if made.at < one.at and (until is None or one.at <= until)]
    return sorted(kept, key=lambda one: one.at, reverse=True)


def _told(actor: Actor, made: Merge, cases: list[Case]) -> Iterator[Since]:
    for case in cases:
        for entry in story_of(actor, case).entries:
            of_merge = isinstance(entry.record, CaseEvent) and entry.record.details.get("merge") == str(made.pk)
            if not of_merge:
                yield Since(entry.written_at or entry.at, case, entry=entry)


def _of_records(actor: Actor, made: Merge, cases: list[Case]) -> Iterator[Since]:
    """Changes of the records themselves, as the trace tells them, each with the case under which it is put right."""
    current = {child.pk: child.current_case_id for child in _both(actor, made)}
    by_id = {case.pk: case for case in cases}
    asked = Q(about_id__in=[*current], event__in=[*RECORD_EVENTS], at__gt=made.at)
    for line in Trace.objects.filter(asked).order_by("at"):
        case_id = current.get(line.about_id) if line.about_id else None
        yield Since(line.at, by_id.get(case_id) if case_id else None, text=RECORD_EVENTS[line.event])


def _both(actor: Actor, made: Merge) -> list[Child]:
    return list(visible(actor, P.READ_D2, Child).filter(pk__in=[made.kept_id, made.child_id]))
