"""Who saved a record last, as the trace tells it."""

from typing import Any

from naung.audit.models import Entry
from naung.audit.queries import last_change
from naung.cases.queries.staff import names

WRITING: dict[str, tuple[str, ...]] = {
    "Action": ("plan.action-written", "action.finished", "action.reopened"),
    "Caregiver": ("caregiver.added", "caregiver.changed"),
    "Case": ("case.level-changed", "case.assigned"),
    "Child": ("child.registered", "child.changed"),
    "Goal": ("plan.goal-written", "goal.settled"),
    "Narrative": ("narrative.written", "narrative.edited"),
    "Plan": (
        "plan.started", "plan.goal-written", "plan.goal-removed", "plan.action-written", "plan.action-removed",
        "plan.submitted", "plan.withdrawn", "plan.approved", "plan.returned",
    ),
    "ReintegrationPlan": ("reintegration.planned", "reintegration.child-returned"),
    "Safety": ("safety.written", "safety.needs-met"),
    "Visit": ("visit.recorded", "visit.corrected"),
}  # fmt: skip
# Entries about what a record belongs to name the record by this detail.
NAMED = {"Action": "action", "Caregiver": "caregiver", "Goal": "goal", "Narrative": "narrative", "Visit": "visit"}
PARENTS = ("case_id", "plan_id", "goal_id", "child_id")


def last_writer(record: Any) -> str:
    """The name of whoever saved this record last; empty when the trace does not tell."""
    kind = type(record).__name__
    events = WRITING.get(kind, ())
    entry = last_change([record.pk], events) or _under_parent(record, kind, events)
    return names([entry.actor_id]).get(entry.actor_id, "") if entry and entry.actor_id else ""


def _under_parent(record: Any, kind: str, events: tuple[str, ...]) -> Entry | None:
    parents = [getattr(record, name) for name in PARENTS if hasattr(record, name)]
    if kind == "Action":
        parents.append(record.goal.plan_id)
    details: dict[str, object] = {NAMED[kind]: str(record.pk)} if kind in NAMED else {}
    return last_change(parents, events, **details)
