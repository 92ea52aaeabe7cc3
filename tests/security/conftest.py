"""The attacks use the same office, people and addresses as the test of the walls, and the browser of the journeys."""

from tests.access.test_every_address import world
from tests.journeys.conftest import arrive

__all__ = ["arrive", "world"]
