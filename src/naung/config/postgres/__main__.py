"""Keeps the server of a data folder for another process, and leaves it when that process has ended.

However the other one ends, by Ctrl-C, by an error or killed outright, the kernel closes its end of our
standard input. So no server is left behind, and a process that turns itself into another program
(granian) keeps its database. A server that was killed meanwhile, as Linux does when memory runs out, is
started again: everybody else waits for it at the same address.
"""

import select
import signal
import sys
from pathlib import Path

from naung.config.postgres.server import Server, start

LOOKS_EVERY_SECONDS = 1


def main() -> None:
    """`python -m naung.config.postgres DATA`: says `ready`, then waits for the end of its input."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_IGN)
    server = start(Path(sys.argv[1]))
    sys.stdout.write("ready\n")
    sys.stdout.close()
    while not select.select([sys.stdin], [], [], LOOKS_EVERY_SECONDS)[0]:  # readable is its end: nobody writes
        _see_to(server)
    server.leave()


def _see_to(server: Server) -> None:
    try:
        if server.revive():
            sys.stderr.write("The database had ended by itself and was started again.\n")
    except (SystemExit, OSError) as error:  # no room, perhaps: the next look tries again
        sys.stderr.write(f"{error}\n")


main()
