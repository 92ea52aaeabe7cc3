"""Erasing once more what the erasure list names: after a restore before anybody comes in, and with each set-up."""

from dataclasses import asdict
from datetime import timedelta
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
# By the number of the child's last case, or the report's own; nothing where the database does not know them.
REMEMBER = """
    INSERT INTO privacy_erasure (id, version, child_id, report_id, number, basis, asked_at, asked_by_id, state,
                                 decided_at, decided_by_id, keys_end_date, copies_end_date)
    SELECT %(id)s, 1, found.child_id, found.report_id, found.number, %(basis)s, %(asked_at)s, %(asked_by_id)s, 'DONE',
           %(decided_at)s, %(decided_by_id)s, %(keys_end)s, %(copies_end)s
      FROM (
          (SELECT child_id, NULL::uuid AS report_id, number FROM cases_case
            WHERE %(is_child)s AND child_id = %(subject)s ORDER BY closed_at DESC, id LIMIT 1)
          UNION ALL
          SELECT NULL, id, number FROM intake_report WHERE NOT %(is_child)s AND id = %(subject)s
      ) found
    ON CONFLICT (id) DO UPDATE SET state = 'DONE', decided_at = excluded.decided_at,
        decided_by_id = excluded.decided_by_id, keys_end_date = excluded.keys_end_date,
        copies_end_date = excluded.copies_end_date
     WHERE privacy_erasure.state <> 'DONE'
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
    if ("privacy_erasure", "report_id") in there:
        _remember(connection, erased.decisions(path))
    return count


def _remember(connection: psycopg.Connection, decided: list[erased.Decided]) -> None:
    """Who asked and decided, in a database from before; the reason went with the database of that time."""
    from django.conf import settings

    from naung.privacy.rules.erasing import last_days

    for one in decided:
        keys_end, copies_end = last_days(one.decided_at, timedelta(days=settings.BACKUP_KEYS_DAYS))
        told = {**asdict(one), "is_child": one.kind == erased.CHILD, "keys_end": keys_end, "copies_end": copies_end}
        connection.execute(REMEMBER, told)


def throw_away(connection: psycopg.Connection, files: Path) -> None:
    """The bytes of what was erased, which an older backup brought back; they open no more in any case."""
    for (place,) in connection.execute("SELECT place FROM files_blob WHERE gone_at IS NOT NULL"):
        (files / place[:2] / place).unlink(missing_ok=True)


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
