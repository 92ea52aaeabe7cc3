from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.policy import GIVEN, Permission, Role
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


class SchoolFunction(models.TextChoices):
    """What somebody does in a school."""

    CLASS_TEACHER = "CLASS_TEACHER", "Guru atau wali kelas"
    COUNSELLOR = "COUNSELLOR", "Guru BK"
    HEAD = "HEAD", "Kepala sekolah"
    TEAM = "TEAM", "Anggota tim sekolah"
    STAFF = "STAFF", "Tenaga kependidikan"


class Membership(Record):
    """One role of one person, in a team or in the whole office, from a day until a day.

    `school` and `school_function` say where a person of a school works: the wall shuts out a whole school by it.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role if role not in GIVEN])
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="memberships")
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="school_people")
    school_function = models.CharField(max_length=15, choices=SchoolFunction.choices, blank=True)
    skills = ArrayField(models.CharField(max_length=40), default=list)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    ACCESS = Open("read before there is an actor, to build him")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "user", "role", "office", "team", "school", "school_function", "skills", "from_at",
            "until_at",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office", "team", "school"],
                condition=models.Q(until_at__isnull=True),
                nulls_distinct=False,
                name="teams_one_open_membership",
            )
        ]


class RoleProposal(Record):
    """A role that opens much, proposed by an administrator: held by nobody until a second person confirms it."""

    class Outcome(models.TextChoices):
        CONFIRMED = "CONFIRMED", "CONFIRMED"
        REFUSED = "REFUSED", "REFUSED"
        WITHDRAWN = "WITHDRAWN", "WITHDRAWN"
        EXPIRED = "EXPIRED", "EXPIRED"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    role = models.CharField(max_length=20, choices=[(role.value, role.value) for role in Role if role not in GIVEN])
    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="proposals")
    until_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposed")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="decided")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True)  # when whoever may confirm it was told

    ACCESS = Open("who may work where is known to the whole office; says nothing of a child")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "user", "role", "office", "team", "until_at", "reason", "proposed_by", "proposed_at",
            "expires_at", "outcome", "decided_by", "decided_at", "answer", "told_at",
        }  # fmt: skip

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "office", "team"],
                condition=models.Q(decided_at__isnull=True),
                nulls_distinct=False,
                name="teams_one_open_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", decided_at__isnull=True)
                | (~models.Q(outcome="") & models.Q(decided_at__isnull=False)),
                name="teams_proposal_decided_when_it_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="CONFIRMED")
                | (
                    models.Q(decided_by__isnull=False)
                    & ~models.Q(decided_by=models.F("proposed_by"))
                    & ~models.Q(decided_by=models.F("user"))
                ),
                name="teams_proposal_confirmed_by_a_second_person",
            ),
        ]
