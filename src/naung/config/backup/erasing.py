"""Erasing once more what the erasure list names: after a restore before anybody comes in, and with each set-up."""

from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from naung.core import erased
from naung.core.errors import Refused

COLUMNS = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
MISSING = "{path} is not there: put the newest erasure list there, or say --nothing-erased if nothing ever was."
OLDER = "{path} lacks what this backup already knows as erased: put the newest erasure list there."
# An older database knows no erased reports.
FORGOTTEN = """
    SELECT count(*) FROM privacy_erasure erasure
     WHERE state = 'DONE' AND coalesce(child_id, (to_jsonb(erasure) ->> 'report_id')::uuid) <> ALL(%s)
"""
STILL_OPEN = "SELECT count(*) FROM core_datakey WHERE subject_id = ANY(%s)"


def require_list(path: Path, *, nothing_erased: bool) -> None:
    """Refuse to bring back a backup without knowing whom it must not bring back."""
    if nothing_erased and not path.exists():
        begin(path)
    if not path.is_file():
        raise Refused(MISSING.format(path=path))


def begin(path: Path) -> None:
    """An empty list."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)


def replay(connection: psycopg.Connection, path: Path) -> int:
    """Erase whatever is listed, in the transaction of who asks; gives back how many children still had a key."""
    from naung.privacy.queries.erasing_sql import statements

    there = {(table, column) for table, column in connection.execute(COLUMNS)}
    subjects = erased.listed(path)
    ids = _ids(connection, subjects)
    if forgotten(connection, there, [subject for _, subject in subjects]):
        raise Refused(OLDER.format(path=path))
    count = still_open(connection, subjects)
    for statement in statements(there) if subjects else ():
        connection.execute(_asked(statement).encode(), ids)
    return count


def forgotten(connection: psycopg.Connection, there: set[tuple[str, str]], listed: list[UUID]) -> int:
    """How many erasures the database knows of that the list does not."""
    return _count(connection, FORGOTTEN, listed) if ("privacy_erasure", "id") in there else 0


def still_open(connection: psycopg.Connection, subjects: list[erased.Subject]) -> int:
    """How many of what is listed still has a key."""
    return _count(connection, STILL_OPEN, [subject for _, subject in subjects])


def _count(connection: psycopg.Connection, question: str, ids: list[UUID]) -> int:
    row = connection.execute(question.encode(), [ids]).fetchone()
    return int(row[0]) if row else 0


def _ids(connection: psycopg.Connection, subjects: list[erased.Subject]) -> dict[str, list[UUID]]:
    children = [subject for kind, subject in subjects if kind == erased.CHILD]
    reports = [subject for kind, subject in subjects if kind == erased.REPORT]
    cases = _found(connection, "SELECT id FROM cases_case WHERE child_id = ANY(%s)", children)
    reports += _found(connection, "SELECT id FROM intake_report WHERE case_id = ANY(%s)", cases)
    return {"children": children, "cases": cases, "reports": reports}


def _found(connection: psycopg.Connection, question: str, ids: list[UUID]) -> list[Any]:
    return [pk for (pk,) in connection.execute(question.encode(), [ids])]


def _asked(statement: str) -> str:
    from naung.privacy.queries.erasing_sql import filled

    return filled(statement, {name: f"%({name})s::uuid[]" for name in ("children", "cases", "reports")})
