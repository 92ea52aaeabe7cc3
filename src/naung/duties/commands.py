"""`naung import holidays`: the office's own calendar."""

import sys
from pathlib import Path

import click

from naung.core.errors import Refused
from naung.core.importing import read_csv, show
from naung.duties.rules.holidays import HOLIDAY_COLUMNS, OPEN_COLUMN


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def holidays(file: Path) -> None:
    """Closed days: CSV with tanggal, nama and perhaps buka (ya: the office works on that day)."""
    from django.utils import timezone

    from naung.access.acting import acting_as
    from naung.access.actors import operator
    from naung.duties import operations

    try:
        source = read_csv(file, HOLIDAY_COLUMNS, (OPEN_COLUMN,))
    except Refused as error:
        raise click.ClickException(error.english) from error
    with acting_as(operator([])) as by:
        outcome = operations.import_holidays(by=by, source=source, now=timezone.now())
    sys.exit(show(outcome))
