"""`naung import schools`: the list of schools."""

import sys
from pathlib import Path

import click

from naung.core.errors import Refused
from naung.core.importing import read_csv, show
from naung.teams.rules.schools import PUPILS_COLUMN, SCHOOL_COLUMNS


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def schools(file: Path) -> None:
    """Schools by NPSN: CSV with npsn, nama, bentuk, status, kecamatan, kode_kecamatan, alamat, lat, lng (murid)."""
    from django.utils import timezone

    from naung.access.acting import acting_as
    from naung.access.actors import operator
    from naung.teams import operations

    try:
        source = read_csv(file, SCHOOL_COLUMNS, [PUPILS_COLUMN])
    except Refused as error:
        raise click.ClickException(error.english) from error
    with acting_as(operator([])) as by:
        outcome = operations.import_schools(by=by, source=source, now=timezone.now())
    sys.exit(show(outcome))
