"""The city that is measured: a data folder of its own, filled once and copied fresh for every run."""

import hashlib
import json
import os
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psycopg
from psycopg import sql

from naung.config import local, postgres
from naung.config.children import Child
from naung.config.postgres.cluster import OWNER, SUPERUSER
from naung.config.postgres.server import Server
from naung.config.serving import program

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".data" / "bench"
MADE = "naung_made"  # the database as it was made; every run measures a copy
SEED = 1
SETTLE_SECONDS = 600
QUIET = 50  # so much waits at any minute in a large city
# What decides how the data look: another version of these makes them anew.
SHAPED_BY = ("src/naung/simulation/operations/bulk*.py",)

# Made-up people need no second factor, and are known by such an address. They get it only now: a city that is born late
# with everything would write them thousands of mails while it is measured.
ADDRESSES = "UPDATE teams_user SET email = username || '@naung.invalid' WHERE email = ''"

WAITING = """
    SELECT (SELECT count(*) FROM procrastinate_jobs
             WHERE status = 'doing' OR (status = 'todo' AND scheduled_at IS NULL))
         + (SELECT count(*) FROM duties_deadline WHERE next_at <= now())
"""


@dataclass(frozen=True)
class City:
    """A data folder with so many cases, ready to be served."""

    data: Path
    cases: int

    @property
    def password(self) -> str:
        """The password of every account in it."""
        return (self.data / "demo-password").read_text()


@contextmanager
def opened(folder: Path, cases: int) -> Iterator[City]:
    """The city with its database running and its settings in the environment; made when it is not there."""
    data = (folder / str(cases)).absolute()
    home = _prepare(data)
    server = postgres.start(data)
    try:
        if _stands(data, cases):
            _copy(server, MADE, local.DATABASE)
            _run("setup")
        else:
            _make(server, data, cases)
        yield City(data, cases)
    finally:
        server.leave()
        home.close()


@contextmanager
def empty(data: Path) -> Iterator[City]:
    """A city of which only the office is there yet, made anew."""
    home = _prepare(data.absolute())
    server = postgres.start(data.absolute())
    try:
        server.drop_database(local.DATABASE)
        server.ensure_database(local.DATABASE)
        _run("setup")
        yield City(data.absolute(), 0)
    finally:
        server.leave()
        home.close()


def _prepare(data: Path) -> local.Local:
    _forget_settings()
    postgres.make_folder(data)
    (data / local.TRAINING).touch()
    local.write_once(data / "demo-password", f"bench-{secrets.token_hex(8)}")
    os.environ["NAUNG_SECOND_FACTOR_OPTIONAL"] = "1"  # its people are made up
    os.environ["NAUNG_PUBLIC_REPORTS_HOUR"] = "1000000"  # here all reporters share one address
    os.environ["NAUNG_DEMO_PASSWORD"] = (data / "demo-password").read_text()
    return local.prepare(data, demo=True)


def _forget_settings() -> None:
    """Nothing of a real installation is touched, whatever this shell's settings name."""
    for name in [name for name in os.environ if name.startswith(("NAUNG_", "DATABASE_"))]:
        del os.environ[name]


def _stands(data: Path, cases: int) -> bool:
    stamp = data / "made.json"
    return stamp.exists() and json.loads(stamp.read_text()) == _stamp(cases)


def _stamp(cases: int) -> dict[str, object]:
    shape = hashlib.sha256()
    for pattern in SHAPED_BY:
        for path in sorted(ROOT.glob(pattern)):
            shape.update(path.read_bytes())
    return {"cases": cases, "seed": SEED, "shape": shape.hexdigest()[:16]}


def _make(server: Server, data: Path, cases: int) -> None:
    (data / "made.json").unlink(missing_ok=True)
    server.drop_database(local.DATABASE)
    server.ensure_database(local.DATABASE)
    _run("setup")
    begun = time.monotonic()
    _run("simulate", "--bulk", "--cases", str(cases), "--seed", str(SEED))
    say(f"{cases:,} cases made in {time.monotonic() - begun:.0f} s")
    with Child("The worker", [program("naung"), "worker"], log=data / "worker.log"):
        settle()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("SET client_min_messages = error")
        connection.execute(ADDRESSES)
        connection.execute("VACUUM (ANALYZE)")
    _copy(server, local.DATABASE, MADE)
    (data / "made.json").write_text(json.dumps(_stamp(cases)))


def say(what: str) -> None:
    """Tell whoever waits how far it is; the figures go elsewhere."""
    click.echo(what, err=True)


def _run(*command: str) -> None:
    done = subprocess.run(  # noqa: S603
        [program("naung"), *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise SystemExit(f"`naung {' '.join(command)}` did not work: see above.")


def settle() -> None:
    """Wait until the worker has done what was due, so that pages are measured in a city at work, not at its birth."""
    end = time.monotonic() + SETTLE_SECONDS
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        while time.monotonic() < end:
            row = connection.execute(WAITING).fetchone()
            if row is not None and row[0] < QUIET:
                return
            time.sleep(1)
    say(f"The worker is still busy after {SETTLE_SECONDS} s; measuring all the same.")


def _copy(server: Server, source: str, target: str) -> None:
    server.drop_database(target)
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
    with psycopg.connect(server.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(target), sql.Identifier(OWNER), sql.Identifier(source)))
