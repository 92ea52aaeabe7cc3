"""The worker's process: runs the background jobs as the application's role until it is asked to stop."""

import asyncio
from importlib import import_module

from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

CONCURRENCY = 2
FINISH_SECONDS = 15.0  # how long running jobs may go on after the wish to stop; the demo waits 20


def work() -> None:
    """Do jobs until SIGTERM or Ctrl-C, which let running jobs finish."""
    import_module("naung.config.backup.scheduled")  # no app of its own, so its job is not found by itself
    connector = app.connector
    assert isinstance(connector, DjangoConnector)  # noqa: S101
    with app.replace_connector(connector.get_worker_connector()):
        asyncio.run(_run())


async def _run() -> None:
    stalled = float(settings.WORKER_STALLED_SECONDS)
    async with app.open_async():
        await app.run_worker_async(
            name="naung",
            concurrency=CONCURRENCY,
            delete_jobs="successful",
            shutdown_graceful_timeout=FINISH_SECONDS,
            update_heartbeat_interval=stalled / 3,
            stalled_worker_timeout=stalled,
        )
