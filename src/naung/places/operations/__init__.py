"""Writing reference data: code lists, areas, their codes at the statistics office, boundaries."""

from naung.places.operations.areas import import_areas, import_bps, set_up_areas
from naung.places.operations.boundaries import import_boundaries
from naung.places.operations.code_lists import set_up_code_lists

__all__ = ["import_areas", "import_boundaries", "import_bps", "set_up_areas", "set_up_code_lists"]
