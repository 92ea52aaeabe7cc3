"""What is kept about a session: who came by number, what was put off, what the school promised, what came of it."""

from typing import ClassVar

from django.db import models

from naung.access.rows import Open
from naung.core.models import Record
from naung.prevention.models.sessions import AwarenessSession
from naung.teams.models import User

COUNTED = "numbers by group and sex; nobody is named"


class Attendance(Record):
    """How many people of one group and one sex came."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.CASCADE, related_name="attendance")
    audience = models.CharField(max_length=10)
    sex = models.CharField(max_length=1)  # P, L, X: not recorded
    people = models.PositiveIntegerField()

    ACCESS = Open(COUNTED)

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "audience", "sex", "people"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "audience", "sex"], name="prevention_attendance_once")
        ]


class ChangeKind(models.TextChoices):
    """What happened to a plan."""

    POSTPONED = "POSTPONED"
    CANCELLED = "CANCELLED"


class SessionChange(Record):
    """A session was put off or cancelled: when it should have been, when it is now, and why."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField()
    by_id = models.UUIDField()
    reason = models.CharField(max_length=300)
    was_from_at = models.DateTimeField()
    from_at = models.DateTimeField(null=True)

    ACCESS = Open("why a session was put off; nobody who listens is named")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "kind", "at", "by_id", "reason", "was_from_at", "from_at"}


class Commitment(Record):
    """What a school promised to do by a day; who there does it is told by function, not by name."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.CASCADE, related_name="commitments")
    text = models.CharField(max_length=300)
    function = models.CharField(max_length=100)
    due_date = models.DateField()
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)

    ACCESS = Open("what a school promised, by function; nobody is named")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "text", "function", "due_date", "done_at", "done_by_id"}


class FollowUp(Record):
    """Three months after a session: what became of it. Waits from the day on which the session was held."""

    session = models.OneToOneField(AwarenessSession, on_delete=models.CASCADE, related_name="follow_up")
    due_at = models.DateTimeField(db_index=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    kept = models.CharField(max_length=7, blank=True)  # YES, PARTLY, NO, NONE
    changed = models.CharField(max_length=1000, blank=True)
    next_step = models.CharField(max_length=500, blank=True)

    ACCESS = Open("what became of a session in a school; nobody is named")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "due_at", "done_at", "done_by_id", "kept", "changed", "next_step"}


class CalendarKey(Record):
    """The secret address of one person's calendar; only its digest is kept. A new one ends the old one."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    ACCESS = Open("a digest of a secret address that shows where and when somebody speaks")

    class Privacy:
        D0: ClassVar = {"id", "version", "user", "digest", "made_at"}
