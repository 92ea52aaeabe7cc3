"""Finding a case: to show it, or to change it."""

from collections.abc import Iterable
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case, Closure, Safety
from naung.people.models import Child
from naung.people.queries import RECORDS


def seen(by: Actor, case_id: UUID) -> Case:
    """The case, if this person may see it; else it does not exist for her."""
    return visible(by, P.READ_D1, Case).get(pk=case_id)


def locked(by: Actor, case_id: UUID) -> Case:
    """The case, held until the end of the transaction so that two people do not change it at once."""
    return visible(by, P.READ_D1, Case).select_for_update().get(pk=case_id)


def child_of(by: Actor, case: Case) -> Child | None:
    """The child of the case, for those who may know who it is."""
    found = visible(by, P.READ_D2, Child).select_related("ward", "school").annotate(records=RECORDS)
    child = found.filter(pk=case.child_id).first()
    if child is not None:
        case.child = child
    return child


def children_of(by: Actor, cases: Iterable[Case]) -> dict[UUID, Child]:
    """The children of several cases by id, for those who may know who they are. One query."""
    found = visible(by, P.READ_D2, Child).filter(pk__in=[case.child_id for case in cases])
    return {child.pk: child for child in found.select_related("ward")}


def current_of(by: Actor, child: Child) -> Case | None:
    """The child's open, else latest, case, if this person sees it."""
    return visible(by, P.READ_D1, Case).filter(pk=child.current_case_id).first() if child.current_case_id else None


def safety_of(case: Case) -> Safety | None:
    """The safety line and plan of the case."""
    safety = Safety.objects.filter(case=case).first()
    if safety is not None:
        safety.case = case
    return safety


def open_case_of(by: Actor, child_id: UUID) -> Case | None:
    """The open case of a child, if it has one that this person sees."""
    return visible(by, P.READ_D1, Case).filter(child_id=child_id, closed_at=None).first()


def waiting_closure(case: Case) -> Closure | None:
    """The closing of this case that is being written or waits for the supervisor."""
    closing = Closure.objects.filter(case=case, closed_at=None, returned_at=None).first()
    if closing is not None:
        closing.case = case
    return closing
