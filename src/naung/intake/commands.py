"""Commands of intake. They must start at once: nothing here may import Django or open a database."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from naung.core.errors import Refused
from naung.intake.rules.sheets import RefusedSheet, Sheet, read_sheets
from naung.intake.rules.triage import triage as apply_rule


@click.command("triage")
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array instead of a readable table.")
def triage(file: Path, as_json: bool) -> None:
    """Apply the triage rule to the reports in FILE.json, without a database.

    The file is a list of reports, or an object with a list named "vignet". Each report has a kode and
    may have uraian, usia, kanal, and lists of codes: bentuk, tpks, bahaya, bahaya_belum_tahu, risiko,
    risiko_belum_tahu, pelindung. A missing list is empty; keys that begin with harap_ are ignored. A report
    that cannot be read is named with the reason, the others are answered, and the exit status is 1.
    """
    sheets = _read(file)
    results = [_result(sheet) for sheet in sheets if isinstance(sheet, Sheet)]
    refused = [sheet for sheet in sheets if isinstance(sheet, RefusedSheet)]
    text = json.dumps(results, ensure_ascii=False, indent=1) if as_json else _table(results)
    _say(text)
    for name in _repeated(sheets):
        _say(f"{file}: kode {name} stands more than once; each is answered", err=True)
    for sheet in refused:
        _say(f"{file}: {sheet}", err=True)
    if refused:
        sys.exit(1)


def _read(file: Path) -> list[Sheet | RefusedSheet]:
    try:
        return read_sheets(file.read_bytes())
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror or error}.") from error
    except Refused as error:
        raise click.ClickException(f"{file} cannot be used: {error.message}.") from error


def _result(sheet: Sheet) -> dict[str, Any]:
    result = apply_rule(sheet.answers)
    return {
        "kode": sheet.kode,
        "tingkat": result.level.text.id,
        "skor": [result.low, result.high],
        "alasan": result.reason.id,
        "tanya_ulang_1jam": result.ask_again,
    }


def _repeated(sheets: list[Sheet | RefusedSheet]) -> list[str]:
    names = [sheet.kode for sheet in sheets if sheet.kode]
    return sorted({name for name in names if names.count(name) > 1})


def _table(results: list[dict[str, Any]]) -> str:
    """One block a report: kode, level, score, whether to ask again; under it the reason, wrapped."""
    width = max((len(row["kode"]) for row in results), default=0)
    return "\n".join(_block(row, max(width, 4)) for row in results)


def _block(row: dict[str, Any], width: int) -> str:
    low, high = row["skor"]
    again = "   tanya ulang dalam 1 jam" if row["tanya_ulang_1jam"] else ""
    head = f"{row['kode']:<{width}}  {row['tingkat']:<8}  skor {low}–{high}{again}"
    indent = " " * (width + 2)
    return f"{head}\n{click.wrap_text(row['alasan'], 100, indent, indent)}"


def _say(text: str, *, err: bool = False) -> None:
    """Print as UTF-8 whatever the terminal's settings; half a character in the input does no harm."""
    click.echo(text.encode("utf-8", "backslashreplace"), err=err)
