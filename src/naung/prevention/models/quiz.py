"""The quiz of a session, and its answers, which belong to nobody."""

from typing import ClassVar
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Open
from naung.core.models import Record
from naung.prevention.models.sessions import AwarenessSession
from naung.prevention.rules.quiz import Phase

PHASES = [(phase.value, phase.name) for phase in Phase]


class SessionQuiz(Record):
    """Which sets of questions a session has, and whether it takes answers now."""

    session = models.OneToOneField(AwarenessSession, on_delete=models.CASCADE, related_name="quiz")
    sets = ArrayField(models.CharField(max_length=20))
    open_phase = models.CharField(max_length=6, blank=True, choices=PHASES)
    opened_at = models.DateTimeField(null=True)  # when it was opened last: it stays open that day only
    begun_at = models.DateTimeField(null=True)  # when it was opened first: from then on the sets stay

    ACCESS = Open("questions about rights and help, and when they were open", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "sets", "open_phase", "opened_at", "begun_at"}


class QuizAnswer(Record):
    """What somebody unnamed answered once. Read only in sums (`queries.quiz`): who sat in a small class is known there.

    The id tells no time, and the pair is a hash under a secret that is not in the database: from a row nobody comes
    to a phone, and from a code on a piece of paper nobody comes to a row.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=6, choices=PHASES)
    pair = models.CharField(max_length=64)
    set_code = models.CharField(max_length=20)
    set_version = models.PositiveSmallIntegerField()
    choices = ArrayField(models.SmallIntegerField())

    ACCESS = Open("answers about rights and help, of nobody in particular; never about what a child lived through")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "phase", "pair", "set_code", "set_version", "choices"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "phase", "pair"], name="prevention_quiz_answer_once")]


class PaperCount(Record):
    """Answers on paper, counted by hand: how many people, and how many were right with each question."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    phase = models.CharField(max_length=6, choices=PHASES)
    set_code = models.CharField(max_length=20)
    set_version = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    right = ArrayField(models.PositiveIntegerField())

    ACCESS = Open("sums of answers about rights and help")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "phase", "set_code", "set_version", "people", "right"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "phase", "set_code"], name="prevention_paper_count_once")
        ]
