"""A query about one case whose text is made once: making it takes longer than asking it."""

from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from naung.cases.models import Case

ANY_CASE = UUID(int=0)  # stands for the case in the text


class Statement:
    """The text of a query about `ANY_CASE`, to be asked of one case after another."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        self._sql, self._given = query.query.sql_with_params()

    def rows(self, case: Case) -> list[tuple[Any, ...]]:
        """What the database answers for this case, unconverted."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [case.pk if value == ANY_CASE else value for value in self._given])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
