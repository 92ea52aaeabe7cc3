"""What stands in the database beside what the code would write: rights, walls, functions of the owner.

PostgreSQL keeps an expression in words of its own. So the walls are written once more, around empty temporary tables
of the same names, and read back from there: nothing is locked, nothing is left.
"""

import re
from collections.abc import Iterable, Iterator

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper

from naung.access import rls
from naung.access.functions import definers, made
from naung.access.rows import walled

Parts = dict[str, object]

POLICIES = """
    SELECT 'policy ' || polname || ' of ' || relname,
           ROW(polcmd, polpermissive, polroles, pg_get_expr(polqual, polrelid),
               pg_get_expr(polwithcheck, polrelid))::text
      FROM pg_policy JOIN pg_class ON pg_class.oid = polrelid WHERE relnamespace = {schema}
"""
WALLED = """
    SELECT 'row security of ' || relname, ROW(relrowsecurity, relforcerowsecurity)::text
      FROM pg_class WHERE relnamespace = {schema} AND relkind IN ('r', 'p') AND relrowsecurity
"""
FUNCTIONS = """
    SELECT 'function ' || proname, pg_get_functiondef(oid) FROM pg_proc
     WHERE pronamespace = {schema} AND (prosecdef OR proname = 'naung_sees')
"""
# Of the application's role and of everybody; the owner's own rights are not asked.
RIGHTS = f"""
    SELECT 'rights on ' || relname, string_agg(privilege_type, ' ' ORDER BY privilege_type)
      FROM pg_class, aclexplode(coalesce(relacl, acldefault('r', relowner)))
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
       AND (grantee = 0 OR grantee = '{rls.APP_ROLE}'::regrole) GROUP BY relname
"""
COLUMN_RIGHTS = """
    SELECT 'rights on columns of ' || relname, attacl::text FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relnamespace = 'public'::regnamespace AND attacl IS NOT NULL
"""
CALLERS = """
    SELECT 'callers of ' || proname, string_agg(CASE WHEN grantee = 0 THEN 'everybody' ELSE grantee::regrole::text END,
           ' ' ORDER BY 1)
      FROM pg_proc, aclexplode(coalesce(proacl, acldefault('f', proowner)))
     WHERE pronamespace = 'public'::regnamespace AND (prosecdef OR proname = 'naung_sees')
       AND grantee <> proowner GROUP BY proname
"""
PUBLIC, BESIDE = "'public'::regnamespace", "pg_my_temp_schema()"


def differences(using: str = "owner") -> list[str]:
    """What stands otherwise than the code says, by name; nothing when the walls are as they should be."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        standing = _parts(cursor, PUBLIC) | _rights(cursor)
        _write_beside(cursor)
        meant = _parts(cursor, BESIDE) | dict(_meant_rights())
        transaction.set_rollback(True, using)  # noqa: FBT003 - Django's own word
    return sorted(name for name in standing.keys() | meant.keys() if standing.get(name) != meant.get(name))


def _parts(cursor: CursorWrapper, schema: str) -> Parts:
    found: Parts = {}
    for question in (POLICIES, WALLED, FUNCTIONS):
        cursor.execute(question.format(schema=schema))
        found |= dict(cursor.fetchall())
    return {name: re.sub(r"FUNCTION \S+\.", "FUNCTION ", str(text)) for name, text in found.items()}


def _rights(cursor: CursorWrapper) -> Parts:
    found: Parts = {}
    for question in (RIGHTS, COLUMN_RIGHTS, CALLERS):
        cursor.execute(question)
        found |= dict(cursor.fetchall())
    return found


def _meant_rights() -> Iterable[tuple[str, object]]:
    for table, rights in rls.rights_by_table().items():
        yield f"rights on {table}", " ".join(sorted(rights))
    for definer in definers():
        yield f"callers of {definer.name}", rls.APP_ROLE
    yield "callers of naung_sees", rls.APP_ROLE


def _write_beside(cursor: CursorWrapper) -> None:
    for statement in _beside():
        cursor.execute(statement)


def _beside() -> Iterator[str]:
    walls = list(walled())
    for table in (rls.TRACE, rls.SEALED, *(model._meta.db_table for model, _ in walls)):
        yield f'CREATE TEMPORARY TABLE "{table}" (LIKE public."{table}")'
    for model, access in walls:
        yield from rls.wall(model, access)
    yield rls.sees("pg_temp")
    yield from rls.wall_of_the_trace()
    yield from made("pg_temp")
