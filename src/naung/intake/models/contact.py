from typing import ClassVar

from django.db import models
from django.db.models import Q

from naung.access.policy import Permission as P
from naung.access.rows import Follows, Open
from naung.core.models import Record
from naung.core.sealed import SealedJSON, SealedText
from naung.intake.models.reports import REPORT_WRITERS, Report


class Reporter(Record):
    """Who told us, if they said: name, phone, when a call is safe. Sealed and masked on every page.

    Whoever told may take name and number back: then nothing is left but the moment.
    """

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="reporter")
    details = SealedJSON()
    phone_token = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D6, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D6: ClassVar = {"report", "details", "phone_token", "withdrawn_at"}

    class Meta:
        indexes = [models.Index(fields=["phone_token"], name="intake_reporter_phone", condition=~Q(phone_token=""))]


class Draft(Record):
    """What an officer has typed so far of a report that is not filed yet; only she sees it. Emptied by filing."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="draft")
    fields = SealedJSON(null=True)
    saved_at = models.DateTimeField()

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D6, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D6: ClassVar = {"report", "fields", "saved_at"}


class Message(Record):
    """A message between the reporter and the office, sealed under the report's key."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="messages")
    from_office = models.BooleanField()
    author_id = models.UUIDField(null=True)
    phrase = models.CharField(max_length=20, blank=True)
    text = SealedText(null=True)
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_MESSAGES, writes=(P.REPORT_ANSWER, *REPORT_WRITERS))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"report", "from_office", "author_id", "phrase", "text", "sent_at", "read_at"}

    class Meta:
        indexes = [models.Index(fields=["report", "sent_at"], name="intake_message_order")]


class Receipt(Record):
    """The reporter's receipt: only Argon2id of its 16 digits, and which report it opens."""

    bundle_id = models.UUIDField(unique=True)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    ACCESS = Open("a slow hash under a secret that is not in the database, and a report's id")

    class Privacy:
        D0: ClassVar = {"id", "version", "bundle_id", "digest", "made_at"}
