"""Small invented files for the importers, and the large real ones where they lie beside the checkout."""

from pathlib import Path

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.core.importing import read_csv
from naung.places import operations
from naung.places.rules.areas import AREA_COLUMNS, BPS_COLUMNS, COORDINATE_COLUMNS
from tests.scene import MONDAY

REAL = Path(__file__).parents[3] / "shared" / "data"

AREAS = """level,kode_kemendagri,nama,kode_induk,lat,lng
kelurahan,99.71.01.1001,Mata Air,99.71.01,1.5,1.5
kota,99.71,Kota Contoh,99,,
kecamatan,99.71.01,Contoh Hulu,99.71,2,2
"""


def take_areas(path, by=None):
    """Import an area file as the command line does."""
    source = read_csv(path, AREA_COLUMNS, COORDINATE_COLUMNS)
    with acting_as(by or operator([])) as actor:
        return operations.import_areas(by=actor, source=source, now=MONDAY)


def take_bps(path):
    with acting_as(operator([])) as actor:
        return operations.import_bps(by=actor, source=read_csv(path, BPS_COLUMNS), now=MONDAY)


def take_boundaries(features, name="shapes.json"):
    with acting_as(operator([])) as actor:
        return operations.import_boundaries(by=actor, name=name, features=features, now=MONDAY)


def written(folder, content, name="list.csv"):
    path = folder / name
    path.write_text(content)
    return path
