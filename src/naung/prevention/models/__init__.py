"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.rollout import (
    Outreach,
    OutreachState,
    OutreachStep,
    PlannedVisit,
    PlanState,
    RolloutPlan,
)
from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker
from naung.prevention.models.signs import SignSeen, WatchedPupil

__all__ = [
    "AwarenessSession",
    "Outreach",
    "OutreachState",
    "OutreachStep",
    "PlanState",
    "PlannedVisit",
    "RolloutPlan",
    "SessionStatus",
    "SignSeen",
    "Speaker",
    "WatchedPupil",
]
