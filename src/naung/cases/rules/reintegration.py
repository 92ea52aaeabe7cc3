"""After the child's return: the series of visits, and what a danger flag does."""

from dataclasses import dataclass
from datetime import date

from naung.cases.rules.steps import CaseStatus, Stage
from naung.duties.rules import add_days, series_for

DUTY = "RETURN_VISIT"
BY_PHONE = frozenset({1})  # the first, on day 3, is a call
VISITS = 9  # of one return


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """One visit of the series. Its clock runs from the visit before, so that its warning comes near it."""

    number: int
    from_date: date
    due_date: date
    by_phone: bool


def visit_series(returned: date) -> tuple[PlannedVisit, ...]:
    """The visits after a return: day 3, weeks 1, 2, 4, months 2, 3, 6, 9, 12."""
    due = [add_days(returned, limit) for limit in series_for(DUTY, returned)]
    return tuple(
        PlannedVisit(number, begins, ends, number in BY_PHONE)
        for number, (begins, ends) in enumerate(zip([returned, *due], due, strict=False), 1)
    )


def after_danger_flag(status: CaseStatus) -> tuple[CaseStatus, Stage]:
    """Where a case stands once a danger flag is raised: back to intervention, out of monitoring at once."""
    back = CaseStatus.IMPLEMENTATION if status is CaseStatus.MONITORING else status
    return back, Stage.INTERVENTION
