"""Keeps the server of a data folder for another process, and leaves it when that process has ended.

However the other one ends, by Ctrl-C, by an error or killed outright, the kernel closes its end of our
standard input. So no server is left behind, and a process that turns itself into another program
(granian) keeps its database.
"""

import signal
import sys
from pathlib import Path

from naung.config.postgres.server import start


def main() -> None:
    """`python -m naung.config.postgres DATA`: says `ready`, then waits for the end of its input."""
    for wish in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(wish, signal.SIG_IGN)
    server = start(Path(sys.argv[1]))
    sys.stdout.write("ready\n")
    sys.stdout.close()
    sys.stdin.read()
    server.leave()


main()
