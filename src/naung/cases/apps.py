from typing import Any

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "naung.cases"
    label = "cases"

    def definers(self) -> tuple[Any, ...]:
        """The number that the database counts in the owner's name."""
        from naung.cases.queries.definers import ACCOMPANIED

        return (ACCOMPANIED,)
