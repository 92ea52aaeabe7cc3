"""The return of a child and the visits after it, with the duty of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from naung.cases.models import Case, CaseEvent, ReintegrationPlan, Visit
from naung.cases.rules import reintegration as rules
from naung.cases.rules.steps import Stage
from naung.duties import queries as duties
from naung.duties.models import Deadline


@dataclass(frozen=True)
class SeriesVisit:
    """One planned visit; `number` counts on over a second return, `planned.number` within this one."""

    number: int
    planned: rules.PlannedVisit
    duty: Deadline | None
    made: Visit | None


def plan_of(case: Case) -> ReintegrationPlan | None:
    """The reintegration plan of a case, with what was found."""
    held = ReintegrationPlan.objects.filter(case=case).first()
    if held is not None:
        held.case = case
    return held


def first_visit_number(case: Case) -> int:
    """The number of the first visit after the last return; a second return does not mix with the first."""
    returns = CaseEvent.objects.filter(case=case, kind="CHILD_RETURNED").count()
    return 1 + max(0, returns - 1) * rules.VISITS


def awaits_return(case: Case, held: ReintegrationPlan | None) -> bool:
    """Whether the child is to return: decided, and not recorded since. A danger after a return needs a new decision."""
    if held is None or case.stage != Stage.REINTEGRATION:
        return False
    decided = Q(kind="STAGE", new=Stage.REINTEGRATION)
    last = CaseEvent.objects.filter(decided | Q(kind="CHILD_RETURNED"), case=case).order_by("-pk").first()
    return last is None or last.kind == "STAGE"


def series(case: Case, held: ReintegrationPlan | None) -> list[SeriesVisit]:
    """The visits after the last return, done or still to be made."""
    if held is None or held.returned_date is None:
        return []
    first = first_visit_number(case)
    waiting = {duty.sequence: duty for duty in _waiting(duties.open_for(case))}
    made = {visit.series_no: visit for visit in Visit.objects.filter(case=case, series_no__gte=first)}
    return [
        SeriesVisit(number, planned, waiting.get(str(number)), made.get(number))
        for number, planned in enumerate(rules.visit_series(held.returned_date), first)
    ]


def _waiting(duties_of_case: Iterable[Deadline]) -> list[Deadline]:
    return [duty for duty in duties_of_case if duty.rule == rules.DUTY]
