"""The work that runs in the background: each job acts as the clock, in transactions of its own."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from naung.access.acting import acting_as
from naung.access.actors import Actor, clock
from naung.core.background import job
from naung.duties.operations import clock as by_the_clock
from naung.duties.operations import outbox
from naung.teams import operations as teams
from naung.teams.queries import office_ids

if TYPE_CHECKING:
    from naung.core.caching import Shared

Step = Callable[[Actor, datetime], object]


def as_clock(step: Step) -> object:
    """Do one step as the clock, in a transaction of its own: killed in the middle, it has done nothing."""
    with acting_as(clock(office_ids())) as by:
        return step(by, timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="duties.tick", queueing_lock="duties.tick")
@job
def tick() -> None:
    """End accounts and roles whose day has come, tell of those that changed; warn of duties, pass on late ones."""
    as_clock(lambda by, now: teams.end_what_is_due(by=by, now=now))
    as_clock(lambda by, now: by_the_clock.watch_accounts(by=by, now=now))
    while as_clock(lambda by, now: by_the_clock.tick(by=by, now=now)):
        pass


@app.periodic(cron="*/10 * * * *")
@app.task(name="duties.watch", queueing_lock="duties.watch")
@job
def watch() -> None:
    """Look for hours without anybody on duty, for duties without a person, and for roles that nobody confirmed."""
    as_clock(lambda by, now: teams.expire_roles(by=by, now=now))
    as_clock(lambda by, now: by_the_clock.watch_roster(by=by, now=now))
    as_clock(lambda by, now: by_the_clock.watch_leavers(by=by, now=now))


@app.periodic(cron="* * * * * */15")
@app.task(name="duties.deliver", queueing_lock="duties.deliver")
@job
def deliver() -> None:
    """Send the messages that wait, one by one."""
    while as_clock(lambda by, now: outbox.send_next(by=by, now=now)):
        pass


@app.periodic(cron="* * * * * */20")
@app.task(name="duties.rescue", queueing_lock="duties.rescue", pass_context=True)
async def rescue(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - as above
    """Put back the jobs of a worker that was killed; procrastinate itself leaves them undone for ever."""
    manager = context.app.job_manager
    for stalled in await _stalled(manager):
        try:
            await manager.retry_job(stalled)
        except ConnectorException:  # the same work waits already: then this one is not needed
            await manager.finish_job(stalled, Status.FAILED, delete_job=False)


async def _stalled(manager: Any) -> Iterable[Any]:
    found: Iterable[Any] = await manager.get_stalled_jobs(seconds_since_heartbeat=settings.WORKER_STALLED_SECONDS)
    return found


@app.periodic(cron="30 19 * * *")
@app.task(name="teams.tidy", queueing_lock="teams.tidy")
@job
def tidy() -> None:
    """Once a night: forget sessions and counts that ran out."""
    as_clock(lambda by, now: teams.tidy_sessions(by=by, now=now))


@app.periodic(cron="*/5 * * * *")
@app.task(name="core.forget", queueing_lock="core.forget")
@job
def forget() -> None:
    """Every five minutes: take away counts of addresses, and keys under which they stood, whose time is over."""
    cast("Shared", cache).sweep()
