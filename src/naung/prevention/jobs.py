"""The work of prevention in the background, as the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.core.background import job
from naung.prevention.operations.attendance import forget_old_lists, look_for_known
from naung.prevention.operations.sessions import remind_speakers
from naung.prevention.operations.sessions_files import empty_old_lists
from naung.prevention.operations.signs import forget_old_signs
from naung.teams.queries import office_ids


def remind() -> int:
    """Remind tomorrow's speakers, in a transaction of its own."""
    with acting_as(clock(office_ids())) as by:
        return remind_speakers(by=by, now=timezone.now())


@app.periodic(cron="10 * * * *")
@app.task(name="prevention.remind", queueing_lock="prevention.remind")
@job
def remind_tomorrow() -> None:
    """Once an hour; whoever was told is not told again."""
    remind()


@app.periodic(cron="40 19 * * *")
@app.task(name="prevention.forget", queueing_lock="prevention.forget")
@job
def forget() -> None:
    """Once a night: empty the notes of teachers and the signed lists whose time is over."""
    with acting_as(clock(office_ids())) as by:
        forget_old_signs(by=by, now=timezone.now())
    with acting_as(clock(office_ids())) as by:
        empty_old_lists(by=by, now=timezone.now())


def look_at_absences() -> int:
    """Which lists are over, and whose absent pupils are known: each in a transaction of its own, so that nothing
    keeps a list longer than its time.
    """
    now = timezone.now()
    with acting_as(clock(office_ids())) as by:
        over = forget_old_lists(by=by, now=now)
    with acting_as(clock(office_ids())) as by:
        return over + look_for_known(by=by, now=now)


@app.periodic(cron="*/2 * * * *")
@app.task(name="prevention.absences", queueing_lock="prevention.absences")
@job
def absences() -> None:
    """Every two minutes, apart from the sending of a list: its time tells nobody who is known."""
    look_at_absences()
