"""A school's list of absent pupils, as long as whoever sent it needs it; then its rows and its key are gone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedJSON
from naung.prevention.models.signs import KEEPERS
from naung.teams.models import Organisation

RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")


class AbsenceList(Record, Scoped):
    """One list of one person of a school. Only she reads it.

    The clock looks once who of it is known to the office (`checked_at`), after that nothing of it is needed but by
    her. What she has done with before that waits, out of her sight, for the clock.
    """

    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    ACCESS = Rows(reads=P.READ_CLASS_NOTES, writes=KEEPERS)
    RIGHTS = RIGHTS

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "school", "sent_at", "ends_at", "checked_at", "ended_at", "owner_id", "team_id", "area_id", "office_id",
            "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["ends_at"], name="prevention_absences_end"),
            models.Index(fields=["sent_at"], name="prevention_absences_new", condition=Q(checked_at=None)),
        ]


class AbsentPupil(Record):
    """One pupil of such a list: number, name, class, days and period, sealed together."""

    list = models.ForeignKey(AbsenceList, on_delete=models.PROTECT, related_name="pupils")
    told = SealedJSON()
    settled_at = models.DateTimeField(null=True)

    SEALED_UNDER = "list_id"
    ACCESS = Follows("list", reads=P.READ_CLASS_NOTES, writes=KEEPERS)
    RIGHTS = RIGHTS

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"list", "told", "settled_at"}
