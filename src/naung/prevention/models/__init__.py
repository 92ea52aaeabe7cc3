"""Prevention: awareness sessions, what schools notice, and the way from school to school."""

from naung.prevention.models.sessions import AwarenessSession, SessionStatus, Speaker

__all__ = ["AwarenessSession", "SessionStatus", "Speaker"]
