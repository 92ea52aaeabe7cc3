from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.policy import Permission, Role
from naung.access.rows import Open
from naung.core.models import Record
from naung.places.models import Area
from naung.teams.models.accounts import User
from naung.teams.models.organisations import Organisation


class TeamKind(models.TextChoices):
    INTAKE = "INTAKE", "Penerima laporan"
    COMPANIONS = "COMPANIONS", "Tim pendamping"
    DIVISION = "DIVISION", "Bidang"


class Team(Record):
    """A unit of an office: the intake desk, a companion team (tim pendamping), the division's head."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="teams")
    kind = models.CharField(max_length=12, choices=TeamKind.choices)
    name = models.CharField(max_length=100)
    areas = models.ManyToManyField(Area, related_name="teams")
    closed_at = models.DateTimeField(null=True)

    ACCESS = Open("who works where is known to the whole office", traced_to=Permission.TEAM_MANAGE)

    class Privacy:
        D0: ClassVar = {"id", "version", "office", "kind", "name", "areas", "closed_at"}


class Membership(Record):
    """One role of one person, in a team or in the whole office, from a day until a day."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role if role != Role.ON_DUTY])
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="memberships")
    skills = ArrayField(models.CharField(max_length=40), default=list)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    ACCESS = Open("read before there is an actor, to build him")

    class Privacy:
        D0: ClassVar = {"id", "version", "user", "role", "office", "team", "skills", "from_at", "until_at"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office", "team"],
                condition=models.Q(until_at__isnull=True),
                nulls_distinct=False,
                name="teams_one_open_membership",
            )
        ]
