"""Commands of matching: they work on files and need no database; nothing here may import Django."""

import csv
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from naung.people.matching import bulk, sheets
from naung.people.matching.model import Model, load, save, shipped
from naung.people.matching.prepared import prepare

FILE = click.Path(path_type=Path)
out = click.option("--out", type=FILE, required=True, help="File to write; it appears only when it is complete.")
least = click.option(
    "--at-least", default=0.05, show_default=True, type=click.FloatRange(0.0001, 1), help="Lowest probability."
)
chosen = click.option("--model", "model_file", type=FILE, help="Weights to use, as `naung match train` writes them.")


@click.group()
def match() -> None:
    """Find out who is one child, in files; REGISTER.csv has a column rec_id and any of: name, nickname, sex,
    birth_date, age_years with seen_on, mother, regency, village, phone, nik, kk, school, address.
    """


@match.command()
@click.argument("file", metavar="FILE.csv", type=FILE)
@out
@least
@chosen
def dedupe(file: Path, out: Path, at_least: float, model_file: Path | None) -> None:
    """Write the pairs of one child within FILE.csv: rec_id_a, rec_id_b, probability.

    Without --model the weights are learned from the file itself when it holds 1,000 rows or more.
    """
    sheet = _read(file, os.urandom(32))
    model = _model(model_file, sheet)
    pairs, found = bulk.dedupe(sheet.known, model, least=at_least, progress=tell)
    rows = (_row(sheet.ids[pair.a], sheet.ids[pair.b], pair.probability) for pair in _likeliest(pairs))
    _write(out, ("rec_id_a", "rec_id_b", "probability"), rows)
    _finish([sheet], found, len(pairs), out)


@match.command()
@click.argument("register", metavar="REGISTER.csv", type=FILE)
@click.argument("queries", metavar="QUERIES.csv", type=FILE)
@out
@least
@chosen
def lookup(register: Path, queries: Path, out: Path, at_least: float, model_file: Path | None) -> None:
    """Write for each row of QUERIES.csv the likely rows of REGISTER.csv: query_id, rec_id, probability."""
    key = os.urandom(32)
    known, asked = _read(register, key), _read(queries, key)
    model = _model(model_file, known)
    pairs, found = bulk.lookup(known.known, asked.known, model, least=at_least, progress=tell)
    pairs.sort(key=lambda pair: (pair.a, -pair.probability, pair.b))
    rows = (_row(asked.ids[pair.a], known.ids[pair.b], pair.probability) for pair in pairs)
    _write(out, ("query_id", "rec_id", "probability"), rows)
    _finish([known, asked], found, len(pairs), out)


@match.command()
@click.argument("file", metavar="FILE.csv", type=FILE)
@out
@chosen
def train(file: Path, out: Path, model_file: Path | None) -> None:
    """Learn the weights from FILE.csv and write them to a model file that people can read."""
    sheet = _read(file, os.urandom(32))
    model = _trained(sheet, _given(model_file))
    _place(out)
    save(model, out)
    _finish([sheet], None, 0, out)


def _read(file: Path, key: bytes) -> sheets.Sheet:
    try:
        return sheets.read(file, key, prepare)
    except sheets.WrongFile as error:
        _refuse(str(error))


def _refuse(text: str) -> NoReturn:
    click.echo(text, err=True)
    sys.exit(2)


def _given(file: Path | None) -> Model:
    if file is None:
        return shipped()
    try:
        return load(file)
    except (OSError, ValueError) as error:
        first = next(iter(str(error).splitlines()), "")
        _refuse(f"{file} is no model: {first}.")


def _model(file: Path | None, sheet: sheets.Sheet) -> Model:
    return _given(file) if file else _trained(sheet, shipped())


def _trained(sheet: sheets.Sheet, start: Model) -> Model:
    from naung.people.matching.training import FEWEST, train

    if len(sheet.known) < FEWEST:
        return start
    today = datetime.now(UTC).date()
    tell("learning", 0, 1)
    return train(sheet.known, start, version=f"{today:%Y%m%d}-{len(sheet.known)}", made=today)


def _row(a: str, b: str, probability: float) -> tuple[str, str, str]:
    return a, b, f"{probability:.6f}"


def _likeliest(pairs: Sequence[bulk.Pair]) -> list[bulk.Pair]:
    return sorted(pairs, key=lambda pair: (-pair.probability, pair.a, pair.b))


def _place(out: Path) -> None:
    if not out.parent.is_dir():
        _refuse(f"{out.parent} is no folder: make it first.")


def _write(out: Path, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write beside the place and then rename, so that nobody finds half a file."""
    _place(out)
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(rows)
        part.replace(out)
    except OSError as error:
        _refuse(f"{out} cannot be written: {error.strerror or error}.")
    finally:
        part.unlink(missing_ok=True)


def tell(what: str, done: int, of: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r{what} {done:,} of {of:,}   ", err=True, nl=False)


def _finish(read: list[sheets.Sheet], found: bulk.Weighed | None, pairs: int, out: Path) -> None:
    """Say what was done, what was not compared each with each, and which rows were refused (exit status 1)."""
    if found is not None:
        click.echo(f"{found.compared:,} pairs compared, {pairs:,} written to {out}", err=True)
        if found.capped_blocks:
            click.echo(
                f"{found.capped_blocks:,} groups were too large to compare each with each (the largest: "
                f"{found.capped_records:,} rows of one key): their rows were compared with their neighbours only.",
                err=True,
            )
    for wrong in (wrong for sheet in read for wrong in sheet.wrong):
        click.echo(f"refused: {wrong}", err=True)
    if any(sheet.wrong for sheet in read):
        sys.exit(1)
