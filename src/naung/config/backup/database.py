"""The database by PostgreSQL's own programs, in the owner's name."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from naung.config.postgres import RESTORING
from naung.config.postgres.programs import packaged
from naung.core.errors import Refused

KEY_STORE = "core_datakey"
# Who is signed in, and what only speeds pages up: nobody is to come back signed in.
LEFT_OUT = ("django_session", "usersessions_usersession", "naung_cache")
MARK = RESTORING
# Functions that set a parameter of the extension can only be made once its library is loaded.
SEARCH = "CREATE EXTENSION IF NOT EXISTS pg_trgm; SELECT public.show_limit()"
# What pg_restore writes since version 17, whatever server it is for, and refuses an older server for.
TRANSACTION_TIMEOUT, TRANSACTION_TIMEOUT_SINCE = b"SET transaction_timeout = 0;\n", 170_000
FIRST_LINES, COPIED = 100, 1 << 20
TABLES = """
    SELECT relname FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname
"""


def program(name: str) -> Path:
    """One of PostgreSQL's programs: those that Naung brings along, or those in NAUNG_PG_BIN."""
    folder = os.environ.get("NAUNG_PG_BIN")
    return Path(folder) / name if folder else packaged() / name


def tables(connection: psycopg.Connection) -> list[str]:
    """The tables there are."""
    return [name for (name,) in connection.execute(TABLES)]


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """How many rows each table has that is backed up."""
    return {name: _count(connection, name) for name in tables(connection) if name not in (*LEFT_OUT, MARK)}


def _count(connection: psycopg.Connection, table: str) -> int:
    row = connection.execute(sql.SQL("SELECT count(*) FROM public.{}").format(sql.Identifier(table))).fetchone()
    return int(row[0]) if row else 0


@contextmanager
def snapshot(url: str) -> Iterator[tuple[psycopg.Connection, str]]:
    """One moment of the database, held for everything that is read of it; people go on working."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert row is not None  # noqa: S101 - the function gives one row
        yield connection, row[0]


@contextmanager
def dumping(url: str, moment: str) -> Iterator[IO[bytes]]:
    """The database as pg_dump writes it, without the data keys, as a stream."""
    left_out = [f"--exclude-table-data=public.{name}" for name in (KEY_STORE, *LEFT_OUT)]
    command = [
        program("pg_dump"), "--format=custom", "--no-owner", "--no-comments", f"--snapshot={moment}", *left_out, url,
    ]  # fmt: skip
    with _running(command, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None  # noqa: S101 - a pipe was asked for
        yield running.stdout


@contextmanager
def loading(url: str) -> Iterator[IO[bytes]]:
    """Where a dump is written to be restored, in one transaction."""
    unpack = [program("pg_restore"), "--no-owner", "--no-comments", "--file=-"]
    load = [
        program("psql"), "--no-psqlrc", "--quiet", "--output=/dev/null", "--set=ON_ERROR_STOP=1",
        "--single-transaction", f"--command={SEARCH}", "--file=-", url,
    ]  # fmt: skip
    with (
        ThreadPoolExecutor(1) as threads,  # outermost: it waits for what ends with both programs
        _running(unpack, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as unpacking,
        _understood(unpacking.stdout, url, threads) as told,
        _running(load, stdin=told),
    ):
        assert unpacking.stdin is not None  # noqa: S101 - a pipe was asked for
        told.close()  # the loader alone reads it: ends it, so does the other
        yield unpacking.stdin
        unpacking.stdin.close()


@contextmanager
def _understood(source: Any, url: str, threads: ThreadPoolExecutor) -> Iterator[IO[bytes]]:
    """The statements of a dump as this server understands them: an older one knows not every setting."""
    with psycopg.connect(url) as connection:
        older = connection.info.server_version < TRANSACTION_TIMEOUT_SINCE
    if not older:
        yield source
        return
    out, into = os.pipe()
    passing = threads.submit(_leave_out, source, into)
    with os.fdopen(out, "rb") as told:
        yield told
    passing.result()


def _leave_out(source: IO[bytes], into: int) -> None:
    """Pass the statements on, without the one setting; it stands among the first lines, before any row."""
    with source, os.fdopen(into, "wb") as passed, suppress(BrokenPipeError):  # the loader ended, and says why
        for _ in range(FIRST_LINES):
            line = source.readline()
            passed.write(b"" if line == TRANSACTION_TIMEOUT else line)
        shutil.copyfileobj(source, passed, COPIED)


@contextmanager
def _running(command: Sequence[object], **pipes: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A program that must end well; what it says of a failure holds names of tables, never rows."""
    words = [str(word) for word in command]
    with subprocess.Popen(words, stderr=subprocess.PIPE, **pipes) as running:  # noqa: S603 - our own command
        try:
            yield running
        except BrokenPipeError:
            pass  # the program has ended, and says below why
        except BaseException:
            running.kill()
            raise
        said = running.stderr.read().decode(errors="replace") if running.stderr else ""
        if running.wait():
            raise Refused(f"{Path(words[0]).name} failed: {' '.join(said.split())[:400]}")
