"""Registers with a known truth, yardsticks and measures for `./run bench match`."""
