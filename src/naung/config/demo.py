"""A demo city on this machine: database, web server and worker in one command that leaves nothing behind."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import click
import psycopg

from naung.config import local, postgres
from naung.config.children import Child, Stopped, stopping, supervise
from naung.config.environment import ROOT
from naung.config.serving import granian, program, refuse_taken

FIRST_PAGE_SECONDS = 60
CITY_MADE = "city-made"
# As much of a city as is made within a minute on two cores; `naung simulate` makes any other.
SIMULATION = ("--months", "7", "--reports", "80", "--seed", "1")

ACCOUNTS = """
    SELECT membership.role, account.username, account.name, coalesce(team.name, '')
      FROM teams_membership AS membership
      JOIN teams_user AS account ON account.id = membership.user_id
      LEFT JOIN teams_team AS team ON team.id = membership.team_id
     WHERE account.is_active AND membership.until_at IS NULL
     ORDER BY membership.role, account.username
"""


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port of the pages.")
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / ".data" / "demo",
    show_default=".data/demo",
    help="Folder of the demo's data.",
)
@click.option("--fresh", is_flag=True, help="Throw the demo's data away and begin anew.")
def main(port: int, data: Path, fresh: bool) -> None:  # noqa: FBT001 - click passes by name
    """Start a demo city with made-up children. Ctrl-C stops everything."""
    data = data.absolute()
    refuse_taken("127.0.0.1", port)
    _refuse_real(data)
    if fresh:
        _throw_away(data)
    with stopping(), _home(data):
        local.check_databases()
        _run("Preparing the database", "setup")
        with _web(port, data) as web:
            click.echo(f"Naung answers at http://localhost:{port}/ (Ctrl-C stops it; logs in {data})")
            _seed(data)  # before the worker: its clock is today's, and the city's past must not look late to it
            with Child("The worker", [program("naung"), "worker"], log=data / "worker.log") as worker:
                _show_accounts(data)
                supervise((web, worker))


def _refuse_real(data: Path) -> None:
    """Demo children never come among real ones."""
    if (data / "master.key").exists() and not (data / local.TRAINING).exists():
        raise SystemExit(f"{data} holds real data: name another folder for the demo with --data.")


def _throw_away(data: Path) -> None:
    if local.database_is_elsewhere():
        raise SystemExit("--fresh empties only Naung's own database: empty the one in DATABASE_URL yourself.")
    _refuse_used(data)
    if (data / local.TRAINING).exists():
        shutil.rmtree(data)


def _refuse_used(data: Path) -> None:
    if postgres.in_use(data):
        raise SystemExit(f"The data in {data} are in use, by a demo that runs already: stop that one first.")


@contextmanager
def _home(data: Path) -> Iterator[local.Local]:
    """The data folder, marked as training data before anything is in it.

    A city that was interrupted while it was made is made again from nothing.
    """
    postgres.make_folder(data)
    (data / local.TRAINING).touch()
    local.write_once(data / "demo-password", f"senandung-{os.urandom(3).hex()}")
    os.environ.setdefault("NAUNG_SECOND_FACTOR_OPTIONAL", "1")
    os.environ["NAUNG_DEMO_PASSWORD"] = (data / "demo-password").read_text()
    unfinished = not (data / CITY_MADE).exists()
    if unfinished:
        _refuse_used(data)
    home = local.prepare(data, demo=True, anew=unfinished)
    try:
        yield home
    finally:
        home.close()


def _run(what: str, *command: str) -> None:
    """One of Naung's commands, shown as it goes; what it says on failure is the person's to read."""
    click.echo(f"{what} …", err=True)
    with Child(what, [program("naung"), *command]) as child:
        status = child.wait()
    if status:
        raise SystemExit(f"{what} did not work (see above): put that right and start again.")


@contextmanager
def _web(port: int, data: Path) -> Iterator[Child]:
    """The web server; goes on as soon as the first page answers."""
    with Child("The web server", granian("127.0.0.1", port), log=data / "web.log") as web:
        _await_first_page(port, web, data)
        yield web


def _await_first_page(port: int, web: Child, data: Path) -> None:
    end = time.monotonic() + FIRST_PAGE_SECONDS
    while (status := _first_page(port)) is None and web.runs() and time.monotonic() < end:
        time.sleep(0.1)
    if status is None or status >= 500:
        raise SystemExit(f"The first page does not come: {data / 'web.log'} says why.")


def _first_page(port: int) -> int | None:
    """The status of the first page; none as long as nobody answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, HTTPException):
        return None
    finally:
        connection.close()


def _seed(data: Path) -> None:
    """Fill the city, once, while the pages already answer."""
    if not (data / CITY_MADE).exists():
        _run("Making the demo city", "simulate", *SIMULATION)
        (data / CITY_MADE).touch()


def _show_accounts(data: Path) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        rows = [("ROLE", "SIGN IN AS", "NAME", "TEAM"), *connection.execute(ACCOUNTS)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    click.echo(f"The password of all of them is {os.environ['NAUNG_DEMO_PASSWORD']}")
    click.echo(f"Commands on these data: NAUNG_DATA='{data}' ./run naung …")


if __name__ == "__main__":
    try:
        main()
    except Stopped:
        click.echo("Stopped.")
        sys.exit(0)
