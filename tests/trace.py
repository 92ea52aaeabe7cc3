"""The whole trace for a test to look at, whoever acts at that moment: read as the data protection officer."""

from typing import Any

from django.db.models import QuerySet

from naung.access.acting import acting_as
from naung.access.actors import Actor, Holding
from naung.access.policy import Role
from naung.audit import models

READER = Actor(name="penilik", holdings=(Holding(Role.DPO),))


class Lines(QuerySet[models.Entry]):
    """Entries that are asked for as the reader."""

    def _fetch_all(self) -> None:
        with acting_as(READER):
            super()._fetch_all()

    def count(self) -> int:
        with acting_as(READER):
            return super().count()

    def exists(self) -> bool:
        with acting_as(READER):
            return super().exists()


class _Everything:
    def __getattr__(self, name: str) -> Any:
        return getattr(Lines(models.Entry), name)


class Entry:
    """Stands where a test would ask the model itself."""

    objects = _Everything()
