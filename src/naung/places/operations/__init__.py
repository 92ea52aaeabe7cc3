"""Writing reference data: code lists, areas, their codes at the statistics office, boundaries."""

from naung.places.operations.areas import import_areas, import_bps
from naung.places.operations.boundaries import import_boundaries
from naung.places.operations.reference import set_up_reference

__all__ = ["import_areas", "import_boundaries", "import_bps", "set_up_reference"]
