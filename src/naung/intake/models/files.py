from typing import ClassVar

from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.files.models import FILE_FIELDS, Hanging, StoredFile
from naung.intake.models.reports import REPORT_WRITERS, Report


class ReportFile(StoredFile):
    """A picture, a recording or a paper that came with a report; sealed under the report's key."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")

    HANGS = Hanging("laporan", "report", "intake.Report", adds=P.REPORT_TRIAGE)
    SEALED_UNDER = "report_id"
    ACCESS = Follows("report", reads=P.READ_D3, writes=REPORT_WRITERS)

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = FILE_FIELDS | {"report"}
