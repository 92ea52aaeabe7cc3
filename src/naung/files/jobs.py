"""The work on files in the background, as the clock."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import Actor, clock
from naung.core.background import job
from naung.files import operations
from naung.teams.queries import office_ids


def as_clock(step: Callable[[Actor, datetime], object]) -> object:
    """Do one step as the clock, in a transaction of its own."""
    with acting_as(clock(office_ids())) as by:
        return step(by, timezone.now())


def check_waiting() -> None:
    """Let the scanner, if there is one, look at every file that waits."""
    if not settings.CLAMD:
        return
    while as_clock(lambda by, now: operations.check_next(by=by, now=now)):
        pass


@app.periodic(cron="* * * * * */10")
@app.task(name="files.check", queueing_lock="files.check")
@job
def check() -> None:
    """Every ten seconds: what was sent meanwhile."""
    check_waiting()


@app.periodic(cron="25 * * * *")
@app.task(name="files.sweep", queueing_lock="files.sweep")
@job
def sweep() -> None:
    """Once an hour: take away what belongs to no file."""
    as_clock(lambda by, now: operations.sweep(by=by, now=now))
