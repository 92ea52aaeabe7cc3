"""The attacks use the same office, people and addresses as the test of the walls."""

from tests.access.test_every_address import world

__all__ = ["world"]
