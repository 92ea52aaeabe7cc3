"""Start or join the server of a data folder; the last application to leave stops it.

Each application holds a shared lock on a file. The kernel frees the lock of a killed application, so the
next one that leaves still finds out that it is the last.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

from naung.config.postgres.cluster import APP, OWNER, SUPERUSER, Cluster
from naung.config.postgres.programs import Programs, account_for, packaged

# A client that hung up, or a page that hangs, must not hold a connection for ever.
APP_LIMITS = {"statement_timeout": "60s", "idle_in_transaction_session_timeout": "120s"}


@dataclass(frozen=True)
class Server:
    """A running server; keep it for as long as it is needed and then call `leave`."""

    cluster: Cluster
    socket: Path
    users: IO[str]

    def url(self, role: str, database: str) -> str:
        """The address of one database for one role, as `DATABASE_URL` wants it."""
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.socket), safe='')}"

    def ensure_database(self, name: str) -> None:
        """Make the two roles, and a database owned by one of them, where they do not exist yet."""
        with _alone(self.cluster.data):  # two commands that begin at once would change the same roles
            with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
                _ensure_roles(connection)
                _ensure_owned(connection, name)
            for database in ("template1", name):  # test databases are copies of template1
                with psycopg.connect(self.url(SUPERUSER, database), autocommit=True) as connection:
                    connection.execute("SET client_min_messages = warning")
                    connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")

    def drop_database(self, name: str) -> None:
        """Throw a database away, with all that is in it."""
        with psycopg.connect(self.url(SUPERUSER, "postgres"), autocommit=True) as connection:
            statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
            connection.execute(statement.format(sql.Identifier(name)))

    def revive(self) -> bool:
        """Start the server again, at the same address, where it has ended by itself; tells whether it had."""
        with _alone(self.cluster.data):
            if self.cluster.running_socket() is not None:
                return False
            self.cluster.start(disposable=False, at=self.socket)
            return True

    def leave(self) -> None:
        """Stop using the server; the last one to leave stops it."""
        with _alone(self.cluster.data):
            last = _is_last(self.users)
            self.users.close()
            if last:
                self.cluster.stop()


def start(data: Path, *, disposable: bool = False, binaries: Path | None = None) -> Server:
    """Start the server that keeps its data in this folder, or join it when it already runs.

    A disposable server is faster and loses its data when the machine fails: for tests only.
    """
    data = data.resolve()
    make_folder(data)
    cluster = Cluster(data, Programs(binaries or packaged(), account_for(data / "pg")))
    with _alone(data), ExitStack() as undo:
        users = undo.enter_context((data / "pg.users").open("w"))
        fcntl.flock(users, fcntl.LOCK_SH)
        socket = cluster.running_socket() or cluster.start(disposable=disposable)
        undo.pop_all()
    return Server(cluster, socket, users)


def in_use(data: Path) -> bool:
    """Whether somebody holds the server of this folder."""
    if not (data / "pg.users").exists():
        return False
    with (data / "pg.users").open("r+") as users:
        return not _is_last(users)


def make_folder(data: Path) -> None:
    """The folder may be passed through but not listed: the server's user may be another one."""
    try:
        data.mkdir(mode=0o711, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data):
            pass
    except OSError as error:
        raise SystemExit(
            f"Nothing can be written to the data folder {data} ({error.strerror}): "
            "give yourself the right to write there, or name another folder with --data."
        ) from None


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Only one process at a time starts, prepares or stops the server of this folder."""
    with (data / "pg.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_last(users: IO[str]) -> bool:
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _ensure_roles(connection: psycopg.Connection) -> None:
    known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
    for role, powers in ((OWNER, sql.SQL("CREATEDB")), (APP, sql.SQL("NOCREATEDB"))):
        if role not in known:
            statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE {}")
            connection.execute(statement.format(sql.Identifier(role), powers))
    for limit, value in APP_LIMITS.items():
        statement = sql.SQL("ALTER ROLE {} SET {} = {}")
        connection.execute(statement.format(sql.Identifier(APP), sql.Identifier(limit), value))


def _ensure_owned(connection: psycopg.Connection, name: str) -> None:
    database, owner, app = sql.Identifier(name), sql.Identifier(OWNER), sql.Identifier(APP)
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
        return
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, app))
