"""The real demo command with small stand-ins for the programs it runs, so that it starts in a moment."""

import sys
from pathlib import Path

import click

from naung.config import demo
from naung.config.children import Stopped

STANDIN = Path(__file__).with_name("standin.sh")


def web(_host: str, port: int) -> list[str]:
    return [sys.executable, "-m", "http.server", "--bind", "127.0.0.1", str(port)]


def show_accounts(_data: Path) -> None:
    click.echo("ACCOUNTS")


demo.granian = web  # type: ignore[assignment]
demo.program = lambda _name: str(STANDIN)
demo._show_accounts = show_accounts

try:
    demo.main()
except Stopped:
    sys.exit(0)
