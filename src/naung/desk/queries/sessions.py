"""Awareness sessions as lines of the day of whoever planned them or speaks: today's, and follow-ups that are due."""

from datetime import datetime

from django.urls import reverse

from naung.access.actors import Actor
from naung.core.formats import local
from naung.core.text import Text
from naung.desk.queries.today import Line
from naung.desk.rules import WAYS
from naung.duties.rules import rule_for
from naung.prevention.models import AwarenessSession, SessionStatus
from naung.prevention.queries import sessions
from naung.prevention.queries.sessions_feed import place_of
from naung.prevention.rules.sessions import FOLLOW_UP

TODAY = Text("Kegiatan: {title}", "Session: {title}")
COUNT = Text("Buka hari-H", "Open the day")


def session_lines(actor: Actor, until: datetime) -> list[Line]:
    """Sessions to hold or to count, and follow-ups, due by then, the earliest first. One query."""
    lines = [
        _day_line(one) if one.status == SessionStatus.PLANNED else _follow_up_line(one)
        for one in sessions.waiting_for(actor, until)
    ]
    return sorted(lines, key=lambda line: line.due)


def _day_line(session: AwarenessSession) -> Line:
    href = reverse("prevention:session-day", args=[session.pk])
    return _line(session, session.from_at, TODAY.format(title=session.title), "", COUNT, href)


def _follow_up_line(session: AwarenessSession) -> Line:
    rule = rule_for(FOLLOW_UP, local(session.from_at).date())
    words = rule.text if rule else Text("Tindak lanjut", "Follow-up")
    href = reverse("prevention:session-follow-up", args=[session.pk])
    return _line(session, session.follow_up.due_at, words, rule.basis if rule else "", WAYS[FOLLOW_UP].action, href)


def _line(session: AwarenessSession, due: datetime, duty: Text, basis: str, action: Text, href: str) -> Line:
    return Line(
        due=due, level="", who=place_of(session), age=None, number=session.code, duty=duty, basis=basis,
        action=action, href=href,
    )  # fmt: skip
