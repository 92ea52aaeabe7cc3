"""`naung audit`: the head of the sealed trace, to be kept elsewhere, and its verification."""

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from naung.config.cli import django_ready

KEY = re.compile("[0-9a-f]{64}")


@click.group()
def audit() -> None:
    """The sealed trace: print or mail its head, verify that nothing was changed."""
    django_ready()


@audit.command()
@click.option("--mail", "addresses", multiple=True, metavar="ADDRESS", help="Mail it there as well; may be repeated.")
def head(addresses: tuple[str, ...]) -> None:
    """Seal what waits and print the head: a few lines to print or mail, and to keep where nobody here can reach."""
    from naung.config import tracing

    text = tracing.sealed_head()
    if text is None:
        raise click.ClickException("There is no entry to seal yet.")
    click.echo(text, nl=False)
    if addresses:
        tracing.mail_head(text, addresses)
        click.echo(f"Mailed to {', '.join(addresses)}.", err=True)


@audit.command()
@click.option(
    "--head", "kept", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A head that was printed or mailed before: tells whether the end was cut off since.",
)  # fmt: skip
@click.option(
    "--former-key", "former", multiple=True, metavar="HEX", callback=lambda _context, _option, told: _keys(told),
    help="The key line of an old head, when the signing key was replaced since; may be repeated.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def verify(*, kept: Path | None, former: list[bytes], as_json: bool) -> None:
    """Look at every entry and seal. Exit status 1 when something was changed, removed, added or put elsewhere."""
    from naung.config import tracing

    known = _known(kept) if kept else None
    with click.progressbar(length=tracing.sealed_count(), label="Entries", file=sys.stderr) as bar:
        verdict = tracing.verified(known, former, bar.update)
    if as_json:
        click.echo(json.dumps(asdict(verdict), default=str, indent=2))
    else:
        _tell(verdict)
    sys.exit(1 if verdict.faults else 0)


def _keys(told: tuple[str, ...]) -> list[bytes]:
    if wrong := [text for text in told if not KEY.fullmatch(text)]:
        raise click.BadParameter(f"{wrong[0]} is no key: it has 64 digits and letters from a to f.")
    return [bytes.fromhex(text) for text in told]


def _known(kept: Path) -> Any:
    from naung.audit.rules import known_head

    try:
        return known_head(kept.read_text(errors="replace"))
    except ValueError as missing:
        raise click.ClickException(f"{kept} is no head of the trace: it has no line '{missing}: …'.") from None


def _tell(verdict: Any) -> None:
    for fault in verdict.faults:
        click.echo(fault.text)
    click.echo(f"{verdict.sealed:,} entries in {verdict.batches:,} batches; {len(verdict.faults):,} faults.")
    if verdict.unsealed:
        since = f", the oldest since {verdict.unsealed_since:%Y-%m-%d %H:%M %Z}" if verdict.unsealed_since else ""
        click.echo(f"Not sealed yet: {verdict.unsealed:,} entries{since}.")
