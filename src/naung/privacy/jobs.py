"""The work of data protection in the background, as the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.background import job
from naung.privacy.operations import wake_terms, watch_breaches, watch_requests, watch_terms
from naung.teams.queries import office_ids


@app.periodic(cron="*/10 * * * *")
@app.task(name="privacy.watch", queueing_lock="privacy.watch")
@job
def watch() -> None:
    """Tell of requests and notices of breaches nearly due or late; open sealed records that are needed after all."""
    with acting_as(clock(office_ids())) as by:
        now = timezone.now()
        watch_requests(by=by, now=now)
        watch_breaches(by=by, now=now)
        wake_terms(by=by, now=now)


@app.periodic(cron="20 19 * * *")  # in the small hours of Indonesia
@app.task(name="privacy.terms", queueing_lock="privacy.terms")
@job
def terms() -> None:
    """Seal what was kept long enough. Nothing is erased by the clock."""
    with acting_as(clock(office_ids())) as by:
        watch_terms(by=by, now=timezone.now())
