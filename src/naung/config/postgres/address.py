"""A database that somebody else runs: can it be reached, and is it new enough?"""

import psycopg

OLDEST = 15


def require_usable(url: str, *, setting: str = "DATABASE_URL") -> None:
    """Refuse, in one sentence that says what to do, a database that cannot be reached or is too old."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version // 10_000
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        reason = str(error).strip().splitlines()[-1]
        raise SystemExit(
            f"The database cannot be reached ({reason}): start it, or put right its address in {setting}."
        ) from None
    if version < OLDEST:
        raise SystemExit(
            f"The database in {setting} is PostgreSQL {version}, which is too old: "
            f"give the address of PostgreSQL {OLDEST} or later."
        )
