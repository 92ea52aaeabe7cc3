"""A database that somebody else runs: can it be used?"""

import psycopg

OLDEST = 15


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


def require_bound(url: str) -> None:
    """Refuse a role for the pages that could see past row security."""
    with psycopg.connect(url) as connection:
        role = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolbypassrls)"
        ).fetchone()
    if role:
        raise SystemExit(
            f"DATABASE_URL connects as {role[0]}, whom row security does not bind: "
            "give the address of a role that is no superuser and owns nothing."
        )
