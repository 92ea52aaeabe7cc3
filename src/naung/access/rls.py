"""PostgreSQL's row security, written from the matrix and each model's `ACCESS` by the tables' owner.

A setting is read bare, `coalesce(nullif(current_setting(…, true), ''), '{}')::uuid[]`: wrapped in a
sub-select the planner no longer joins the indexes (36 ms against 4 ms on 300,000 rows).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections, models

from naung.access.acting import MAY, NOW, UNITS, USER, WIDENED, setting
from naung.access.functions import definers, forgotten, made, signed
from naung.access.policy import Permission, Scope
from naung.access.policy import Permission as P
from naung.access.rows import Follows, Rows, declared, parent_of, traced, walled

APP_ROLE = "naung_app"
NOBODY = "00000000-0000-0000-0000-000000000000"
ALL_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
WALLED_RIGHTS = ("SELECT", "INSERT", "UPDATE")
TRACE, SEALED, SEES = "audit_entry", "audit_batch", "naung_sees(text, uuid)"
# A case's number or a child's name is not enough to learn who looked at it and why.
INSIDE = {P.READ_D1: P.READ_D3, P.READ_D2: P.READ_D3}


def apply(using: str) -> None:
    """Rewrite rights and policies in the database. Idempotent; runs after each migration."""
    with connections[using].cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[str]:
    """All statements, in order: first every right is taken back, then given table by table."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {APP_ROLE}"
    yield f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}"
    for table, rights in rights_by_table().items():
        yield f'GRANT {", ".join(rights)} ON "{table}" TO {APP_ROLE}'
    for model, access in walled():
        yield from wall(model, access)
    yield sees("public")
    yield from wall_of_the_trace()
    yield from forgotten()
    yield from made("public")
    yield from signed()
    for definer in definers():
        yield f"REVOKE ALL ON FUNCTION public.{definer.name} FROM PUBLIC"
        yield f"GRANT EXECUTE ON FUNCTION public.{definer.name} TO {APP_ROLE}"


def rights_by_table() -> dict[str, tuple[str, ...]]:
    """What the application may do with each table."""
    walls = dict(walled())
    rights = {
        model._meta.db_table: getattr(model, "RIGHTS", WALLED_RIGHTS if model in walls else ALL_RIGHTS)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed or model._meta.app_label == "procrastinate"
    }
    return rights | {"django_migrations": ("SELECT",)}


def wall(model: type[models.Model], access: Rows | Follows) -> Iterator[str]:
    """Row security of one table."""
    table = model._meta.db_table
    writer = _may(*access.writes)
    read = _readable(model, access, access.reads)
    hangs = f"({writer}) AND {_parent_is_seen(model, access)}" if isinstance(access, Follows) else writer
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    for kind in ("read", "add", "change", "drop"):
        yield f'DROP POLICY IF EXISTS naung_{kind} ON "{table}"'
    yield f'CREATE POLICY naung_read ON "{table}" FOR SELECT TO {APP_ROLE} USING ({read})'
    yield f'CREATE POLICY naung_add ON "{table}" FOR INSERT TO {APP_ROLE} WITH CHECK ({hangs})'
    yield (
        f'CREATE POLICY naung_change ON "{table}" FOR UPDATE TO {APP_ROLE} '
        f"USING (({read}) AND ({writer})) WITH CHECK ({hangs})"
    )
    if "DELETE" in getattr(model, "RIGHTS", WALLED_RIGHTS):  # else nothing that was written ever goes
        yield f'CREATE POLICY naung_drop ON "{table}" FOR DELETE TO {APP_ROLE} USING (({read}) AND ({writer}))'


def sees(schema: str) -> str:
    """An entry is read by the data protection officer, and by who reads the inside of what it is about.

    An entry never changes and scope does, so it carries none: the database looks the record up as the reader,
    through the record's own wall. The function has a branch for each table, and plans only those it meets.
    """
    branches = [_branch(model, _inside(model, access)) for model, access in walled()]
    branches += [_branch(model, _may(permission)) for model, permission in traced()]
    return (
        f"CREATE OR REPLACE FUNCTION {schema}.naung_sees(about text, sought uuid) RETURNS boolean LANGUAGE plpgsql "
        f"STABLE AS $$ BEGIN CASE about {' '.join(branches)} ELSE RETURN false; END CASE; END $$"
    )


def wall_of_the_trace() -> Iterator[str]:
    """Row security of the trace and its seals. Whoever acts adds to it; clock and command line seal and check it."""
    yield f"REVOKE ALL ON FUNCTION {SEES} FROM PUBLIC"
    yield f"GRANT EXECUTE ON FUNCTION {SEES} TO {APP_ROLE}"
    whole = _may(P.AUDIT_READ, P.AUDIT_SEAL)
    seen = f"about_id = ANY({ids_of(WIDENED)})"  # what a page has just shown need not be looked up for each entry
    for table, read, add in ((TRACE, f"{whole} OR {seen} OR naung_sees(about, about_id)", "true"),
                             (SEALED, whole, _may(P.AUDIT_SEAL))):  # fmt: skip
        yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
        for kind in ("read", "add"):
            yield f"DROP POLICY IF EXISTS naung_{kind} ON {table}"
        yield f"CREATE POLICY naung_read ON {table} FOR SELECT TO {APP_ROLE} USING ({read})"
        yield f"CREATE POLICY naung_add ON {table} FOR INSERT TO {APP_ROLE} WITH CHECK ({add})"


def _branch(model: type[models.Model], condition: str) -> str:
    return f"WHEN '{model._meta.label}' THEN RETURN {condition};"


def _inside(model: type[models.Model], access: Rows | Follows) -> str:
    table, key = model._meta.db_table, model._meta.pk.column
    inside = _readable(model, access, INSIDE.get(access.reads, access.reads))
    return f'EXISTS (SELECT 1 FROM public."{table}" WHERE "{table}"."{key}" = sought AND ({inside}))'


def _may(*permissions: Permission) -> str:
    named = ", ".join(f"'{p}'" for p in permissions)
    return f"{words_of(MAY)} && ARRAY[{named}]::text[]"


def _readable(model: type[models.Model], access: Rows | Follows, permission: Permission) -> str:
    if isinstance(access, Rows):
        return predicate(f'"{model._meta.db_table}"', access, permission)
    return " AND ".join(_through(model, access, name, permission) for name in access.parents)


def _through(model: type[models.Model], access: Follows, name: str, permission: Permission) -> str:
    rows = declared(parent_of(model, access, name))
    assert isinstance(rows, Rows)  # noqa: S101
    return _exists(model, access, name, f" AND {predicate('parent', rows, permission)}")


def _parent_is_seen(model: type[models.Model], access: Follows) -> str:
    return " AND ".join(_exists(model, access, name, "") for name in access.parents)


def _exists(model: type[models.Model], access: Follows, name: str, more: str) -> str:
    column = model._meta.get_field(name).column  # type: ignore[union-attr]
    parent = parent_of(model, access, name)._meta.db_table
    own = f'"{model._meta.db_table}"."{column}"'
    # Made of names from our own models.
    return f'EXISTS (SELECT 1 FROM "{parent}" parent WHERE parent.id = {own}{more})'


def in_time(table: str, column: str) -> str:
    """That the moment in this column has not passed; nothing where a permission has no end."""
    return f" AND ({table}.{column} IS NULL OR {table}.{column} > {moment_of(NOW)})" if column else ""


def moment_of(name: str) -> str:
    """A setting that holds a moment, or the database's own clock."""
    return f"coalesce(nullif(current_setting('{name}', true), '')::timestamptz, now())"


def ids_of(name: str) -> str:
    """A setting that holds ids."""
    return f"coalesce(nullif(current_setting('{name}', true), ''), '{{}}')::uuid[]"


def words_of(name: str) -> str:
    """A setting that holds names of permissions."""
    return f"coalesce(nullif(current_setting('{name}', true), ''), '{{}}')::text[]"


def user_of(name: str) -> str:
    """A setting that holds one id, or nobody's."""
    return f"coalesce(nullif(current_setting('{name}', true), ''), '{NOBODY}')::uuid"


@dataclass(frozen=True)
class Told:
    """How a wall is written: with the settings read in place, or with names that a function keeps them under."""

    ids: Callable[[str], str] = ids_of
    user: str = user_of(USER)


IN_PLACE = Told()


def predicate(table: str, rows: Rows, permission: Permission, told: Told = IN_PLACE) -> str:
    """The wall around one table with scope columns, for one reading permission."""
    arms = [
        f"{table}.{column} = ANY({told.ids(setting(permission, scope))}){in_time(table, rows.ends(permission, scope))}"
        for scope in Scope
        for column in rows.columns(scope)
    ]
    wide = [f"{table}.{column} = ANY({told.ids(WIDENED)})" for column in rows.columns(Scope.GRANTED)]
    return f"({' OR '.join(arms + wide)}) AND (({clear(table, told)}) OR {' OR '.join(wide)})"


def clear(table: str, told: Told = IN_PLACE) -> str:
    """Whether a row shuts out neither the asker nor a unit of hers."""
    return f"NOT ({told.user} = ANY({table}.barred_user_ids)) AND NOT ({table}.barred_unit_ids && {told.ids(UNITS)})"
