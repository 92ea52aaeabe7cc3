"""`./run bench board`: the board of a province's schools, its map, and where to go next; beside the same rows alone."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import click

from bench import city
from bench.access import Time
from bench.machine import busy, described
from bench.report import as_document, goal_lines, most

SMALL_CITY = 200  # cases: the board reads none of them
PAGE_LIMIT = 300
WARM = 2
SEED = 4
DISTRICTS = 100
PAGES = {
    "board": "/pencegahan/sekolah/",
    "last_page": "/pencegahan/sekolah/?page=9999",
    "filtered": "/pencegahan/sekolah/?state=TRAINED&form=SD&q=negeri",
    "longest_waiting": "/pencegahan/sekolah/?order=since",
    "largest": "/pencegahan/sekolah/?order=pupils",
    "map": "/pencegahan/sekolah/?tampil=peta",
    "where_next": "/pencegahan/sekolah/berikutnya/",
}

OF_THE_BOARD = [name for name in PAGES if name != "where_next"]  # which weighs every school anew


@click.command()
@click.option("--schools", default=20_000, show_default=True, help="How many schools the province has.")
@click.option("--requests", default=20, show_default=True, help="Requests for each page.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
def board(schools: int, requests: int, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """The board with a province's schools, page by page, beside the same statements alone. Nothing is asserted."""
    begun = time.monotonic()
    machine: dict[str, Any] = {**described(), "before": busy()}
    with city.opened(data, SMALL_CITY):
        _django()
        _fill(schools)
        pages = _pages(requests)
    machine["after"] = busy()
    goals = [most(f"{name}, median", pages[name]["page"]["median_ms"], PAGE_LIMIT, " ms") for name in OF_THE_BOARD]
    found = {
        "machine": machine, "schools": schools, "pages": pages, "goals": [asdict(goal) for goal in goals],
        "took_seconds": round(time.monotonic() - begun),
    }  # fmt: skip
    click.echo(as_document(found) if as_json else "\n".join(_lines(found)))


def _django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "naung.config.settings"
    django.setup()


def _pages(requests: int) -> dict[str, Any]:
    from bench.counting import Within
    from bench.people import staff
    from naung.access.policy import Role

    within = Within(staff(Role.SUPERVISOR, 1)[0])
    return {name: _measured(lambda path=path: within.page(path), requests) for name, path in PAGES.items()}


def _measured(ask: Callable[[], str], requests: int) -> dict[str, Any]:
    """The page, and its own statements asked once more without the page."""
    from bench.counting import bare_sql, listening

    took, heard, size = [], [], 0
    for number in range(WARM + requests):
        with listening() as one:
            begun = time.perf_counter()
            size = len(ask())
            seconds = time.perf_counter() - begun
        if number >= WARM:
            took.append(seconds)
            heard.append(one)
    page, bare = Time.of(took), bare_sql(heard, os.environ["DATABASE_URL"], 1, 1)
    rows = round(1000 / bare.per_second, 2) if bare.per_second else 0.0
    return {
        "page": asdict(page), "bare_sql_ms": rows, "of_bare_sql": round(page.median_ms / rows, 2) if rows else None,
        "queries": len(heard[-1].queries), "bytes": size,
    }  # fmt: skip


def _fill(schools: int) -> None:
    """A province: kecamatan, schools of every kind, some planned, some reached long ago or lately."""
    from django.db import connections

    from naung.access.acting import acting_as
    from naung.access.actors import operator

    city.say(f"{schools:,} schools")
    with acting_as(operator([])):
        _schools(schools, Random(SEED))  # noqa: S311 - the same schools in every run
    with connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")


def _schools(count: int, draw: Random) -> None:
    from django.utils import timezone

    from naung.places.models import Area
    from naung.prevention.models import AwarenessSession, Outreach
    from naung.teams import queries
    from naung.teams.models import Organisation

    codes = (f"98.{n // 90 + 10}.{n % 90 + 10}" for n in range(DISTRICTS))
    districts = [Area(code=code, name=f"Kecamatan {code}", level="DISTRICT") for code in codes]
    Area.objects.bulk_create(districts)
    made = [_school(number, draw, districts) for number in range(count)]
    Organisation.objects.bulk_create(made, batch_size=2_000)
    now, office = timezone.now(), queries.office()
    sessions = [_session(number, school, office, now, draw) for number, school in enumerate(made) if number % 3 == 0]
    AwarenessSession.objects.bulk_create(sessions, batch_size=2_000)
    reached = [_outreach(session, now) for session in sessions]
    Outreach.objects.bulk_create(reached, batch_size=2_000)


def _school(number: int, draw: Random, districts: list[Any]) -> Any:
    from naung.teams.models import Organisation

    form = draw.choice(["SD", "SD", "SD", "MI", "SMP", "MTS", "SMA", "SMK", "TK", "PKBM"])
    return Organisation(
        kind="SCHOOL", name=f"{form} {draw.choice(['Negeri', 'Swasta'])} {number:05}", npsn=f"{80_000_000 + number}",
        form=form, area=draw.choice(districts), pupils=int(draw.lognormvariate(5.3, 0.7)),
        latitude=-2 + draw.random() * 2, longitude=115 + draw.random() * 3,
    )  # fmt: skip


def _session(number: int, school: Any, office: Any, now: Any, draw: Random) -> Any:
    from naung.prevention.models import AwarenessSession

    at = now - timedelta(days=draw.randrange(-60, 900))
    held = at < now
    return AwarenessSession(
        code=f"{number:06X}", office=office, kind="SOS", title="Hak anak", school=school,
        status="HELD" if held else "PLANNED", audiences=["PUPILS"], from_at=at, until_at=at + timedelta(hours=2),
        planned_by_id=office.pk, held_at=at if held else None,
    )  # fmt: skip


def _outreach(session: Any, now: Any) -> Any:
    from naung.prevention.models import Outreach

    return Outreach(school=session.school, state="TRAINED" if session.held_at else "PLANNED", since=now)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['schools']:,} schools; milliseconds"
    yield f"{'':<18}{'median':>9}{'p95':>9}{'most':>9}{'statements':>12}{'ratio':>8}{'queries':>9}{'kB':>7}"
    for name, one in found["pages"].items():
        page = one["page"]
        yield (
            f"{name:<18}{page['median_ms']:>9.1f}{page['p95_ms']:>9.1f}{page['most_ms']:>9.1f}"
            f"{one['bare_sql_ms']:>12.1f}{one['of_bare_sql'] or 0:>8.2f}{one['queries']:>9}{one['bytes'] / 1000:>7.0f}"
        )
    yield from goal_lines(found)
