"""Start the web server or the worker for real use; the process becomes that program."""

import errno
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

import click

from naung.config import local
from naung.config.environment import folder

THREADS = 4  # per web process; the pool of connections is one larger, so that no request waits for one
VISITORS = 64  # that one process listens to besides, while they are still sending; see `receiving`


@click.group()
def main() -> None:
    """The processes of an installation. Ctrl-C or SIGTERM stops them once what is running is finished."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@click.option("--threads", default=THREADS, show_default=True, help="Requests that one process answers at once.")
def web(host: str, port: int, workers: int, threads: int) -> NoReturn:
    """Serve the pages."""
    refuse_taken(host, port)
    _prepare()
    os.environ["NAUNG_THREADS"] = str(threads)
    _become(granian(host, port, workers, threads))


@main.command()
def worker() -> NoReturn:
    """Do the work that waits in the background: duties, notices, messages."""
    _prepare()
    _become([program("naung"), "worker"])


def refuse_taken(host: str, port: int) -> None:
    """Say in one sentence when pages cannot be served there. The server itself would share a port in silence."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except PermissionError:
        raise SystemExit(f"You may not use port {port}: choose one above 1023 with --port.") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"Port {port} is taken by another program: stop that one, or choose another with --port."
        else:
            said = f"This machine cannot listen on {host}: give one of its own addresses with --host."
        raise SystemExit(said) from None


def granian(host: str, port: int, workers: int = 2, threads: int = THREADS) -> list[str]:
    """The command that serves the pages. Its threads also wait for visitors; `receiving` lets so many work at once."""
    return [
        program("granian"),
        *("--interface", "wsgi", "--no-ws", "--http", "1", "--log-level", "error"),
        *("--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", str(threads + VISITORS)),
        *("--respawn-failed-workers", "--workers-kill-timeout", "30"),
        "naung.config.wsgi:application",
    ]


def program(name: str) -> str:
    """A program of our own Python environment."""
    return str(Path(sys.executable).with_name(name))


def _prepare() -> None:
    local.prepare(folder())
    local.check_keys()
    local.check_databases()


def _become(command: list[str]) -> NoReturn:
    os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main()
