from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from naung.access.policy import Permission
from naung.access.rows import Open
from naung.core.models import Record
from naung.teams.models.accounts import User
from naung.teams.models.organisations import Organisation


class Absence(Record):
    """Leave or illness of one person, with the colleague who stands in."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="stands_in")
    from_date = models.DateField()
    until_date = models.DateField()
    ended_at = models.DateTimeField(null=True)

    ACCESS = Open("who is away is known to the whole office; no reason is kept")

    class Privacy:
        D0: ClassVar = {"id", "version", "user", "substitute", "from_date", "until_date", "ended_at"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__gte=F("from_date")), name="teams_absence_ends_after_it_begins"
            )
        ]


class Shift(Record):
    """Duty roster (piket): who answers in these hours, first and second."""

    office = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="shifts")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    first = models.ForeignKey(User, on_delete=models.PROTECT, related_name="first_shifts")
    second = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="second_shifts")

    ACCESS = Open("the duty roster hangs on the wall", traced_to=Permission.TEAM_MANAGE)

    class Privacy:
        D0: ClassVar = {"id", "version", "office", "from_at", "until_at", "first", "second"}

    class Meta:
        indexes = [models.Index(fields=["office", "from_at"], name="teams_shift_office_from")]
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="teams_shift_ends_after_it_begins")
        ]
