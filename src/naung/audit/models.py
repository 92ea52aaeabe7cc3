"""The trace that every look and every change leaves: entries may be added and read, nothing else."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from naung.core.ids import new_id
from naung.core.sealed import SealedText


class Transaction(models.Func):
    """The number of the transaction that adds a row. It never comes again in one database cluster."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Entry(models.Model):
    """Who did what to which record, when it was said to be and when the database took it.

    Ids and codes only; free text (`reason`) lies sealed under the record's own key.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    xact = models.BigIntegerField(db_default=Transaction())
    actor_id = models.UUIDField(null=True)
    roles = models.CharField(max_length=200)
    event = models.CharField(max_length=60)
    about = models.CharField(max_length=60)
    about_id = models.UUIDField(null=True)
    key_subject_id = models.UUIDField(null=True)
    details = models.JSONField(default=dict)
    reason = SealedText(null=True)

    SEALED_UNDER = "key_subject_id"
    RIGHTS = ("SELECT", "INSERT")

    class Privacy:
        D0: ClassVar = {
            "id", "at", "recorded_at", "actor_id", "roles", "event", "about", "about_id", "key_subject_id",
            "details", "xact",
        }  # fmt: skip
        D3: ClassVar = {"reason"}

    class Meta:
        indexes = [
            models.Index(fields=["about_id", "at"], name="audit_about"),
            models.Index(fields=["actor_id", "at"], name="audit_actor"),
            models.Index(fields=["xact", "id"], name="audit_order"),
        ]


class Batch(models.Model):
    """Entries that are sealed together: their list, and the signed head over it and all batches before.

    `cluster` names the database cluster whose transaction numbers order the entries: a copy restored elsewhere
    counts anew.
    """

    no = models.BigIntegerField(primary_key=True)
    previous = models.BinaryField()
    head = models.BinaryField()
    count = models.IntegerField()
    total = models.BigIntegerField()
    cluster = models.BigIntegerField()
    first_xact = models.BigIntegerField()
    last_xact = models.BigIntegerField()
    last_id = models.UUIDField()
    sealed_at = models.DateTimeField()
    manifest = models.BinaryField()
    key = models.BinaryField()
    signature = models.BinaryField()

    RIGHTS = ("SELECT", "INSERT")

    class Privacy:
        D0: ClassVar = {
            "no", "previous", "head", "count", "total", "cluster", "first_xact", "last_xact", "last_id", "sealed_at",
            "manifest", "key", "signature",
        }  # fmt: skip
