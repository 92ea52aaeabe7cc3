"""The work of data protection in the background, as the clock."""

from procrastinate.contrib.django import app

from naung.duties.jobs import as_clock, job
from naung.privacy.operations import watch_requests


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch", queueing_lock="privacy.watch")
@job
def watch() -> None:
    """Tell of requests about own data that are nearly due or late."""
    as_clock(lambda by, now: watch_requests(by=by, now=now))
