"""`./run bench operations` and `./run bench bulk`: how fast a city comes about, beside bare SQL."""

import json
import os
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import click
import psycopg

from bench import city
from bench.machine import busy, described
from naung.config.serving import program

OPERATIONS_GOAL, BULK_GOAL = 200, 180
ENTRIES = "SELECT count(*) FROM audit_entry WHERE event NOT IN ('case.opened', 'duty.checked')"
DONE = re.compile(r"([\d,]+) operations in ([\d.]+) s")
LOADED = re.compile(r"with ([\d,]+) rows .* in ([\d.]+) s")
YARDSTICK_SECONDS = 2
COPIED_ROWS = 200_000

data = click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of measured cities.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")


@click.command()
@click.option("--months", default=2, show_default=True, help="How long to simulate.")
@click.option("--reports", default=80, show_default=True, help="Reports in that time.")
@data
@as_json
def operations(months: int, reports: int, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """Operations a second, as people do them: registering a case counts once, whatever it calls in turn."""
    machine = {**described(), "before": busy()}
    with city.empty(data / "operations"):
        count, seconds = _numbers(DONE, "--months", str(months), "--reports", str(reports), "--seed", "1")
        found = {
            "operations": int(count), "seconds": seconds, "a_second": round(count / seconds, 1),
            "goal": f">= {OPERATIONS_GOAL}", "audit_entries": _entries(), "bare_inserts_a_second": _bare_inserts(),
        }  # fmt: skip
    found["of_bare_inserts"] = round(found["a_second"] / found["bare_inserts_a_second"], 3)
    _tell(machine, found, as_json=as_json)


@click.command()
@click.option("--cases", default=100_000, show_default=True, help="How many cases.")
@data
@as_json
def bulk(cases: int, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """Loading many cases, truly sealed, with indexes and foreign keys made again and checked."""
    machine = {**described(), "before": busy()}
    with city.empty(data / "operations"):
        rows, seconds = _numbers(LOADED, "--bulk", "--cases", str(cases), "--seed", "1")
        found = {
            "cases": cases, "rows": int(rows), "seconds": seconds, "goal": f"<= {BULK_GOAL} s at 100,000 cases",
            "rows_a_second": round(rows / seconds), "bare_copy_rows_a_second": _bare_copy(),
        }  # fmt: skip
    found["of_bare_copy"] = round(found["rows_a_second"] / found["bare_copy_rows_a_second"], 3)
    _tell(machine, found, as_json=as_json)


def _numbers(pattern: re.Pattern[str], *options: str) -> tuple[float, float]:
    """What the command counted, and its seconds, as it says itself in its last lines."""
    command = [program("naung"), "simulate", *options]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    told = pattern.search(done.stdout)
    if done.returncode or not told:
        raise SystemExit("The simulation did not work: see above.")
    return float(told[1].replace(",", "")), float(told[2])


def _entries() -> int:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        row = connection.execute(ENTRIES).fetchone()
    return int(row[0]) if row else 0


def _bare_inserts() -> float:
    """One-row transactions a second, one after another, without waiting for the disk, as in the simulation."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("SET synchronous_commit TO off")
        connection.execute("CREATE TABLE bench_line (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), text text)")
        begun, count = time.perf_counter(), 0
        while time.perf_counter() - begun < YARDSTICK_SECONDS:
            connection.execute("INSERT INTO bench_line (text) VALUES (%s)", ["Kemarin sore anak itu menangis."])
            count += 1
        took = time.perf_counter() - begun
        connection.execute("DROP TABLE bench_line")
        return round(count / took, 1)


def _bare_copy() -> int:
    """Rows a second of a bare COPY into a table of the same shape, without keys or indexes."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("CREATE TEMP TABLE copied (LIKE duties_deadline)")
        with connection.cursor() as cursor:
            with cursor.copy(
                psycopg.sql.SQL("COPY (SELECT * FROM duties_deadline LIMIT {}) TO STDOUT (FORMAT binary)").format(
                    COPIED_ROWS
                )
            ) as out:
                rows = [bytes(block) for block in out]
            begun = time.perf_counter()
            with cursor.copy("COPY copied FROM STDIN (FORMAT binary)") as into:
                for block in rows:
                    into.write(block)
            return round(cursor.rowcount / (time.perf_counter() - begun))


def _tell(machine: dict[str, object], found: dict[str, Any], *, as_json: bool) -> None:
    lines = [f"{name.replace('_', ' ')}: {value}" for name, value in found.items()]
    click.echo(json.dumps({"machine": machine, **found}, indent=2) if as_json else "\n".join([*lines, str(machine)]))
