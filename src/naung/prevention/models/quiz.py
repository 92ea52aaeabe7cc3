"""The quiz of a session: its questions, when it was open, and answers that belong to nobody."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from naung.access.policy import Permission as P
from naung.access.rows import Open
from naung.core.models import Record
from naung.prevention.models.sessions import AwarenessSession


class Phase(models.TextChoices):
    """The quiz is answered twice."""

    BEFORE = "BEFORE"
    AFTER = "AFTER"


class Quiz(Record):
    """Which questions the listeners of one kind get at a session, and in which version."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="quizzes")
    audience = models.CharField(max_length=10)
    content = models.CharField(max_length=20)
    content_version = models.PositiveSmallIntegerField()

    ACCESS = Open("which questions are asked tells of nobody", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "audience", "content", "content_version"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "audience"], name="prevention_quiz_once")]


class QuizPhase(Record):
    """When one phase was opened and closed last; a phase closed by mistake is opened again."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="quiz_phases")
    phase = models.CharField(max_length=6, choices=Phase)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    ACCESS = Open("when a quiz was open tells of nobody", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "phase", "opened_at", "closed_at"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phase"], name="prevention_quiz_phase_once"),
            models.UniqueConstraint(
                fields=["session"], condition=Q(closed_at=None), name="prevention_quiz_one_phase_open"
            ),
        ]


class QuizAnswer(models.Model):
    """What one person answered in one phase. No name, no address, no device, no time.

    The key is drawn by lot: the usual one would tell the moment. `pair` is a keyed digest of the words that the person
    made up and of the session, so that nobody is followed from one session to the next, and no list of words opens it.
    Few answers of one class could still point to somebody: read only by `queries.quiz`, which hides small groups.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10)
    phase = models.CharField(max_length=6, choices=Phase)
    pair = models.CharField(max_length=32)
    choices = models.JSONField()  # question -> answer

    ACCESS = Open("nobody can be found by an answer: no name, no time, no device; groups under five are never shown")
    RIGHTS = ("SELECT", "INSERT")

    class Privacy:
        D0: ClassVar = {"id", "session", "audience", "phase", "pair", "choices"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phase", "pair"], name="prevention_quiz_answer_once")
        ]


class QuizPaper(Record):
    """How many answered one question rightly on paper, where there were no phones."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    audience = models.CharField(max_length=10)
    question = models.CharField(max_length=10)
    phase = models.CharField(max_length=6, choices=Phase)
    right = models.PositiveIntegerField()
    of = models.PositiveIntegerField()

    ACCESS = Open("counts of a whole group", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "audience", "question", "phase", "right", "of"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "audience", "question", "phase"], name="prevention_quiz_paper_once"
            ),
            models.CheckConstraint(condition=Q(right__lte=F("of")), name="prevention_quiz_paper_adds_up"),
        ]
