"""`naung import areas|bps|boundaries`: files about places."""

import sys
from pathlib import Path
from typing import Protocol

import click

from naung.core.errors import Refused
from naung.core.importing import Outcome, read_csv, read_text, show
from naung.places.rules import shapes
from naung.places.rules.areas import AREA_COLUMNS, BPS_COLUMNS, COORDINATE_COLUMNS

FILE = click.argument("file", type=click.Path(path_type=Path))


class Write(Protocol):
    """An operation that only lacks who does it and when."""

    def __call__(self, **who_and_when: object) -> Outcome: ...


@click.command()
@FILE
def areas(file: Path) -> None:
    """Kota, kecamatan, kelurahan: CSV with level, kode_kemendagri, nama, kode_induk and perhaps lat, lng."""
    from naung.places import operations

    _run(lambda **who: operations.import_areas(source=read_csv(file, AREA_COLUMNS, COORDINATE_COLUMNS), **who))


@click.command()
@FILE
def bps(file: Path) -> None:
    """The statistics office's codes: CSV with kode_kemendagri and kode_bps_2018."""
    from naung.places import operations

    _run(lambda **who: operations.import_bps(source=read_csv(file, BPS_COLUMNS), **who))


@click.command()
@FILE
def boundaries(file: Path) -> None:
    """Shapes of areas: GeoJSON in longitude and latitude, each feature with the property `kode`."""
    from naung.places import operations

    _run(
        lambda **who: operations.import_boundaries(
            name=str(file), features=shapes.features(str(file), read_text(file)), **who
        )
    )


def _run(write: Write) -> None:
    from django.utils import timezone

    from naung.access.acting import acting_as
    from naung.access.actors import operator

    try:
        with acting_as(operator([])) as by:
            outcome = write(by=by, now=timezone.now())
    except Refused as error:
        raise click.ClickException(error.english) from error
    sys.exit(show(outcome))
