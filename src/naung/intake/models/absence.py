from typing import ClassVar

from django.db import models

from naung.access.policy import Permission as P
from naung.access.rows import Follows
from naung.core.models import Record
from naung.intake.models.reports import Report
from naung.teams.models import Organisation


class SchoolAbsence(Record):
    """That a school's list named the child of an open report or case: how many days absent, from when until when.

    It hangs on the report, and with it on the case: whoever reads the inside of that reads it, nobody else. The clock
    writes it (`prevention`), so that whoever sent the list learns nothing. Not who sent it: that is in the trace.
    """

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="absences")
    school = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    until_date = models.DateField()
    listed_at = models.DateTimeField()

    ACCESS = Follows("report", reads=P.READ_D3, writes=(P.DUTY_KEEP,))

    class Privacy:
        D0: ClassVar = {"id", "version"}
        D3: ClassVar = {"report", "school", "days", "from_date", "until_date", "listed_at"}
