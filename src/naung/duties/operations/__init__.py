"""Writing duties, notices and the calendar."""

from naung.duties.operations.holidays import import_holidays, start_holidays

__all__ = ["import_holidays", "start_holidays"]
