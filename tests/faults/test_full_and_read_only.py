"""No room on the disk, or a database that can only be read: the page says which, and what was typed is sent later."""

import errno
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import DatabaseError, OperationalError
from django.test import RequestFactory

from naung.config import postgres
from naung.core.views import bad_request, server_error
from tests.serving import Visitor, installation

STORY = "Anak tetangga sering dipukul."
MEGABYTES = 2


def test_the_page_says_what_is_wrong_and_afterwards_all_goes_on(tmp_path: Path) -> None:
    with installation(tmp_path) as (server, visitor):
        assert sent(visitor, a_report(visitor))[0] == 200

        report = a_report(visitor)
        _only_read(server, "on")
        status, said = sent(visitor, report)
        assert (status, "hanya bisa dibaca" in said, STORY in said) == (503, True, True)
        assert visitor.get("/lapor/")[0] == 200, "reading goes on"
        _only_read(server, "off")
        assert "Laporan terkirim" in sent(visitor, report)[1]

        if os.geteuid() == 0:
            _without_room(server, visitor, tmp_path)
        assert _reports(server) == 2 + (os.geteuid() == 0)


def _without_room(server: postgres.Server, visitor: Visitor, folder: Path) -> None:
    """Stories lie on a disk of two megabytes, which something else fills."""
    with small_disk(folder / "small", server) as disk:
        report = a_report(visitor) | {"happened": STORY * 100}  # so long that it needs room of its own
        _fill(disk / "other")
        status, said = sent(visitor, report)
        assert (status, "Tempat penyimpanan penuh" in said, STORY in said) == (507, True, True)
        (disk / "other").unlink()
        assert "Laporan terkirim" in sent(visitor, report)[1]


def a_report(visitor: Visitor) -> dict[str, str]:
    token = re.search(r'name="token" value="([^"]+)"', visitor.get("/lapor/")[1])
    assert token
    return {"at": "2", "token": token[1], "happened": STORY, "send": "1"}


def sent(visitor: Visitor, report: dict[str, str]) -> tuple[int, str]:
    return visitor.post("/lapor/", report)


def _only_read(server: postgres.Server, switch: str) -> None:
    """As a database is that stands in for another; those who are connected must come again to see it."""
    with psycopg.connect(server.url(postgres.SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER ROLE {postgres.APP} SET default_transaction_read_only = {switch}")
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [postgres.APP])


@contextmanager
def small_disk(place: Path, server: postgres.Server) -> Iterator[Path]:
    """A disk of its own for the stories of reports."""
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "none", place], check=False).returncode:
        pytest.skip("no disk of its own can be mounted here")
    try:
        owner = (server.cluster.data / "pg").stat()
        os.chown(place, owner.st_uid, owner.st_gid)
        with psycopg.connect(server.url(postgres.SUPERUSER, "naung"), autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{place}'")
            connection.execute("ALTER TABLE intake_story SET TABLESPACE small")
            yield place
            connection.execute("ALTER TABLE intake_story SET TABLESPACE pg_default")
            connection.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def _fill(path: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        path.write_bytes(b"x" * MEGABYTES * 1_000_000 * 2)


def _reports(server: postgres.Server) -> int:
    with psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        row = connection.execute("SELECT count(*) FROM intake_report").fetchone()
    assert row
    return int(row[0])


@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT])
def test_a_folder_of_files_without_room_is_called_so_too(reason: int) -> None:
    try:
        raise OSError(reason, "no room")
    except OSError:
        answer = server_error(RequestFactory().get("/kerja/"))
    assert answer.status_code == 507
    assert "Tempat penyimpanan penuh" in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "status"),
    [(OperationalError("gone"), 503), (DatabaseError("the session was ended elsewhere"), 400)],
)
def test_a_database_that_goes_away_while_the_session_is_kept_is_called_so(fault: Exception, status: int) -> None:
    """Django calls both a bad request. Found by killing: a page answered 400 to a form that was right."""
    try:
        try:
            raise fault
        except DatabaseError:
            raise UpdateError  # noqa: B904 - as Django's own store does
    except UpdateError:
        try:
            raise SessionInterrupted
        except SessionInterrupted as interrupted:
            answer = bad_request(RequestFactory().get("/kerja/"), interrupted)
    assert answer.status_code == status
