"""`./run bench access`: what the walls cost: pages with and without them, and the name search among a million."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import click
import psycopg

from bench import city
from bench.machine import busy, described
from bench.report import Goal, as_document, goal_lines, most

PAGES = ("list", "search", "case")
PAGE_LIMIT, NAME_LIMIT = 1.3, 20
OFFICES = 20
TEAMS = 20  # of the office whose children are looked for
NAMES = 100_000  # different names; a city has many of the same
ASKED = 60
WARM = 8  # plans are made anew after the walls were moved
SEED = 3
OWN = """
    SELECT child.id FROM people_child child
     WHERE %(key)s <%% child.search_key AND child.team_id = ANY(%(teams)s)
     ORDER BY word_similarity(%(key)s, child.search_key) DESC, lower(child.name), child.id LIMIT 50
"""


@dataclass(frozen=True)
class Time:
    """Milliseconds of some requests."""

    median_ms: float
    p95_ms: float
    most_ms: float

    @classmethod
    def of(cls, took: list[float]) -> "Time":
        """The figures of so many seconds."""
        ordered = sorted(one * 1000 for one in took)
        p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
        return cls(*(round(value, 2) for value in (statistics.median(ordered), p95, ordered[-1])))


@click.command()
@click.option("--cases", default=100_000, show_default=True, help="How many cases the city has.")
@click.option("--children", default=1_000_000, show_default=True, help="Children among whom a name is looked for.")
@click.option("--rounds", default=5, show_default=True, help="How often with the walls and without them, in turn.")
@click.option("--requests", default=30, show_default=True, help="Requests for each page in a round.")
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
def access(cases: int, children: int, rounds: int, requests: int, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """What the walls cost: pages with row security and without it, and a name search. Nothing is asserted."""
    begun = time.monotonic()
    machine: dict[str, Any] = {**described(), "before": busy()}
    with city.opened(data, cases):
        _django()
        pages = _pages(rounds, requests)
        names = _names(children)
    machine["after"] = busy()
    goals = [*_page_goals(pages), most("name search, median", names["search"]["median_ms"], NAME_LIMIT, " ms")]
    found = {
        "machine": machine, "cases": cases, "pages": pages, "names": names, "goals": [asdict(goal) for goal in goals],
        "took_seconds": round(time.monotonic() - begun),
    }  # fmt: skip
    click.echo(as_document(found) if as_json else "\n".join(_lines(found)))


def _django() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "naung.config.settings"
    django.setup()


def _page_goals(pages: dict[str, Any]) -> Iterator[Goal]:
    for one in pages.values():
        yield most(f"{one['title']}, with walls against without", one["ratio"], PAGE_LIMIT)


def _pages(rounds: int, requests: int) -> dict[str, Any]:
    """Each page by turns with the walls and without them, in this process, as the same people."""
    from bench.scenarios import SCENARIOS

    chosen = [one for one in SCENARIOS if one.name in PAGES]
    asks = {one.name: _asker(one) for one in chosen}
    took: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for place in range(rounds):
        for walls in (True, False) if place % 2 else (False, True):
            with _row_security(on=walls):
                for name, ask in asks.items():
                    for count in range(requests + WARM):
                        one = ask(count)
                        if count >= WARM:
                            took.setdefault((name, walls), []).append(one)
    return {one.name: _compared(one.title, took[one.name, True], took[one.name, False]) for one in chosen}


def _compared(title: str, walled: list[tuple[float, float]], bare: list[tuple[float, float]]) -> dict[str, Any]:
    """Page and statements, with and without."""
    page, sql = ([Time.of([pair[part] for pair in some]) for some in (walled, bare)] for part in (0, 1))
    return {
        "title": title,
        "with_walls": asdict(page[0]), "without": asdict(page[1]),
        "ratio": round(page[0].median_ms / page[1].median_ms, 3),
        "statements_with_walls": asdict(sql[0]), "statements_without": asdict(sql[1]),
        "statements_ratio": round(sql[0].median_ms / sql[1].median_ms, 3),
    }  # fmt: skip


def _asker(scenario: Any) -> Callable[[int], tuple[float, float]]:
    """Ask for a page once: seconds in all, and seconds that its statements took."""
    from django.db import connection

    from bench.counting import Within
    from bench.people import staff

    person = staff(scenario.role, 1)[0]
    within = Within(person)
    script = scenario.script(within, person)

    def ask(count: int) -> tuple[float, float]:
        statements: list[float] = []

        def listen(execute: Any, *asked: Any) -> Any:
            begun = time.perf_counter()
            result = execute(*asked)
            statements.append(time.perf_counter() - begun)
            return result

        begun = time.perf_counter()
        with connection.execute_wrapper(listen):
            within.ask(script(count), scenario.good)
        return time.perf_counter() - begun, sum(statements)

    return ask


@contextmanager
def _row_security(*, on: bool) -> Iterator[None]:
    """With the walls, or with them taken down for a while in the copy that is measured; the pages' own filters stay."""
    _set_walls("ENABLE" if on else "DISABLE")
    try:
        yield
    finally:
        _set_walls("ENABLE")


def _set_walls(word: str) -> None:
    from naung.access.rows import walled

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        for model, _ in walled():
            connection.execute(f'ALTER TABLE "{model._meta.db_table}" {word} ROW LEVEL SECURITY')


def _names(children: int) -> dict[str, Any]:
    """Searches of somebody who sees one office of twenty: the whole search, its function, and bare SQL of the owner."""
    from naung.access.acting import acting_as
    from naung.people.queries import find_by_name
    from naung.people.rules import search_key

    teams, typed = _fill(children)
    actor = supervisor_of(teams)
    search, function, bare, hits = [], [], [], []
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("SET pg_trgm.word_similarity_threshold = 0.6")
        for text in typed:
            key = search_key(text)
            with acting_as(actor):
                function.append(_timed(lambda key=key: _ask_function(key)))
                search.append(_timed(lambda text=text: hits.append(len(find_by_name(actor, text)))))
            bare.append(_timed(lambda key=key: owner.execute(OWN, {"key": key, "teams": teams}).fetchall()))
    return {
        "children": children, "of_the_office": children // OFFICES, "searches": len(typed),
        "found_median": statistics.median(hits), "search": asdict(Time.of(search)),
        "function": asdict(Time.of(function)), "bare_sql": asdict(Time.of(bare)),
    }  # fmt: skip


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _ask_function(key: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM people_find_by_name(%s, %s)", [key, 50])
        cursor.fetchall()


def supervisor_of(teams: list[UUID]) -> Any:
    """Somebody who sees the children of these teams."""
    from naung.access.actors import Actor, Holding
    from naung.access.policy import Role, Scope
    from naung.core.ids import new_id

    me = new_id()
    return Actor("measured", me, (Holding(Role.SUPERVISOR, {Scope.OWN: {me}, Scope.TEAM: frozenset(teams)}),))  # type: ignore[dict-item]


def _fill(children: int) -> tuple[list[UUID], list[str]]:
    """More children of other offices, beside the city's own; returns the teams of one office and names to look for."""
    from naung.core.ids import new_id
    from naung.people.models import Child
    from naung.people.rules import search_key
    from naung.simulation.operations.copying import SIGNATURE, TRAILER, Table, copy_command
    from naung.simulation.rules.people import as_written_by_others, draw_group, draw_name

    draw = Random(SEED)  # noqa: S311 - the same names in every run
    drawn = (draw_name(draw, draw_group(draw), draw.choice("LP")) for _ in range(NAMES))
    names = [(name, search_key(name)) for name in drawn]
    offices = [(new_id(), [new_id() for _ in range(TEAMS)]) for _ in range(OFFICES)]
    table, asked = Table(Child), []
    for place in range(children):
        office, teams = offices[place % OFFICES]
        name, key = draw.choice(names)
        table.add(
            id=new_id(), name=name, search_key=key, office_id=office, team_id=draw.choice(teams), created_at=0,
        )  # fmt: skip
        if place % OFFICES == 0 and len(asked) < ASKED:
            asked.append(as_written_by_others(draw, name))
    city.say(f"{children:,} children more")
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        with connection.cursor() as cursor, cursor.copy(copy_command(Child)) as copy:
            copy.write(SIGNATURE + table.take() + TRAILER)
        connection.execute("VACUUM (ANALYZE) people_child")
    parts = [(name.split()[0], name.split()[-1], name)[place % 3] for place, name in enumerate(asked)]
    return offices[0][1], parts


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{'milliseconds, median':<32}{'with walls':>12}{'without':>10}{'ratio':>8}{'statements alone':>18}"
    for one in found["pages"].values():
        yield (
            f"{one['title']:<32}{one['with_walls']['median_ms']:>12.1f}{one['without']['median_ms']:>10.1f}"
            f"{one['ratio']:>8.2f}{one['statements_ratio']:>18.2f}"
        )
    names = found["names"]
    yield f"name search among {names['children']:,}, {names['of_the_office']:,} of one's own:"
    for part in ("search", "function", "bare_sql"):
        told = names[part]
        yield f"  {part:<30}{told['median_ms']:>12.1f}   p95 {told['p95_ms']:.1f}, most {told['most_ms']:.1f}"
    yield from goal_lines(found)
