from typing import Any

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "naung.prevention"
    label = "prevention"

    def definers(self) -> tuple[Any, ...]:
        """The questions that the database answers in the owner's name."""
        from naung.prevention.queries.definers import MANY_REPORTS

        return (MANY_REPORTS,)
