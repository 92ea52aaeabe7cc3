"""What the simulation writes by itself: the bulk load. Everything else goes through the real operations."""

from naung.simulation.operations.bulk import Loaded, load_in_bulk
from naung.simulation.operations.messages import settle_messages

__all__ = ["Loaded", "load_in_bulk", "settle_messages"]
