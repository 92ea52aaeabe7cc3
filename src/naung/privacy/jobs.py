"""The work of data protection in the background, as the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.background import job
from naung.privacy.operations import watch_breaches, watch_requests
from naung.teams.queries import office_ids


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch", queueing_lock="privacy.watch")
@job
def watch() -> None:
    """Tell of requests about own data, and of notices of breaches, that are nearly due or late."""
    with acting_as(clock(office_ids())) as by:
        now = timezone.now()
        watch_requests(by=by, now=now)
        watch_breaches(by=by, now=now)
