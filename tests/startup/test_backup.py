"""A backup is taken while people work, opens with one key only, and comes back whole or not at all."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pyrage
import pytest
from playwright.sync_api import Browser

from naung.config import postgres
from naung.config.backup import restoring, taking
from naung.config.environment import ROOT
from naung.core.backups import backups_in
from naung.core.errors import Refused
from tests.dumps import dumped, in_plain, opened
from tests.startup.erased import CLOSED, Closed, at_work, erase_by_two, finds
from tests.startup.processes import soon
from tests.startup.test_demo import environment
from tests.startup.test_own_postgres import NAUNG, naung
from tests.startup.test_postgres import OLD

NOW = datetime(2026, 11, 26, 2, 15, tzinfo=UTC)
TOLD = "manage", "shell", "-v0", "-c"
# What the pages would read: the first report's story, opened with its key, and how many there are.
READ = """
from django.conf import settings
from django.db import connections
connections["default"] = connections["owner"]
from naung.intake.models import Report, Story
first = Story.objects.order_by("pk").first()
print(Report.objects.count(), first.happened)
"""
# Every word that real work sealed in this office.
SEALED = """
import json
from django.apps import apps
from django.db import connections
connections["default"] = connections["owner"]
from naung.core.sealed import SealedField
told = set()
for model in apps.get_models():
    names = [one.name for one in model._meta.concrete_fields if isinstance(one, SealedField)]
    for row in model._default_manager.all() if names else ():
        told |= {json.dumps(getattr(row, name), ensure_ascii=False) for name in names}
print(json.dumps(sorted(told)))
"""
NAMED = """
    SELECT child.id, child.name FROM people_child child JOIN core_datakey ON subject_id = child.id
     WHERE child.name <> '' ORDER BY length(child.name) DESC LIMIT 1
"""
ASK = """
from naung.config.backup.scheduled import nightly
nightly.defer(timestamp=0)
"""
TOKEN = """
from naung.people.queries.tokens import token
print(token("nik", "6471990101150001"))
"""
# A rotation that is killed after its first batch.
BREAK = """
from naung.config.cli import django_ready
django_ready()
from naung.config import rotating
rotating.BATCH = 3
rotating.begin()
def stop(count):
    raise SystemExit("stopped on purpose")
rotating.wrap_anew(stop)
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an office at work: some reports, and a sealed file that somebody added."""
    data = tmp_path_factory.mktemp("office") / "data"
    told = {"NAUNG_DATA": str(data), "NAUNG_TRAINING_DATA": "1"}
    for arguments in (("setup",), ("simulate", "--months", "1", "--reports", "6")):
        done = naung(*arguments, **told)
        assert done.returncode == 0, done.stderr
    done = naung(*TOLD, CLOSED, NAUNG_DATA=str(data), PYTHONPATH=str(ROOT))
    assert done.returncode == 0, done.stderr
    data.with_name("closed").write_text(done.stdout.strip())
    (data / "files" / "a1").mkdir(parents=True)
    (data / "files" / "a1" / "0123").write_bytes(b"sealed bytes of a picture")
    return data


@pytest.fixture(scope="module")
def closed(office: Path) -> Closed:
    """A child there whose case is closed, with a picture."""
    return Closed(*office.with_name("closed").read_text().split("|"))


@contextmanager
def running(data: Path) -> Iterator[postgres.Server]:
    """The office's own database."""
    server = postgres.start(data)
    try:
        yield server
    finally:
        server.leave()


@pytest.fixture(scope="module")
def taken(office: Path) -> list[Path]:
    """A backup by the command, as the worker takes it each night."""
    done = naung("backup", NAUNG_DATA=str(office))
    assert done.returncode == 0, done.stderr
    return sorted((office / "backups").iterdir())


def restore(into: Path, files: list[Path], identity: Path) -> tuple[int, str]:
    data, keys = files
    told = {"NAUNG_DATA": str(into), "NAUNG_ERASED": str(identity.with_name("data-erased.list"))}
    done = naung("restore", str(data), str(keys), "--identity", str(identity), "--nothing-erased", **told)
    return done.returncode, done.stderr + done.stdout


def read(data: Path) -> str:
    done = naung(*TOLD, READ, NAUNG_DATA=str(data))
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_worker_takes_a_backup_at_its_time(office: Path, tmp_path: Path) -> None:
    told = environment(NAUNG_DATA=str(office), NAUNG_BACKUPS=str(tmp_path / "night"))
    asked = naung(*TOLD, ASK, NAUNG_DATA=str(office))
    assert asked.returncode == 0, asked.stderr
    with subprocess.Popen([NAUNG, "worker"], env=told, stderr=subprocess.DEVNULL) as worker:
        try:
            assert soon(lambda: len(backups_in(tmp_path / "night")) == 2, 60)
        finally:
            worker.terminate()
            worker.wait(30)


def test_what_was_sealed_opens_again_in_an_empty_place(office: Path, taken: list[Path], tmp_path: Path) -> None:
    status, said = restore(tmp_path / "new", taken, office / "backup.key")

    assert status == 0, said
    assert "counts and sums are right" in said
    told = read(office)
    assert len(told.split()) > 5
    assert read(tmp_path / "new") == told
    assert (tmp_path / "new" / "files" / "a1" / "0123").read_bytes() == b"sealed bytes of a picture"
    assert "scope" not in naung("doctor", NAUNG_DATA=str(tmp_path / "new"), NAUNG_TRAINING_DATA="1").stdout

    again = restore(tmp_path / "new", taken, office / "backup.key")
    assert again[0] == 1
    assert "is not empty" in again[1]


@pytest.mark.journey
def test_whoever_was_erased_by_two_stays_erased_in_an_older_backup(
    office: Path, taken: list[Path], closed: Closed, tmp_path: Path, browser: Browser
) -> None:
    data, new = tmp_path / "data", tmp_path / "new"
    subprocess.run(["cp", "-a", office, data], check=True)  # the database's files keep their owner
    with at_work(data, browser) as there:
        rina = there.signs_in(closed.supervisor)
        assert finds(rina, closed.name)
        erase_by_two(there, closed.number)
        assert not finds(rina, closed.name)
    (picture,) = _files(office) - _files(data)

    told = {"NAUNG_DATA": str(new), "NAUNG_ERASED": str(tmp_path / "nothing.list")}
    files, identity = [str(path) for path in taken], ("--identity", str(office / "backup.key"))
    refused = naung("restore", *files, *identity, **told)
    assert (refused.returncode, "put the newest erasure list there" in refused.stderr) == (1, True)
    told["NAUNG_ERASED"] = str(tmp_path / "data-erased.list")
    done = naung("restore", *files, *identity, **told)
    assert done.returncode == 0, done.stderr
    assert "were destroyed again" in done.stdout
    assert picture in _files(office)
    assert picture not in _files(new)
    with at_work(new, browser) as here:
        rina = here.signs_in(closed.supervisor)
        assert not [asked for asked in (closed.name, closed.number) if finds(rina, asked)]
        assert rina.is_refused("cases:file", closed.case_id)
        dodi = here.signs_in("dodi")
        dodi.open("privacy:erasing")
        assert dodi.reads(closed.number)
        assert dodi.reads("Cadangan terakhir yang memuat namanya hilang pada")
    with running(new) as server, psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        found = connection.execute("SELECT name, address FROM people_child WHERE id = %s", [closed.child_id])
        assert found.fetchone() == ("", "")
        assert not connection.execute("SELECT 1 FROM core_datakey WHERE subject_id = %s", [closed.child_id]).fetchone()
        assert connection.execute("SELECT 1 FROM people_child WHERE name <> '' LIMIT 1").fetchone()


def _files(data: Path) -> set[str]:
    return {path.name for path in (data / "files").rglob("*") if path.is_file()}


def test_a_backup_names_nobody_and_the_data_hold_no_key(office: Path, taken: list[Path]) -> None:
    data, keys = taken
    with running(office) as server, psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        (name,) = connection.execute("SELECT name FROM people_child ORDER BY length(name) DESC LIMIT 1").fetchone()  # type: ignore[misc]
        (wrapped,) = connection.execute("SELECT wrapped FROM core_datakey LIMIT 1").fetchone()  # type: ignore[misc]
    identity = (office / "backup.key").read_text()

    assert name.encode() not in data.read_bytes()
    members = opened(data, office)
    assert {name.split("/")[0] for name in members} == {"database", "files"}
    assert len(members) == 3, "two files"
    assert wrapped.hex().encode() not in (plain := in_plain(members["database"]))
    assert name.encode() in plain, "names are readable by design"
    assert wrapped.hex().encode() in restoring.read_keys(keys, identity).rows
    assert data.stat().st_mode & 0o077 == 0


def test_no_word_that_real_work_sealed_lies_in_clear(office: Path, taken: list[Path]) -> None:
    """Each is opened with its key and looked for: an operation that copies one into a notice or a job is found."""
    told = [json.loads(one) for one in json.loads(naung(*TOLD, SEALED, NAUNG_DATA=str(office)).stdout)]
    words = {word for one in told for word in _words(one) if len(word) > 20}  # shorter ones may be codes or names
    assert len(words) > 20
    content = in_plain(opened(taken[0], office)["database"])
    with running(office) as server:
        content += dumped(server.url(postgres.OWNER, "naung"))
    forms = {word: {word.encode(), word.encode().hex().encode(), json.dumps(word)[1:-1].encode()} for word in words}
    assert [word for word, lies in forms.items() if any(one in content for one in lies)] == []


def _words(told: object) -> Iterator[str]:
    if isinstance(told, str):
        yield told
    elif isinstance(told, list | dict):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _words(one)


@pytest.mark.skipif(not OLD.is_dir(), reason="no PostgreSQL 15 here")
def test_a_backup_of_a_newer_database_comes_back_on_postgresql_15(
    office: Path, taken: list[Path], tmp_path: Path
) -> None:
    tmp_path.chmod(0o755)
    server = postgres.start(tmp_path / "pg", disposable=True, binaries=OLD)
    server.ensure_database("naung")
    addresses = {"DATABASE_URL": postgres.APP, "DATABASE_OWNER_URL": postgres.OWNER}
    told = {"NAUNG_DATA": str(tmp_path / "new")} | {name: server.url(role, "naung") for name, role in addresses.items()}
    erasing = ("--identity", str(office / "backup.key"), "--nothing-erased")
    cut = tmp_path / "cut.age"
    cut.write_bytes(taken[0].read_bytes()[: taken[0].stat().st_size // 2])
    try:
        broken = naung("restore", str(cut), str(taken[1]), *erasing, **told)
        assert (broken.returncode, "damaged" in broken.stderr or "failed" in broken.stderr) == (1, True)
        done = naung("restore", *map(str, taken), *erasing, **told)
        assert done.returncode == 0, done.stderr
        assert "counts and sums are right" in done.stdout
        opened_there = naung(*TOLD, READ, **told)
        assert opened_there.stdout == read(office), opened_there.stderr
    finally:
        server.leave()


def test_a_cut_or_changed_or_foreign_file_is_refused_and_a_whole_one_then_works(
    office: Path, taken: list[Path], tmp_path: Path
) -> None:
    data, keys = taken
    content = data.read_bytes()
    cut, changed = tmp_path / "cut.age", tmp_path / "changed.age"
    cut.write_bytes(content[: len(content) // 2])
    changed.write_bytes(content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])
    stranger = tmp_path / "stranger.key"
    stranger.write_text(str(pyrage.x25519.Identity.generate()))
    new = tmp_path / "new"

    assert "does not open with this key" in restore(new, taken, stranger)[1]
    assert not new.exists()
    for broken in (cut, changed):
        status, said = restore(new, [broken, keys], office / "backup.key")
        assert status == 1
        assert "damaged" in said or "failed" in said
        assert "being restored" in naung("doctor", NAUNG_DATA=str(new)).stderr
        assert not (new / "files").exists()
    assert "is not the keys of a backup" in restore(new, [data, data], office / "backup.key")[1]
    assert restore(new, taken, office / "backup.key")[0] == 0


def test_a_backup_is_one_moment_although_people_go_on_working(office: Path, tmp_path: Path) -> None:
    stop, added = threading.Event(), []
    with running(office) as server:
        url = server.url(postgres.OWNER, "naung")

        def work() -> None:
            with psycopg.connect(url, autocommit=True) as connection:
                while not stop.is_set():
                    connection.execute(
                        "INSERT INTO core_datakey (subject_id, wrapped, master, created_at)"
                        " VALUES (gen_random_uuid(), '', 'x', now())"
                    )
                    added.append(1)

        colleague = threading.Thread(target=work)
        colleague.start()
        place = taking.Place(office, office / "files", tmp_path / "b", url, taking.recipient_in(office))
        paths = taking.take(place, NOW)
        stop.set()
        colleague.join()
        with psycopg.connect(url) as connection:
            connection.execute("DELETE FROM core_datakey WHERE master = 'x'")

    assert added
    assert restore(tmp_path / "new", paths, office / "backup.key")[0] == 0


def test_a_backup_that_breaks_leaves_no_half_a_file(office: Path, tmp_path: Path) -> None:
    place = taking.Place(office, office / "files", tmp_path / "b", "postgresql://nobody@127.0.0.1:1/none", "")
    with pytest.raises(psycopg.OperationalError):
        taking.take(place, NOW)
    with running(office) as server:
        url = server.url(postgres.OWNER, "naung")
        broken = taking.Place(office, office / "files", tmp_path / "b", url, taking.recipient_in(office))

        def full(_: int) -> None:
            raise OSError(28, "No space left on device")

        with pytest.raises(OSError, match="No space left"):
            taking.take(broken, NOW, full)
    assert list((tmp_path / "b").iterdir()) == []


def test_old_ones_are_removed_by_rule_and_the_doctor_says_when_a_night_was_missed(office: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for days in (0, 1, 20, 21, 400):
        for kind in ("data", "keys"):
            (folder / f"naung-{kind}-{NOW - timedelta(days=days):%Y%m%dT%H%M%SZ}.age").write_bytes(b"x")
    gone = taking.prune(folder, NOW, timedelta(days=20))
    ages = {(one.kind, (NOW - one.at).days) for one in gone}
    assert ages == {("keys", 21), ("keys", 400), ("data", 400), ("data", 21)}

    told = {"NAUNG_DATA": str(office), "NAUNG_BACKUPS": str(folder)}
    said = naung("doctor", **told).stdout
    assert "keep backup.key elsewhere" in said
    shutil.rmtree(folder)
    assert "There is no backup" in naung("doctor", **told).stdout


def test_restoring_over_another_installation_s_keys_is_refused(office: Path, taken: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "master.key").write_text("another")

    status, said = restore(other, taken, office / "backup.key")
    assert (status, "another key than the backup's" in said) == (1, True)
    assert (other / "master.key").read_text() == "another"


def test_a_key_of_backups_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "backup.key").write_text("nothing")
    with pytest.raises(Refused):
        taking.recipient_in(tmp_path)


def test_a_new_master_key_wraps_every_key_while_people_work_and_goes_on_where_it_broke_off(
    office: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    subprocess.run(["cp", "-a", office, data], check=True)  # the database's files keep their owner
    told, training = {"NAUNG_DATA": str(data)}, {"NAUNG_TRAINING_DATA": "1"}
    before, old = read(data), (data / "master.key").read_text()
    (data / "token.key").unlink()  # as an installation had it before there was one
    with_tokens = naung(*TOLD, TOKEN, **told).stdout

    with running(data) as server, psycopg.connect(server.url(postgres.OWNER, "naung"), autocommit=True) as connection:
        colleague = threading.Thread(
            target=lambda: naung("simulate", "--months", "1", "--reports", "3", "--seed", "9", **told, **training)
        )
        colleague.start()
        broken = subprocess.run(
            [sys.executable, "-c", BREAK], env=environment(**told), capture_output=True, text=True, check=False
        )
        assert "stopped on purpose" in broken.stderr
        assert len(_masters(connection)) == 2, "some are wrapped anew, some not yet"
        assert read(data).split(maxsplit=1)[1] == before.split(maxsplit=1)[1]
        colleague.join()
        done = naung("keys", "rotate", **told)
        assert done.returncode == 0, done.stderr
        assert "wrapped by the new master key" in done.stdout
        assert len(_masters(connection)) == 1

    assert (data / "master.former.key").read_text() == old != (data / "master.key").read_text()
    (data / "master.former.key").unlink()
    assert read(data).split(maxsplit=1)[1] == before.split(maxsplit=1)[1]
    assert naung(*TOLD, TOKEN, **told).stdout == with_tokens, "a NIK is still found"


def _masters(connection: psycopg.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT DISTINCT master FROM core_datakey")}


def test_a_key_may_come_from_a_command(office: Path, tmp_path: Path) -> None:
    told = {"NAUNG_DATA": str(office), "NAUNG_TOKEN_KEY_COMMAND": f"cat {office / 'token.key'}"}
    assert naung(*TOLD, TOKEN, **told).stdout == naung(*TOLD, TOKEN, NAUNG_DATA=str(office)).stdout
    failing = naung("doctor", NAUNG_DATA=str(office), NAUNG_AUDIT_KEY_COMMAND="false")
    assert "NAUNG_AUDIT_KEY_COMMAND ended with 1" in failing.stderr
