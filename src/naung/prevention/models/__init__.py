"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.quiz import PaperCount, QuizAnswer, SessionQuiz
from naung.prevention.models.reach import SessionContact
from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker

__all__ = [
    "AwarenessSession",
    "PaperCount",
    "QuizAnswer",
    "SessionContact",
    "SessionQuiz",
    "SessionStatus",
    "Speaker",
]
