"""Scope columns, and access given to one person for one record."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from naung.access.rows import Open
from naung.core.models import Record


class Scoped(models.Model):
    """The columns by which a row is seen: holder, team, area, office, and who is shut out.

    Only `access.restamp` and the operation that creates or assigns the record write them.
    """

    owner_id = models.UUIDField(null=True, db_index=True)
    team_id = models.UUIDField(null=True, db_index=True)
    area_id = models.UUIDField(null=True, db_index=True)
    office_id = models.UUIDField(db_index=True)
    barred_user_ids = ArrayField(models.UUIDField(), default=list)
    barred_unit_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        abstract = True


class Ended(models.TextChoices):
    """How access to one record ended before or with its time."""

    TIME_OVER = "TIME_OVER"
    WORK_OVER = "WORK_OVER"
    TAKEN_BACK = "TAKEN_BACK"
    LEFT = "LEFT"
    ERASED = "ERASED"
    SEALED = "SEALED"


class Grant(Record):
    """Access of one person to one record under a role: a companion on a case, a triage just done.

    Why it was given and how it ended are codes here; what people wrote about it lies sealed in the trace.
    """

    user_id = models.UUIDField()
    role = models.CharField(max_length=20)
    record_label = models.CharField(max_length=60)
    record_id = models.UUIDField(db_index=True)
    reason_code = models.CharField(max_length=40)
    granted_by_id = models.UUIDField(null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.UUIDField(null=True)
    revoked_code = models.CharField(max_length=20, blank=True)

    ACCESS = Open("read before there is an actor, to build him; says who may see which id, nothing of a child")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "user_id", "role", "record_label", "record_id", "reason_code", "granted_by_id",
            "from_at", "until_at", "revoked_at", "revoked_by_id", "revoked_code",
        }  # fmt: skip

    class Meta:
        indexes = [
            models.Index(fields=["user_id"], name="access_grant_open", condition=models.Q(revoked_at__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user_id", "record_id", "role"],
                condition=models.Q(revoked_at__isnull=True),
                name="access_one_open_grant",
            )
        ]
