"""How a case was closed, to read again and to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case, Closure
from naung.cases.queries import staff


@dataclass(frozen=True)
class Closed:
    """One closing that was decided: by whom, and the number of the case that stands for a duplicate."""

    entry: Closure
    proposed_by: str
    closed_by: str
    duplicate_of: str


def of_case(actor: Actor, case: Case) -> list[Closed]:
    """The closings of a case, the newest first. Three queries."""
    rows = list(visible(actor, P.READ_D3, Closure).filter(case=case, closed_at__isnull=False).order_by("-closed_at"))
    names = staff.names(key for row in rows for key in (row.proposed_by_id, row.closed_by_id))
    others = {row.duplicate_of_id for row in rows if row.duplicate_of_id}
    numbers = dict(Case.objects.filter(Q(pk__in=others)).values_list("pk", "number"))
    return [_closed(row, case, names, numbers) for row in rows]


def _closed(row: Closure, case: Case, names: Mapping[UUID, str], numbers: Mapping[UUID, str]) -> Closed:
    row.case = case
    return Closed(
        row,
        names.get(row.proposed_by_id, "") if row.proposed_by_id else "",
        names.get(row.closed_by_id, "–") if row.closed_by_id else "–",
        numbers.get(row.duplicate_of_id, "–") if row.duplicate_of_id else "",
    )
