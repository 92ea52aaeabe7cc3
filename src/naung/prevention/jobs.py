"""What prevention does at night: what was kept for a while only is emptied."""

from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.prevention.operations.signs import forget_old_signs
from naung.teams.queries import office_ids


@app.periodic(cron="40 19 * * *")
@app.task(name="prevention.forget", queueing_lock="prevention.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001 - the timetable says for when it was planned
    """Empty the notes of teachers whose time is over."""
    try:
        with acting_as(clock(office_ids())) as by:
            forget_old_signs(by=by, now=timezone.now())
    finally:
        connections.close_all()
