"""`naung simulate`: an invented year of an office, or many invented cases for measuring."""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

TRAINING_MARK = "training-data"  # in the data folder: from then on every page says so
NOT_SET_UP = "The database is not set up yet: run `./run naung setup` first."
WHOSE = (
    "This installation is not marked as training data. Set NAUNG_TRAINING_DATA=1 for a database of its own, "
    "so that every page says that its children are invented."
)
DAYS_OF_MONTH = 365.25 / 12
# The same statements come thousands of times, and every table is small: one plan serves them all.
ONE_PLAN = "-c plan_cache_mode=force_generic_plan"


@click.command()
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 60), help="How long to simulate.")
@click.option("--reports", default=500, show_default=True, type=click.IntRange(1, 50_000), help="Reports in that time.")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same city.")
@click.option("--start", type=click.DateTime(["%Y-%m-%d"]), help="First day. Left out, the simulated time ends now.")
@click.option("--bulk", is_flag=True, help="Load many cases at once instead, to measure with.")
@click.option("--cases", default=100_000, show_default=True, type=click.IntRange(1, 1_000_000), help="With --bulk.")
def simulate(months: int, reports: int, seed: int, start: datetime | None, bulk: bool, cases: int) -> None:
    """Make an invented city with made-up children, never among real ones.

    Reports, cases and duties come about through the same operations that people use, under a fake clock.
    """
    from django.conf import settings
    from django.db import DatabaseError, connection
    from django.utils import timezone

    from naung.core.errors import Refused

    connection.settings_dict["OPTIONS"] |= {"options": ONE_PLAN}
    try:
        _mark_as_training()
        if bulk:
            _in_bulk(cases, seed, timezone.now())
        else:
            first = start.replace(tzinfo=settings.CITY.zone) if start else None
            _office_year(months, reports, seed, first, timezone.now())
    except Refused as error:
        raise click.ClickException(str(error)) from error
    except DatabaseError as error:
        if "does not exist" in str(error):
            raise click.ClickException(NOT_SET_UP) from error
        raise


def _mark_as_training() -> None:
    """An installation without records becomes one for training; one with real records is left alone."""
    from django.conf import settings

    from naung.simulation.operations.bulk import REAL
    from naung.simulation.queries import holds_real_records

    if holds_real_records():
        raise click.ClickException(REAL)
    if settings.TRAINING_DATA:
        return
    folder = os.environ.get("NAUNG_DATA")
    if not folder:
        raise click.ClickException(WHOSE)
    (Path(folder) / TRAINING_MARK).touch()
    settings.TRAINING_DATA = True


def _in_bulk(cases: int, seed: int, now: datetime) -> None:
    from naung.access.acting import acting_as
    from naung.access.actors import operator
    from naung.simulation.operations import load_in_bulk
    from naung.teams import queries as teams

    password = os.environ.get("NAUNG_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    began = time.monotonic()
    with _progress(cases, "Cases") as bar, acting_as(operator(teams.office_ids())) as by:
        done = load_in_bulk(
            by=by, cases=cases, seed=seed, now=now, password=password, told=lambda count: bar.update(count - bar.pos)
        )
    seconds = time.monotonic() - began
    click.echo(
        f"{done.cases:,} cases with {done.rows:,} rows ({done.rows / done.cases:.0f} a case), {done.teams} teams, "
        f"{done.people:,} people in {seconds:.1f} s ({done.rows / seconds:,.0f} rows a second)."
    )
    click.echo(f"Sign in as massal-01-pendamping-01, massal-01-peksos-01 or massal-01-supervisor: {password}")


def _office_year(months: int, reports: int, seed: int, first: datetime | None, now: datetime) -> None:
    from naung.simulation.commands.year import summary, year

    length = timedelta(days=months * DAYS_OF_MONTH)
    start = first or now - length
    end = min(start + length, now)
    if start >= now:
        raise click.ClickException("The first day lies in the future.")
    _staffed(now)
    began = time.monotonic()
    total = int((end - start).total_seconds())
    with (
        _progress(total, "Simulated time") as bar,
        year(seed=seed, start=start, end=end, reports=reports) as (world, steps),
    ):
        for at in steps:
            bar.update(int((at - start).total_seconds()) - bar.pos)
        bar.update(total - bar.pos)
    seconds = time.monotonic() - began
    for line in summary(world):
        click.echo(line)
    click.echo(f"{world.done:,} operations in {seconds:.1f} s: {world.done / seconds:.0f} a second.")


def _staffed(now: datetime) -> None:
    """A training office without people gets those of the training city."""
    from naung.access.acting import acting_as
    from naung.access.actors import operator
    from naung.teams import queries as teams
    from naung.teams.models import User
    from naung.teams.operations import staff_training_office

    if User.objects.exists():
        return
    password = os.environ.get("NAUNG_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    with acting_as(operator(teams.office_ids())) as by:
        users = staff_training_office(by=by, now=now, password=password)
    click.echo(f"{len(users)} training accounts ({', '.join(user.username for user in users)}): password {password}")


@contextmanager
def _progress(length: int, label: str) -> Iterator[Any]:
    with click.progressbar(length=length, label=label) as bar:
        yield bar
