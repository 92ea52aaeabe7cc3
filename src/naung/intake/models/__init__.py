"""Reports: what somebody told the office about one child, and what was decided."""

from naung.intake.models.absence import SchoolAbsence
from naung.intake.models.contact import Draft, Message, Receipt, Reporter
from naung.intake.models.files import ReportFile
from naung.intake.models.reports import AllegedPerson, Report, ReportedChild, Story
from naung.intake.models.triage import Triage

__all__ = [
    "AllegedPerson",
    "Draft",
    "Message",
    "Receipt",
    "Report",
    "ReportFile",
    "ReportedChild",
    "Reporter",
    "SchoolAbsence",
    "Story",
    "Triage",
]
