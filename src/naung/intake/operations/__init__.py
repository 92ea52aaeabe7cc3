"""What may be done with a report: file it, open it, triage it, decide on it, keep touch with the reporter."""

from naung.intake.operations.filing import file_report

__all__ = ["file_report"]
