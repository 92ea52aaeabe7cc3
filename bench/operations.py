"""`./run bench operations`: how many real operations a second the simulation does in an empty city."""

import json
import os
import subprocess
import time
from pathlib import Path

import click
import psycopg

from bench import city
from bench.machine import busy, described
from naung.config.serving import program

GOAL = 200
ENTRIES = "SELECT count(*) FROM audit_entry WHERE event NOT IN ('case.opened', 'duty.checked')"


@click.command()
@click.option("--months", default=2, show_default=True, help="How long to simulate.")
@click.option("--reports", default=80, show_default=True, help="Reports in that time.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def operations(months: int, reports: int, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """Operations a second: every operation that changes something leaves one entry in the audit."""
    machine = {**described(), "before": busy()}
    with city.empty(data / "operations"):
        start = _entries()
        begun = time.perf_counter()
        command = [program("naung"), "simulate", "--months", str(months), "--reports", str(reports), "--seed", "1"]
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)  # noqa: S603
        took = time.perf_counter() - begun
        if done.returncode:
            raise SystemExit("The simulation did not work: see above.")
        count = _entries() - start
    rate = round(count / took, 1)
    found = {"machine": machine, "operations": count, "seconds": round(took, 1), "a_second": rate, "goal": GOAL}
    click.echo(
        json.dumps(found, indent=2)
        if as_json
        else f"{count:,} operations in {took:.1f} s: {rate} a second (goal ≥ {GOAL}); {machine['before']}"
    )


def _entries() -> int:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as connection:
        row = connection.execute(ENTRIES).fetchone()
    return int(row[0]) if row else 0
