"""What a session led to: that a report came by its code."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from naung.access.rows import Open
from naung.prevention.models.sessions import AwarenessSession


class SessionContact(models.Model):
    """A report that was sent with the code of a session. The application writes it and can never read it.

    Whoever could read which report came from which school would know where to look for the child that told. Only the
    database counts them, in the owner's name and in steps of five (`queries.definers`). The key is drawn by lot, and
    only the day is kept: the moment would lead to the report.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    session = models.ForeignKey(AwarenessSession, on_delete=models.PROTECT, related_name="+")
    bundle_id = models.UUIDField()
    received_day = models.DateField()

    ACCESS = Open("the application may only add to it; the database counts, in steps of five")
    RIGHTS = ("INSERT",)

    class Privacy:
        D0: ClassVar = {"id", "session", "bundle_id", "received_day"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "bundle_id"], name="prevention_session_contact_once")
        ]
