"""One simulated stretch of an office's life, from its first report to its end, and what it left."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.policy import P
from naung.access.queries import visible
from naung.cases.models import Case
from naung.core import reference
from naung.duties.models import Deadline
from naung.intake.models import Report
from naung.simulation.commands.prevention import prevention_course
from naung.simulation.commands.reports import report_course
from naung.simulation.commands.world import World
from naung.simulation.rules.arrivals import arrivals


@contextmanager
def year(*, seed: int, start: datetime, end: datetime, reports: int) -> Iterator[tuple[World, Iterator[datetime]]]:
    """The office and the steps of its work, still to be run."""
    with _in_haste():
        world = World(seed=seed, start=start, end=end)
        world.begin(start, prevention_course(world))
        zone = settings.CITY.zone
        told = arrivals(
            seed=seed, start=start.astimezone(zone), end=end.astimezone(zone), reports=reports,
            areas=settings.CITY.areas_file,
        )  # fmt: skip
        yield world, world.run(told, report_course)


@contextmanager
def _in_haste() -> Iterator[None]:
    """For invented work only: no waiting for the disk, and no savepoints.

    What a person does at one moment is one transaction here, undone as a whole when a step of it is refused.
    """
    features = connection.features
    before = features.uses_savepoints
    features.uses_savepoints = False
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
        yield
    finally:
        features.uses_savepoints = before
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def summary(world: World) -> Iterator[str]:
    """What the simulated time left, in a few lines."""
    with acting_as(operator([world.office_id])) as by:
        reports = list(visible(by, P.READ_D1, Report).values_list("status", flat=True))
        cases = list(visible(by, P.READ_D1, Case).values_list("status", "stage"))
        duties = visible(by, P.READ_D1, Deadline).filter(met_at=None, dropped_at=None)
        open_duties = list(duties.values_list("due_at", flat=True))
    yield f"Reports: {_counted(reports, 'status_laporan')}"
    yield f"Cases: {_counted((status for status, _ in cases), 'status_kasus')}"
    yield f"Open cases by stage: {_counted((stage for status, stage in cases if status != 'CLOSED'), 'tahap')}"
    late = sum(due < world.end for due in open_duties)
    today = sum(_day(due) == _day(world.end) for due in open_duties)
    yield f"Duties waiting: {len(open_duties)}, of them {late} late, {today} due today."
    yield f"Work put off because something was missing: {world.put_off}, given up: {world.given_up}."


def _day(moment: datetime) -> object:
    return moment.astimezone(settings.CITY.zone).date()


def _counted(codes: Iterable[str], list_name: str) -> str:
    found, known = Counter(codes), reference.codes(list_name)
    rows = [f"{found[code]} {known[code].label_en.lower()}" for code in known if found[code]]
    return f"{sum(found.values())} ({', '.join(rows)})"
