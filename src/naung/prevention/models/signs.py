"""What a teacher notes for herself: early signs of one pupil, day by day."""

from typing import ClassVar

from django.db import models

from naung.access.models import Scoped
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows
from naung.core.models import Record
from naung.core.sealed import SealedText

KEEPERS = (P.READ_CLASS_NOTES,)


class WatchedPupil(Record, Scoped):
    """A pupil whom a teacher watches, under whatever she calls her: initials, a number. Only she reads it.

    It is no record of a child: it is emptied `SIGNS_KEPT` after the last sign, or when the teacher says so.
    """

    label = SealedText(null=True)
    class_name = SealedText(null=True)
    begun_at = models.DateTimeField()
    last_day = models.DateField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    SEALED_UNDER = "id"
    ACCESS = Rows(reads=P.READ_CLASS_NOTES, writes=KEEPERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {
            "label", "class_name", "begun_at", "last_day", "ends_at", "ended_at", "owner_id", "team_id", "area_id",
            "office_id", "barred_user_ids", "barred_unit_ids",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "last_day"], name="prevention_watched_day"),
            models.Index(fields=["ends_at"], name="prevention_watched_ends", condition=models.Q(ended_at=None)),
        ]


class SignSeen(Record):
    """One sign of that pupil on one day, with what the teacher saw in her own words."""

    pupil = models.ForeignKey(WatchedPupil, on_delete=models.PROTECT, related_name="signs")
    code = models.CharField(max_length=5, blank=True)  # code list tanda_dini; empty once it is over
    day = models.DateField()
    remark = SealedText(null=True)
    written_at = models.DateTimeField()

    SEALED_UNDER = "pupil_id"
    ACCESS = Follows("pupil", reads=P.READ_CLASS_NOTES, writes=KEEPERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"pupil", "code", "day", "remark", "written_at"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pupil", "code", "day"], condition=~models.Q(code=""), name="prevention_sign_once_a_day"
            )
        ]
