"""The programs that are measured, started as an installation starts them."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.browser import Browser
from bench.city import ROOT, City
from bench.machine import NOTHING, children_of, memory_of
from naung.config.children import Child
from naung.config.serving import granian, program

TABLE = """
    CREATE TABLE IF NOT EXISTS bench_note (
        id uuid PRIMARY KEY, number varchar(8) NOT NULL UNIQUE, channel varchar(10) NOT NULL,
        received_at timestamptz NOT NULL, ward_id uuid NULL, happened text NOT NULL, child_name varchar(60) NOT NULL,
        reporter varchar(60) NOT NULL
    )
"""
START_SECONDS = 60
WARM_PAGES = 12  # so that every web process has answered some


@dataclass(frozen=True)
class Served:
    """Naung at work on one port, the yardstick on another."""

    port: int
    yardstick: int
    web: Child
    worker: Child

    def memory(self) -> dict[str, object]:
        """What the web processes, the worker and the keeper of the web processes hold now."""
        processes = children_of(self.web.process.pid)
        web = [memory_of(pid) for pid in processes]
        worker, keeper = memory_of(self.worker.process.pid), memory_of(self.web.process.pid)
        together = sum(web, NOTHING) + worker
        return {
            "web_mb": [one.rss for one in web],
            "worker_mb": worker.rss,
            "together_mb": together.rss,
            "together_shared_mb": together.pss,
            "keeper_mb": keeper.rss,
        }


@contextmanager
def served(city: City) -> Iterator[Served]:
    """Web server with two processes and worker; the yardstick app under the same settings beside them."""
    os.environ["PYTHONPATH"] = str(ROOT)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute(TABLE)
    port, other = free_port(), free_port()
    yardstick = [*granian("127.0.0.1", other)[:-1], "bench.yardstick.wsgi:application"]
    with (
        Child("The web server", granian("127.0.0.1", port), log=city.data / "web.log") as web,
        Child("The worker", [program("naung"), "worker"], log=city.data / "worker.log") as worker,
    ):
        _await(port, web, city.data / "web.log")
        with Child("The yardstick", yardstick, log=city.data / "yardstick.log") as beside:
            _await(other, beside, city.data / "yardstick.log")
            yield Served(port, other, web, worker)


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def _await(port: int, child: Child, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and child.runs():
        try:
            with Browser(port) as browser:
                browser.get("/nothing")
        except OSError:
            time.sleep(0.1)
        else:
            break
    else:
        raise SystemExit(f"{child.name} does not answer: {log} says why.")
    for _ in range(WARM_PAGES):
        with Browser(port) as browser:
            browser.get("/")
