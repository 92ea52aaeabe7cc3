from typing import Any

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "naung.prevention"
    label = "prevention"

    def definers(self) -> tuple[Any, ...]:
        """The numbers that the database counts in the owner's name."""
        from naung.prevention.queries.reach_definer import CONTACTS

        return (CONTACTS,)
