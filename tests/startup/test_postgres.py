"""Naung's own database server: starts anywhere, is shared, stops with its last user, trusts no dead process."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from naung.config import local, postgres
from naung.config.postgres.programs import packaged
from tests.startup import processes

OLD = Path("/usr/lib/postgresql/15/bin")

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")


def server_pid(data: Path) -> int:
    return int((data / "pg" / "postmaster.pid").read_text().split()[0])


def asks(server: postgres.Server, role: str, question: str) -> object:
    with psycopg.connect(server.url(role, "naung")) as connection:
        row = connection.execute(question).fetchone()
    assert row
    return row[0]


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "it's data"
    yield folder
    if (folder / "pg" / "postmaster.pid").exists():
        os.kill(server_pid(folder), signal.SIGQUIT)


ON_OLD = pytest.param(OLD, marks=pytest.mark.skipif(not OLD.is_dir(), reason="no PostgreSQL 15 here"))


@pytest.mark.parametrize("binaries", [None, ON_OLD])
def test_a_new_database_has_two_roles_and_neither_passes_the_wall(data: Path, binaries: Path | None) -> None:
    server = postgres.start(data, disposable=True, binaries=binaries)
    server.ensure_database("naung")
    server.ensure_database("naung")

    powers = "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'naung%' AND (rolsuper OR rolbypassrls OR rolcreaterole)"
    assert asks(server, postgres.APP, powers) == 0
    assert asks(server, postgres.APP, "SELECT current_user") == postgres.APP
    assert asks(server, postgres.APP, "SHOW statement_timeout") == "1min"
    assert asks(server, postgres.OWNER, "SHOW statement_timeout") == "0"
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'naung'"
    assert asks(server, postgres.APP, owner) == postgres.OWNER
    assert asks(server, postgres.APP, "SELECT similarity('Budi', 'Budy')") == pytest.approx(0.43, abs=0.01)
    assert asks(server, postgres.APP, "SELECT lower('ÉÇ')") == "éç"
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        asks(server, postgres.APP, f"SET ROLE {postgres.OWNER}; SELECT 1")
    postgres.require_bound(server.url(postgres.APP, "naung"))
    with pytest.raises(SystemExit, match="whom row security does not bind"):
        postgres.require_bound(server.url(postgres.SUPERUSER, "naung"))
    server.leave()


def test_failed_statements_do_not_reach_the_log(data: Path) -> None:
    server = postgres.start(data, disposable=True)
    server.ensure_database("naung")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        asks(server, postgres.APP, "SELECT 'Rina binti Hasan', nothing")
    server.leave()
    assert "Rina" not in (data / "pg" / "server.log").read_text()


def test_the_last_to_leave_stops_it(data: Path) -> None:
    first, second = postgres.start(data, disposable=True), postgres.start(data)
    pid = server_pid(data)
    assert postgres.in_use(data)
    first.leave()
    assert processes.alive(pid)
    second.leave()
    assert processes.soon(lambda: not processes.alive(pid))
    assert not postgres.in_use(data)


def _start_and_die(data: Path) -> None:
    postgres.start(data, disposable=True)
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_application_does_not_keep_the_server(data: Path) -> None:
    killed = multiprocessing.get_context("spawn").Process(target=_start_and_die, args=(data,))
    killed.start()
    killed.join(60)
    pid = server_pid(data)
    assert processes.alive(pid), "nobody was left to stop it"

    postgres.start(data).leave()

    assert processes.soon(lambda: not processes.alive(pid))


def test_a_killed_server_starts_again_though_its_pid_lingers(data: Path) -> None:
    server = postgres.start(data, disposable=True)
    server.ensure_database("naung")
    os.kill(server_pid(data), signal.SIGKILL)
    assert processes.soon(lambda: not processes.naming(str(data / "pg")))

    again = postgres.start(data, disposable=True)

    assert asks(again, postgres.APP, "SELECT 1") == 1
    server.users.close()
    again.leave()


def test_whoever_keeps_a_server_starts_it_again_when_it_was_killed(data: Path) -> None:
    """Nobody else would: the pages would say for ever that the database does not answer."""
    server = postgres.start(data)
    server.ensure_database("naung")
    home = local.Local(data, local._keeper(data))
    killed = server_pid(data)
    os.kill(killed, signal.SIGKILL)

    assert processes.soon(lambda: (data / "pg" / "postmaster.pid").exists() and server_pid(data) != killed)
    assert processes.soon(lambda: _answers(server)), "at the address that everybody has"
    server.leave()
    home.close()
    assert processes.soon(lambda: not processes.naming(str(data / "pg")))


def _answers(server: postgres.Server) -> bool:
    try:
        return asks(server, postgres.APP, "SELECT 1") == 1
    except psycopg.OperationalError:
        return False


def test_a_server_that_was_killed_while_it_began_is_started_anew(data: Path) -> None:
    """Its file does not say yet where it listens."""
    postgres.start(data, disposable=True).leave()
    for left in ("", f"{2**22 - 1}\n{data / 'pg'}\n0\n5432\n\n"):
        (data / "pg" / "postmaster.pid").write_text(left)
        server = postgres.start(data, disposable=True)
        server.ensure_database("naung")
        assert asks(server, postgres.APP, "SELECT 1") == 1
        server.leave()


def test_a_pid_that_another_program_got_meanwhile_is_not_believed(data: Path) -> None:
    postgres.start(data, disposable=True).leave()
    (data / "pg" / "postmaster.pid").write_text(f"{os.getpid()}\n{data / 'pg'}\n0\n5432\n/nowhere\n\n\n")
    server = postgres.start(data, disposable=True)
    server.ensure_database("naung")
    assert asks(server, postgres.APP, "SELECT 1") == 1
    server.leave()


def test_a_path_too_long_for_a_socket(tmp_path: Path) -> None:
    server = postgres.start(tmp_path / ("long" * 25), disposable=True)
    server.ensure_database("naung")
    assert asks(server, postgres.APP, "SELECT 1") == 1
    folder = server.socket
    server.leave()
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv")
def test_below_a_folder_that_only_root_may_enter(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = postgres.start(closed / "data", disposable=True)
    server.ensure_database("naung")
    assert asks(server, postgres.APP, "SELECT 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700, "nobody opened it"
    server.leave()


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become somebody else")
def test_another_user_of_the_machine_cannot_connect() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        server = postgres.start(Path(folder) / "data", disposable=True)
        server.ensure_database("naung")
        server.socket.chmod(0o755)  # even where the folder stands open
        psql = ["sh", "-c", 'exec "$@"', "sh", packaged() / "psql", server.url(postgres.APP, "naung"), "-c", "SELECT 1"]
        stranger = subprocess.run(psql, user="daemon", capture_output=True, text=True, check=False, cwd="/")
        server.leave()
    if "Permission denied" in stranger.stderr:
        pytest.skip("other users cannot even read this checkout")
    assert "Peer authentication failed" in stranger.stderr


def test_a_folder_with_something_else_in_it(data: Path) -> None:
    (data / "pg").mkdir(parents=True)
    (data / "pg" / "letter.txt").write_text("keep me")
    with pytest.raises(SystemExit, match="move it away"):
        postgres.start(data)


def test_a_server_that_does_not_start_names_its_log(data: Path) -> None:
    postgres.start(data, disposable=True).leave()
    with (data / "pg" / "postgresql.conf").open("a") as settings:
        settings.write("work_mem = 'much'\n")
    with pytest.raises(SystemExit, match=r"did not start: put right what .*server\.log says"):
        postgres.start(data)


def test_a_database_that_is_too_old(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    server = postgres.start(data, disposable=True)
    server.ensure_database("naung")
    monkeypatch.setattr("naung.config.postgres.address.OLDEST", 99)
    with pytest.raises(SystemExit, match="which is too old: give the address of PostgreSQL 99 or later"):
        postgres.require_usable(server.url(postgres.APP, "naung"), setting="DATABASE_URL")
    server.leave()
