"""The worker's process: runs the background jobs as the application's role until it is asked to stop."""

import asyncio
import logging
import time
from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger(__name__)
CONCURRENCY = 2
LOOK_SECONDS, BACK_SECONDS = 5.0, 10.0
FINISH_SECONDS = 15.0  # how long running jobs may go on after the wish to stop; the demo waits 20


def work() -> None:
    """Do jobs until SIGTERM or Ctrl-C, which let running jobs finish."""
    import_module("naung.config.backup.scheduled")  # no app of its own, so its job is not found by itself
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101
    with app.replace_connector(connector.get_worker_connector()):
        asyncio.run(_run())


async def _run() -> None:
    async with app.open_async():
        while await _until_the_clock_goes_back(asyncio.create_task(_work())):
            log.error("the clock went back: the timetable begins anew")


async def _work() -> None:
    stalled = float(settings.WORKER_STALLED_SECONDS)
    await app.run_worker_async(
        name="naung",
        concurrency=CONCURRENCY,
        delete_jobs="successful",
        shutdown_graceful_timeout=FINISH_SECONDS,
        update_heartbeat_interval=stalled / 3,
        stalled_worker_timeout=stalled,
    )


async def _until_the_clock_goes_back(working: asyncio.Task[None]) -> bool:
    """Let the worker work; end it when the clock went back, and say so.

    The timetable remembers when each job was queued last, and would queue none until the clock has come there again:
    for an hour or a year no duty would be passed on. Begun anew it goes by the clock as it stands.
    """
    most = _ahead()
    while not working.done():
        await asyncio.wait({working}, timeout=LOOK_SECONDS)
        most = max(most, _ahead())
        if most - _ahead() > BACK_SECONDS:
            working.cancel()
            await asyncio.wait({working})
            return True
    working.result()
    return False


def _ahead() -> float:
    """How far the clock of the day is ahead of one that is never set."""
    return time.time() - time.monotonic()
