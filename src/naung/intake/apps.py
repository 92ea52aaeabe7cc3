from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "naung.intake"
    label = "intake"

    def definers(self) -> tuple[Any, ...]:
        """The questions that the database answers in the owner's name."""
        from naung.intake.queries.definers import GROUP_OF, MAY_KNOW, REPEAT_OF

        return REPEAT_OF, MAY_KNOW, GROUP_OF
