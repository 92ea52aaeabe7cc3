"""Which places wait, what is known of each, and in which order they come."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from naung.places.models import Area, Level
from naung.prevention.models import OutreachState
from naung.prevention.queries.rollout import SCHOOL, WARD, Asked, board, last_sessions
from naung.prevention.rules.rollout import Place, Ranked, months_between, ranked

COUNTED = timedelta(days=365)  # reports of the last year
COLUMNS = {SCHOOL: ("pk", "name", "area", "pupils"), WARD: ("pk", "name", "parent", None)}


def next_places(asked: Asked, now: datetime) -> list[Ranked]:
    """The places of this kind that have no planned session, the one that should come first at the head."""
    return ranked(waiting(asked, now), settings.CITY.rollout.weights)


def waiting(asked: Asked, now: datetime) -> list[Place]:
    """Every place without a planned session, with what counts of it."""
    names, above = _districts()
    last = last_sessions(asked.kind)
    many = many_reports(now) if asked.kind == SCHOOL else set()
    need = settings.CITY.rollout.need
    found = []
    for pk, name, area, pupils in _rows(asked):
        code, district = names.get(above.get(area) or area, ("", ""))
        at = last.get(pk)
        months = months_between(at, now) if at else None
        found.append(Place(pk, name, months, pupils, pk in many, need.get(code, 0), district))
    return found


def _rows(asked: Asked) -> Any:
    columns = [column for column in COLUMNS[asked.kind] if column]
    rows = board(asked).exclude(state=OutreachState.PLANNED).order_by().values_list(*columns)
    return rows if len(columns) == 4 else ((*row, None) for row in rows)


def _districts() -> tuple[dict[UUID, tuple[str, str]], dict[UUID, UUID | None]]:
    """Code and name of each kecamatan, and which one each kelurahan lies in."""
    rows = list(Area.objects.exclude(level=Level.CITY).values_list("pk", "level", "code", "name", "parent"))
    names = {pk: (code, name) for pk, level, code, name, _ in rows if level == Level.DISTRICT}
    return names, {pk: parent for pk, level, _, _, parent in rows if level == Level.WARD}


def many_reports(now: datetime) -> set[UUID]:
    """The schools that had many reports for their size within a year: told by the database, without a number."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT school_id FROM prevention_many_reports(%s)", [now - COUNTED])
        return {row[0] for row in cursor.fetchall()}
