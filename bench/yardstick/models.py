"""The table of the bare insert: as many columns as a report has that an office fills in."""

from django.db import models


class Note(models.Model):
    """One row of nothing in particular."""

    id = models.UUIDField(primary_key=True)
    number = models.CharField(max_length=8, unique=True)
    channel = models.CharField(max_length=10)
    received_at = models.DateTimeField()
    ward_id = models.UUIDField(null=True)
    happened = models.TextField()
    child_name = models.CharField(max_length=60)
    reporter = models.CharField(max_length=60)

    class Meta:
        managed = False
        db_table = "bench_note"
