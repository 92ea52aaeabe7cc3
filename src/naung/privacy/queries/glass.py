"""Who may open a file as an emergency now, and which child is meant."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.policy import Scope
from naung.people.queries import token
from naung.privacy.rules.glass import asked_by
from naung.teams import queries as teams


class InDanger(NamedTuple):
    """A case with an open danger flag, and its child."""

    case_id: UUID
    child_id: UUID


def may_break(actor: Actor, now: datetime) -> bool:
    """Whether she is a social worker whose turn of duty it is now, also in place of somebody away."""
    turns = (teams.on_duty(office, now) for office in actor.ids(P.BREAK_GLASS, Scope.OFFICE))
    return any(actor.id in (*turn.first, *turn.second) for turn in turns)


def in_danger(text: str) -> InDanger | None:
    """The one child with an open danger flag that was asked for, by a function of the owner that keeps the wall."""
    asked = asked_by(text)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, child_id FROM privacy_in_danger(%s, %s, %s)",
            [asked.number, token("nik", asked.nik), asked.name],
        )
        found = [InDanger(*row) for row in cursor.fetchall()]
    return found[0] if len(found) == 1 else None
