"""The way from school to school: how far each school and kelurahan is, and where teams mean to go next."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Open
from naung.core.models import Record
from naung.places.models import Area
from naung.prevention.models.sessions import AwarenessSession
from naung.teams.models import Organisation, Team


class OutreachState(models.TextChoices):
    """How far a place is. A place without a row has not been reached yet."""

    NOT_YET = "NOT_YET"
    PLANNED = "PLANNED"
    TRAINED = "TRAINED"
    ACTIVE = "ACTIVE"
    REVIEWED = "REVIEWED"


class Outreach(Record):
    """How far one school or one kelurahan is, since when, and the code on its posters and slips."""

    school = models.OneToOneField(Organisation, null=True, on_delete=models.PROTECT, related_name="outreach")
    ward = models.OneToOneField(Area, null=True, on_delete=models.PROTECT, related_name="outreach")
    state = models.CharField(max_length=10, choices=OutreachState.choices, default=OutreachState.NOT_YET)
    since = models.DateTimeField()
    code = models.CharField(max_length=6, null=True, unique=True)  # noqa: DJ001 - unique when present

    ACCESS = Open("which places know the programme; nobody there is named", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {"id", "version", "school", "ward", "state", "since", "code"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(school__isnull=False, ward__isnull=True) | Q(school__isnull=True, ward__isnull=False),
                name="prevention_outreach_one_place",
            )
        ]


class OutreachStep(Record):
    """One change of how far a place is: from what to what, when, by whom, and why or by which session."""

    outreach = models.ForeignKey(Outreach, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=OutreachState.choices)
    at = models.DateTimeField()
    by_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    session = models.ForeignKey(AwarenessSession, null=True, on_delete=models.SET_NULL, related_name="+")

    ACCESS = Open("which places know the programme; nobody there is named")

    class Privacy:
        D0: ClassVar = {"id", "version", "outreach", "state", "at", "by_id", "reason", "session"}


class PlanState(models.TextChoices):
    """A plan is a proposal until somebody accepts or drops it; at most one is in force."""

    PROPOSED = "PROPOSED"
    ACCEPTED = "ACCEPTED"
    DROPPED = "DROPPED"


class RolloutPlan(Record):
    """A proposal of which team goes to which schools in which month, and what it was made from."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="rollout_plans")
    state = models.CharField(max_length=10, choices=PlanState.choices, default=PlanState.PROPOSED)
    made_at = models.DateTimeField()
    made_by_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.UUIDField(null=True)
    from_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    per_team = models.PositiveSmallIntegerField()  # sessions of a team in a month
    per_session = models.PositiveSmallIntegerField()  # pupils whom one session reaches
    reached = models.PositiveIntegerField()
    first_come = models.PositiveIntegerField()  # pupils reached when schools are taken in the order of the list
    optimal = models.BooleanField()
    unsized = models.PositiveIntegerField(default=0)  # schools left out because nobody knows how many pupils they have

    ACCESS = Open("where teams mean to go; nobody is named", traced_to=P.OFFICE_READ)

    class Privacy:
        D0: ClassVar = {
            "id", "version", "office", "state", "made_at", "made_by_id", "decided_at", "decided_by_id", "from_month",
            "months", "per_team", "per_session", "reached", "first_come", "optimal", "unsized",
        }  # fmt: skip


class PlannedVisit(Record):
    """One school in a plan: which team goes there in which month, with how many sessions, for how many pupils."""

    plan = models.ForeignKey(RolloutPlan, on_delete=models.CASCADE, related_name="visits")
    school = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="planned_visits")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="planned_visits")
    month = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    pupils = models.PositiveIntegerField()
    session = models.ForeignKey(AwarenessSession, null=True, on_delete=models.SET_NULL, related_name="+")

    ACCESS = Open("where teams mean to go; nobody is named")

    class Privacy:
        D0: ClassVar = {"id", "version", "plan", "school", "team", "month", "sessions", "pupils", "session"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "school"], name="prevention_visit_once_in_a_plan")]
