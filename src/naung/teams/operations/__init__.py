"""Writing organisations, people, teams and the duty roster."""

from naung.teams.operations.schools import import_schools

__all__ = ["import_schools"]
