from typing import Any

from django.apps import AppConfig


class PreventionConfig(AppConfig):
    name = "naung.prevention"
    label = "prevention"

    def definers(self) -> tuple[Any, ...]:
        """What the database counts in the owner's name."""
        from naung.prevention.queries.reach_definers import CONTACTS, TOGETHER

        return CONTACTS, TOGETHER
