"""Writing organisations, people, teams and the duty roster."""

from naung.teams.operations.founding import found_office, staff_training_office
from naung.teams.operations.schools import import_schools

__all__ = ["found_office", "import_schools", "staff_training_office"]
