"""Where the work on a case stands: what was done, what comes next, what is missing for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from naung.access.actors import Actor
from naung.cases.models import Case, ReintegrationPlan
from naung.cases.queries import assessment as assessments
from naung.cases.queries import levels, staff
from naung.cases.queries import plan as plans
from naung.cases.rules import gates
from naung.cases.rules.steps import CaseStatus as C
from naung.duties import queries as duties
from naung.duties.models import Deadline

MONITORING_SERIES = "RETURN_VISIT"


@dataclass(frozen=True)
class Phase:
    """One of the four phases on the tab: its state decides what is offered."""

    name: str
    state: str  # WAITING, NOW, DONE
    missing: tuple[gates.CaseGate, ...] = ()


def standing(actor: Actor, case: Case) -> dict[str, Any]:
    """Everything that the tab shows, in a fixed number of queries."""
    done = assessments.of_case(actor, case)
    drafted, last = assessments.draft(done), assessments.latest(done)
    versions = plans.of_case(actor, case)
    force, writing = plans.in_force(versions), plans.being_written(versions)
    current = writing or force
    sheet = plans.sheet(current, done) if current else None
    running = sheet if force is not None and writing is None else plans.sheet(force, done) if force else None
    waiting = list(duties.open_for(case))
    people = staff.names(
        [v.author_id for v in versions]
        + [v.approved_by_id for v in versions]
        + [a.started_by_id for a in done]
        + [a.responsible_id for a in (running.all_actions if running else [])]
    )
    return {
        "assessments": done, "drafted": drafted, "last": last,
        "missing_assessment": assessments.missing_for_finish(drafted) if drafted else [],
        "low": assessments.low_rows(last, done) if last else [],
        "lower_level": levels.waiting(case),
        "versions": versions, "in_force": force, "writing": writing, "sheet": sheet, "running": running,
        "open_actions": [a for a in running.all_actions if a.done_at is None] if running else [],
        "duties": _named(waiting), "visits": return_visits(waiting),
        "reintegration": ReintegrationPlan.objects.filter(case=case).first(),
        "people": people,
        "phase": _phase(case),
    }  # fmt: skip


def _phase(case: Case) -> str:
    status = case.suspended_from if case.status == C.SUSPENDED else case.status
    return str(status)


def _named(waiting: Iterable[Deadline]) -> dict[str, Deadline]:
    """The earliest unmet duty of each rule."""
    found: dict[str, Deadline] = {}
    for duty in waiting:
        found.setdefault(duty.rule, duty)
    return found


def return_visits(waiting: Iterable[Deadline]) -> list[Deadline]:
    """The visits after the return that are still to be made, in order."""
    return [duty for duty in waiting if duty.rule == MONITORING_SERIES]
