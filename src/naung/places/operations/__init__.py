"""Writing reference data: code lists, areas, their codes at the statistics office, boundaries."""

from naung.places.operations.areas import import_areas, import_bps, set_up_areas
from naung.places.operations.boundaries import import_boundaries
from naung.places.operations.code_lists import set_up_code_lists
from naung.places.operations.office_codes import add_code, restore_code, retire_code, word_code

__all__ = [
    "add_code",
    "import_areas",
    "import_boundaries",
    "import_bps",
    "restore_code",
    "retire_code",
    "set_up_areas",
    "set_up_code_lists",
    "word_code",
]
