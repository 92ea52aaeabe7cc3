"""What a session led to: that somebody told by its code."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from naung.access.rows import Open
from naung.prevention.models.sessions import AwarenessSession


class SessionContact(models.Model):
    """That one report came by the code of a session. The application adds to it and can never read it.

    Whoever could read which report came from which school would know where to look for the child that told. Only the
    database counts, in the owner's name and in bands of five (`queries.reach_definers`). `told` is a hash of the
    report's bundle under a secret that is not in the database: it keeps one report from counting twice, and leads
    from no report to a session. The key is drawn by lot, and only the day is kept: a moment would lead to the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    told = models.CharField(max_length=64, unique=True)
    received_date = models.DateField()

    ACCESS = Open("that somebody told after a session, not who; the application may only add to it")
    RIGHTS = ("INSERT",)

    class Privacy:
        D0: ClassVar = {"id", "session", "told", "received_date"}
