"""The trace is sealed in the background: what it lists was written before, whoever wrote it."""

from django.utils import timezone
from procrastinate.contrib.django import app

from naung.access.acting import acting_as
from naung.access.actors import clock
from naung.audit.sealing import seal
from naung.core.background import job


def seal_next() -> bool:
    """Seal one batch as the clock, in a transaction of its own; says whether there was one."""
    with acting_as(clock([])):
        return seal(now=timezone.now()) is not None


@app.periodic(cron="*/5 * * * *")
@app.task(name="audit.seal", queueing_lock="audit.seal")
@job
def seal_trace() -> None:
    """Seal what may be sealed."""
    while seal_next():
        pass
