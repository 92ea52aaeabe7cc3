"""Measurements: `./run bench [NAME] [--json]`; without a name, the pages. They never fail because of a time."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])

import click  # noqa: E402
from bench.access import access  # noqa: E402
from bench.board import board  # noqa: E402
from bench.chaos import chaos  # noqa: E402
from bench.match import match  # noqa: E402
from bench.match_online import match_online  # noqa: E402
from bench.session import session  # noqa: E402
from bench.simulating import bulk, operations  # noqa: E402
from bench.start import start  # noqa: E402
from bench.web import web  # noqa: E402


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Benchmarks, always beside a yardstick of the same run."""


for command in (web, access, operations, bulk, start, board, session, match, match_online, chaos):
    main.add_command(command)

if __name__ == "__main__":
    arguments = sys.argv[1:]
    named = arguments and (arguments[0] in main.commands or arguments[0] in ("-h", "--help"))
    main(arguments if named else ["web", *arguments])
