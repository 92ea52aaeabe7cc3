from typing import Any

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "naung.people"
    label = "people"

    def definers(self) -> tuple[Any, ...]:
        """The searches that the database runs in the owner's name."""
        from naung.people.queries.definers import CANDIDATES, FIND_BY_NAME, SAME
        from naung.people.queries.register import REGISTER

        return CANDIDATES, FIND_BY_NAME, SAME, REGISTER
