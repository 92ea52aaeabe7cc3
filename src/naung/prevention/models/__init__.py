"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.quiz import Phase, Quiz, QuizAnswer, QuizPaper, QuizPhase
from naung.prevention.models.reach import SessionContact
from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker

__all__ = [
    "AwarenessSession",
    "Phase",
    "Quiz",
    "QuizAnswer",
    "QuizPaper",
    "QuizPhase",
    "SessionContact",
    "SessionStatus",
    "Speaker",
]
