"""Which looks were reviewed, and what was found."""

from typing import ClassVar

from django.db import models

from naung.access.rows import Open
from naung.core.models import Record


class Verdict(models.TextChoices):
    """What a review found."""

    HARMLESS = "HARMLESS"
    CONCERN = "CONCERN"


class Review(Record):
    """One entry of the trace that was looked at by one rule, and what was found. The words lie sealed in the trace."""

    entry_id = models.UUIDField()
    rule = models.CharField(max_length=20)
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reviewed_at = models.DateTimeField()
    reviewed_by_id = models.UUIDField()

    ACCESS = Open("which entry was judged how by which rule; nothing of a child")
    RIGHTS = ("SELECT", "INSERT")

    class Privacy:
        D0: ClassVar = {"id", "version", "entry_id", "rule", "verdict", "reviewed_at", "reviewed_by_id"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry_id", "rule"], name="privacy_reviewed_once")]
        indexes = [models.Index(fields=["rule", "verdict"], name="privacy_rates")]
