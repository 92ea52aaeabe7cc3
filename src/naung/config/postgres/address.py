"""A database that somebody else runs: can it be used?"""

import psycopg

from naung.config.postgres.cluster import APP

OLDEST = 15
RESTORING = "naung_restoring"  # a table that stands while a restore is not finished
# The role itself and every role it may become: does row security bind them all, and do they own nothing here?
POWERS = """
    SELECT coalesce(bool_or(rolsuper OR rolbypassrls), false),
           coalesce(bool_or(EXISTS (
               SELECT 1 FROM pg_shdepend AS held
                WHERE held.refclassid = 'pg_authid'::regclass AND held.refobjid = roles.oid AND held.deptype = 'o'
                  AND (held.dbid = here.oid OR held.classid = 'pg_database'::regclass AND held.objid = here.oid)
           )), false)
      FROM pg_roles AS roles, pg_database AS here
     WHERE here.datname = current_database() AND pg_has_role(current_user, roles.oid, 'MEMBER')
"""


def require_usable(url: str, *, setting: str) -> None:
    """Refuse, in one sentence that says what to do, a database that cannot be reached or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        reason = " ".join(str(error).split())
        raise SystemExit(
            f"The database cannot be reached ({reason}): start it, or put right its address in {setting}."
        ) from None
    if version < OLDEST:
        raise SystemExit(
            f"The database in {setting} is PostgreSQL {version}, which is too old: "
            f"give the address of PostgreSQL {OLDEST} or later."
        )


def require_whole(url: str) -> None:
    """Refuse a database into which a backup is being restored, or whose restore was broken off."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass(%s)", [f"public.{RESTORING}"]).fetchone()
    if found and found[0]:
        raise SystemExit(
            "A backup is being restored into this database, or that was broken off: "
            "wait for its end, or run `naung restore` again, which begins anew."
        )


def require_bound(url: str) -> None:
    """Refuse a role for the pages that could see past row security, or that the walls are not written for."""
    with psycopg.connect(url) as connection:
        free, owns = connection.execute(POWERS).fetchone() or (True, True)
        role = connection.info.user
    if free:
        wrong = "whom row security does not bind"
    elif owns:
        wrong = "who owns something in this database, or may become its owner"
    elif role != APP:
        wrong = f"but the walls are written for {APP}"
    else:
        return
    raise SystemExit(
        f"DATABASE_URL connects as {role}, {wrong}: give the address of a role named {APP} "
        "that is no superuser and owns nothing (docs/how-to/operate.md shows how it is made)."
    )


def ensure_search(url: str) -> None:
    """See to the extension with which names are searched; a server's own superuser may have to make it."""
    with psycopg.connect(url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'").fetchone():
            return
        try:
            connection.execute("CREATE EXTENSION pg_trgm")
        except psycopg.Error:
            raise SystemExit(
                "The database lacks the extension pg_trgm, with which names are searched: as its superuser run "
                f"`CREATE EXTENSION pg_trgm` in the database {connection.info.dbname} "
                "(where that is unknown, install PostgreSQL's contrib package first)."
            ) from None
