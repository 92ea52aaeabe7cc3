"""`./run bench start`: from a fresh clone to the demo's first page, and the second start."""

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import click

from bench.browser import Browser
from bench.city import FOLDER, ROOT
from bench.machine import busy, described
from bench.serving import free_port

GOALS = {"first_seconds": 180, "second_seconds": 10}
LONGEST = 900


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def start(as_json: bool) -> None:  # noqa: FBT001
    """Clone what is committed, start the demo there twice, and wait for its first page each time."""
    machine = {**described(), "before": busy()}
    clone = FOLDER / "clone"
    shutil.rmtree(clone, ignore_errors=True)
    clone.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)  # noqa: S603, S607
    try:
        found = {name: round(_first_page(clone), 1) for name in GOALS}
    finally:
        shutil.rmtree(clone, ignore_errors=True)
    told = {"machine": machine, **found, "goals": GOALS}
    lines = [f"{name.replace('_', ' ')}: {found[name]} (goal ≤ {goal})" for name, goal in GOALS.items()]
    click.echo(json.dumps(told, indent=2) if as_json else "\n".join([*lines, str(machine["before"])]))


def _first_page(clone: Path) -> float:
    port = free_port()
    begun = time.monotonic()
    demo = subprocess.Popen(  # noqa: S603
        [clone / "run", "demo", "--port", str(port)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={name: value for name, value in os.environ.items() if not name.startswith(("NAUNG_", "DATABASE_"))},
        start_new_session=True,
    )
    try:
        while not _answers(port):
            if demo.poll() is not None or time.monotonic() - begun > LONGEST:
                raise SystemExit("The demo does not start: try it with ./run demo.")
            time.sleep(0.1)
        return time.monotonic() - begun
    finally:
        os.kill(demo.pid, signal.SIGINT)
        demo.wait(60)


def _answers(port: int) -> bool:
    try:
        with Browser(port) as browser:
            return browser.get("/").status == 200
    except OSError:
        return False
