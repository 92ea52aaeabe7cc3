from typing import Any

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "naung.privacy"
    label = "privacy"

    def definers(self) -> tuple[Any, ...]:
        """The questions that the database answers in the owner's name."""
        from naung.privacy.queries.definers import BARRED, FAMILY, IN_DANGER, NUMBERED, RECORDS, RESEMBLING
        from naung.privacy.queries.erasing_sql import ERASABLE, erase
        from naung.privacy.queries.retention_sql import LYING, seal, unseal

        return ERASABLE, erase(), LYING, seal(), unseal(), BARRED, FAMILY, IN_DANGER, RECORDS, NUMBERED, RESEMBLING
