"""Measurements of the whole, always beside a yardstick of the same run. Called by `./run bench`."""
