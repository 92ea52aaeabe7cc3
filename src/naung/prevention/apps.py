from typing import Any

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "naung.prevention"
    label = "prevention"

    def definers(self) -> tuple[Any, ...]:
        """What the database counts in the owner's name, without showing what it counted."""
        from naung.prevention.queries.attendance_definers import KNOWN_ABSENT
        from naung.prevention.queries.definers import MANY_REPORTS
        from naung.prevention.queries.reach_definers import CONTACTS, TOGETHER

        return MANY_REPORTS, CONTACTS, TOGETHER, KNOWN_ABSENT
