"""An office with a PostgreSQL of its own: what is wrong is said in one sentence, and keys lie where it said."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from naung.config import local, postgres, serving
from naung.config.postgres import address
from tests.serving import free_port
from tests.startup.test_demo import environment
from tests.startup.test_postgres import OLD

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")
NAUNG = Path(sys.executable).with_name("naung")
NOWHERE = "postgresql://naung_app@127.0.0.1:1/naung"
BY_HAND = (
    "CREATE ROLE naung_owner LOGIN",
    "CREATE ROLE naung_app LOGIN",
    "CREATE DATABASE naung OWNER naung_owner",
)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[postgres.Server]:
    """A server with roles and database made by hand, as operate.md says; the oldest that we promise, where present."""
    tmp_path.chmod(0o755)
    server = postgres.start(tmp_path / "theirs", disposable=True, binaries=OLD if OLD.is_dir() else None)
    with psycopg.connect(server.url(postgres.SUPERUSER, "postgres"), autocommit=True) as connection:
        for statement in BY_HAND:
            connection.execute(statement)
    yield server
    server.leave()


def addresses(server: postgres.Server) -> dict[str, str]:
    return {name: server.url(role, "naung") for name, role in local.ADDRESSES.items()}


def naung(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [NAUNG, *arguments], env=environment(**settings), capture_output=True, text=True, check=False, timeout=120
    )


def test_set_up_makes_the_keys_in_the_named_folder_and_every_command_uses_them(
    server: postgres.Server, tmp_path: Path
) -> None:
    theirs = addresses(server)
    data = tmp_path / "keys"
    assert "`./run naung setup` make the keys in NAUNG_DATA" in naung("doctor", NAUNG_DATA=str(data), **theirs).stderr
    assert not data.exists()

    first = naung("setup", NAUNG_DATA=str(data), **theirs)
    assert first.returncode == 0, first.stderr
    key = (data / "master.key").read_text()
    assert (data / "master.key").stat().st_mode & 0o077 == 0
    assert naung("setup", NAUNG_DATA=str(data), **theirs).returncode == 0
    assert (data / "master.key").read_text() == key
    assert "HTTPS" in naung("doctor", NAUNG_DATA=str(data), **theirs).stdout

    opened = naung("administrator", "ayu", "Ayu Lestari", NAUNG_DATA=str(data), **theirs)
    assert "ayu may sign in with the password" in opened.stdout, opened.stderr
    second = naung("administrator", "eka", "Eka", NAUNG_DATA=str(data), **theirs)
    assert "eka may sign in" in second.stdout, "roles take two people"
    third = naung("administrator", "uma", "Uma", NAUNG_DATA=str(data), **theirs)
    assert "has its administrators already" in third.stderr, "the first two only"

    (data / local.TRAINING).touch()
    assert "HTTPS" not in naung("doctor", NAUNG_DATA=str(data), **theirs).stdout, "the training mark is seen"


def test_a_new_key_does_not_begin_to_seal_beside_a_lost_one(server: postgres.Server, tmp_path: Path) -> None:
    theirs = addresses(server)
    assert naung("setup", NAUNG_DATA=str(tmp_path / "keys"), **theirs).returncode == 0
    sealed = (
        "INSERT INTO core_datakey (subject_id, wrapped, master, created_at) VALUES (gen_random_uuid(), '', %s, now())"
    )
    with psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        connection.execute(sealed, ["a lost key"])

    again = naung("setup", NAUNG_DATA=str(tmp_path / "keys"), **theirs)

    assert again.returncode == 1
    assert "opens nothing of what is sealed" in again.stderr


@pytest.mark.parametrize("command", ["setup", "import areas x.json", "simulate", "doctor"])
def test_a_database_that_is_not_there_is_one_sentence(command: str) -> None:
    keys = {"NAUNG_SECRET_KEY": "x"} | {name: os.environ[name] for name in ("NAUNG_MASTER_KEY", "NAUNG_AUDIT_KEY")}
    done = naung(*command.split(), DATABASE_URL=NOWHERE, DATABASE_OWNER_URL=NOWHERE, **keys)
    assert done.returncode == 1
    assert "The database cannot be reached" in done.stderr
    assert done.stderr.strip().count("\n") == 0, done.stderr


def test_the_pages_role_must_be_bound(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> None:
    app = server.url(postgres.APP, "naung")
    postgres.require_bound(app)
    with pytest.raises(SystemExit, match="naung_owner, who owns something"):
        postgres.require_bound(server.url(postgres.OWNER, "naung"))
    with psycopg.connect(server.url(postgres.SUPERUSER, "naung"), autocommit=True) as connection:
        connection.execute("GRANT naung_owner TO naung_app")
        with pytest.raises(SystemExit, match="or may become its owner"):
            postgres.require_bound(app)
        connection.execute("REVOKE naung_owner FROM naung_app")
        connection.execute("CREATE SCHEMA theirs CREATE TABLE theirs.one (id int)")
        connection.execute("ALTER TABLE theirs.one OWNER TO naung_app")
        with pytest.raises(SystemExit, match="owns something"):
            postgres.require_bound(app)
        connection.execute("DROP SCHEMA theirs CASCADE")
        connection.execute("ALTER ROLE naung_app BYPASSRLS")
        with pytest.raises(SystemExit, match="does not bind"):
            postgres.require_bound(app)
        connection.execute("ALTER ROLE naung_app NOBYPASSRLS")
    monkeypatch.setattr(address, "APP", "somebody_else")
    with pytest.raises(SystemExit, match="the walls are written for somebody_else"):
        postgres.require_bound(app)


def test_a_server_without_the_search_extension(server: postgres.Server) -> None:
    with pytest.raises(SystemExit, match="CREATE EXTENSION pg_trgm` in the database naung"):
        postgres.ensure_search(server.url(postgres.APP, "naung"))
    postgres.ensure_search(server.url(postgres.OWNER, "naung"))
    postgres.ensure_search(server.url(postgres.APP, "naung"))


def test_the_server_of_the_pages_says_that_its_port_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    port = free_port()
    serving.refuse_taken("127.0.0.1", port)
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(SystemExit, match="is taken by another program"):
            serving.web.main(["--port", str(port)], standalone_mode=False)
    with pytest.raises(SystemExit, match="give one of its own addresses with --host"):
        serving.refuse_taken("192.0.2.1", port)


def test_serving_without_keys_says_how_they_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in local.KEYS:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit, match="NAUNG_MASTER_KEY is missing: name the folder"):
        local.check_keys()
