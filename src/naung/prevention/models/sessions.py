"""Awareness sessions: where, for whom, when and by whom."""

from typing import ClassVar
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from naung.access.policy import Permission as P
from naung.access.rows import Open
from naung.core.models import Record
from naung.places.models import Area
from naung.teams.models import Organisation, Team, User


class SessionStatus(models.TextChoices):
    """A session that is put off stays planned, with its new day."""

    PLANNED = "PLANNED"
    HELD = "HELD"
    CANCELLED = "CANCELLED"


class AwarenessSession(Record):
    """One awareness session (sosialisasi) in a school or a kelurahan. Nobody who listens is named.

    `code` is what stands on slips and posters: six letters and digits without vowels, such as `K7RD4W`.
    """

    code = models.CharField(max_length=6, unique=True)
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sessions_held")
    kind = models.CharField(max_length=5)  # code list kegiatan_pencegahan
    status = models.CharField(max_length=10, choices=SessionStatus.choices, default=SessionStatus.PLANNED)
    title = models.CharField(max_length=200)
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="sessions")
    ward = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="sessions")
    place = models.CharField(max_length=200, blank=True)  # the room, the hall
    audiences = ArrayField(models.CharField(max_length=10))  # PUPILS, TEACHERS, PARENTS, COMMUNITY
    material = models.CharField(max_length=300, blank=True)
    target = models.PositiveIntegerField(null=True)  # how many people are meant to come
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="sessions")
    planned_by_id = models.UUIDField()
    held_at = models.DateTimeField(null=True)
    on_paper = models.BooleanField(default=False)  # counted from a list on paper
    list_at = models.CharField(max_length=200, blank=True)  # where the signed list of the adults lies
    changed_at = models.DateTimeField(null=True)  # calendars ask for it

    ACCESS = Open(
        "where and when children's rights are explained; nobody who listens is named", traced_to=P.OFFICE_READ
    )

    class Privacy:
        D0: ClassVar = {
            "id", "version", "code", "office", "kind", "status", "title", "school", "ward", "place", "audiences",
            "material", "target", "from_at", "until_at", "team", "planned_by_id", "held_at", "on_paper", "list_at",
            "changed_at",
        }  # fmt: skip

    # What a duty takes over from its subject: whoever planned the session answers for it, and nobody is shut out.
    area_id = None
    barred_user_ids: ClassVar[list[UUID]] = []
    barred_unit_ids: ClassVar[list[UUID]] = []

    @property
    def owner_id(self) -> UUID:
        """Who answers for it."""
        return self.planned_by_id

    class Meta:
        indexes = [
            models.Index(fields=["office", "from_at"], name="prevention_session_day"),
            models.Index(fields=["school", "from_at"], name="prevention_session_school"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="prevention_session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(school__isnull=False) | Q(ward__isnull=False), name="prevention_session_has_a_place"
            ),
        ]


class Speaker(Record):
    """A colleague who speaks at a session."""

    session = models.ForeignKey(AwarenessSession, on_delete=models.CASCADE, related_name="speakers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="speaks_at")

    ACCESS = Open("who speaks where is known to the whole office")

    class Privacy:
        D0: ClassVar = {"id", "version", "session", "user"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "user"], name="prevention_speaker_once")]
