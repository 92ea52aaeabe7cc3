"""The people and children of the measured city, read as the database's owner."""

import os
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from naung.access.policy import Role

USERS = """
    SELECT account.id, account.username, membership.team_id
      FROM teams_membership AS membership JOIN teams_user AS account ON account.id = membership.user_id
     WHERE membership.role = %s AND account.username LIKE '%%massal%%' AND account.is_active
     ORDER BY account.username LIMIT %s
"""
OWN_CASES = """
    SELECT id FROM cases_case WHERE owner_id = %s AND status IN ('IMPLEMENTATION', 'MONITORING') ORDER BY id LIMIT 40
"""
NAMES = """
    SELECT child.name FROM people_child AS child WHERE child.team_id = %s ORDER BY child.id LIMIT 40
"""
WARD = "SELECT id FROM places_area WHERE level = 'WARD' ORDER BY code LIMIT 1"


@dataclass(frozen=True)
class Person:
    """Somebody who signs in, with what is hers."""

    id: UUID
    username: str
    team_id: UUID | None
    cases: tuple[UUID, ...] = ()
    names: tuple[str, ...] = ()


def staff(role: Role, count: int) -> list[Person]:
    """So many users of one role; where there are fewer people, each has several sessions."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        found = [_person(connection, *row) for row in connection.execute(USERS, [role, count]).fetchall()]
    if not found:
        raise SystemExit(f"The measured city has nobody with the role {role}.")
    return [found[place % len(found)] for place in range(count)]


def _person(connection: psycopg.Connection[Any], user: UUID, username: str, team: UUID | None) -> Person:
    cases = tuple(key for (key,) in connection.execute(OWN_CASES, [user]))
    names = tuple(name for (name,) in connection.execute(NAMES, [team]))
    return Person(user, username, team, cases, names)


def a_ward() -> UUID:
    """Some ward of the city."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        row = connection.execute(WARD).fetchone()
    if row is None:
        raise SystemExit("The measured city has no wards.")
    ward: UUID = row[0]
    return ward
