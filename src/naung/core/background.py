"""What every job in the background has in common."""

import functools
from collections.abc import Callable

from django.db import connections


def job(work: Callable[[], None]) -> Callable[[int], None]:
    """A job that the timetable starts; it gives its database connection back whatever happens."""

    @functools.wraps(work)
    def run(timestamp: int) -> None:  # noqa: ARG001 - the timetable says for when it was planned
        try:
            work()
        finally:
            connections.close_all()

    return run
