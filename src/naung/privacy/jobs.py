"""The work of data protection in the background, as the clock."""

from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.privacy.operations import watch_requests
from naung.teams.queries import office_ids


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch", queueing_lock="privacy.watch")
def watch(timestamp: int) -> None:  # noqa: ARG001 - the timetable says for when it was planned
    """Tell of requests about own data that are nearly due or late."""
    try:
        with acting_as(clock(office_ids())) as by:
            watch_requests(by=by, now=timezone.now())
    finally:
        connections.close_all()
