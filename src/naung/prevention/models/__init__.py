"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.attendance import AbsenceList, AbsentPupil
from naung.prevention.models.concerns import (
    BodyStep,
    BreachJudgement,
    HandedChronology,
    RaisedConcern,
    SchoolHandover,
    SchoolTask,
)
from naung.prevention.models.quiz import PaperCount, QuizAnswer, SessionQuiz
from naung.prevention.models.reach import SessionContact
from naung.prevention.models.rollout import Outreach, OutreachState, OutreachStep, PlannedVisit, PlanState, RolloutPlan
from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker
from naung.prevention.models.sessions_files import SessionFile
from naung.prevention.models.sessions_kept import (
    Attendance,
    CalendarKey,
    ChangeKind,
    Commitment,
    FollowUp,
    SessionChange,
)
from naung.prevention.models.signs import SignSeen, WatchedPupil

__all__ = [
    "AbsenceList",
    "AbsentPupil",
    "Attendance",
    "AwarenessSession",
    "BodyStep",
    "BreachJudgement",
    "CalendarKey",
    "ChangeKind",
    "Commitment",
    "FollowUp",
    "HandedChronology",
    "Outreach",
    "OutreachState",
    "OutreachStep",
    "PaperCount",
    "PlanState",
    "PlannedVisit",
    "QuizAnswer",
    "RaisedConcern",
    "RolloutPlan",
    "SchoolHandover",
    "SchoolTask",
    "SessionChange",
    "SessionContact",
    "SessionFile",
    "SessionQuiz",
    "SessionStatus",
    "SignSeen",
    "Speaker",
    "WatchedPupil",
]
