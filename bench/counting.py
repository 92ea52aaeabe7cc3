"""How many queries a page asks, counted in this process as the same people; and the same reading as bare SQL."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection
from django.test import Client

from bench.load import Speed, drive
from bench.people import Person
from bench.scenarios import Ask, Scenario, nobody
from naung.teams.models import User

WARM = 2  # pages that fill caches and are not counted
COUNTED = 8
ACTOR = "SELECT set_config("


@dataclass
class Heard:
    """The statements of one request: those that tell the actor, and all others in order."""

    actor: list[tuple[str, Any]] = field(default_factory=list)
    queries: list[tuple[str, Any]] = field(default_factory=list)
    as_actor: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Mapping[str, Any]) -> Any:  # noqa: FBT001
        told = str(sql).startswith(ACTOR)
        (self.actor if told else self.queries).append((sql, params))
        if self.actor and str(sql).startswith("SELECT") and not told:
            self.as_actor.append((sql, params))
        return execute(sql, params, many, context)


class Within:
    """Django's own client with the interface of a browser."""

    def __init__(self, person: Person | None) -> None:
        self.client = Client(headers={"host": "localhost"})
        if person is not None:
            self.client.force_login(User.objects.get(pk=person.id))

    def page(self, path: str) -> str:
        """Open a page that must answer well."""
        return self.ask(Ask(path), frozenset({200})).decode()

    def ask(self, ask: Ask, good: frozenset[int]) -> bytes:
        """Send one request that must go well."""
        answer = self.client.get(ask.path) if ask.fields is None else self.client.post(ask.path, ask.fields)
        if answer.status_code not in good:
            raise RuntimeError(f"{ask.path} answered {answer.status_code}: {answer.content.decode()[:2000]}")
        return bytes(answer.content)


@dataclass(frozen=True)
class Counted:
    """Fewest and most queries of a page, its size, and what it reads."""

    fewest: int
    most: int
    savepoints: int
    size: int
    heard: list[Heard]


def count(scenario: Scenario, people: list[Person]) -> Counted:
    """Ask for the page some times, for different people and records."""
    heard, size = [], 0
    for person in people[:2]:
        within = Within(person if scenario.role else None)
        script = scenario.script(within, person if scenario.role else nobody())
        for number in range(WARM + COUNTED):
            ask = script(number)
            with listening() as one:
                size = len(within.ask(ask, scenario.good))
            if number >= WARM:
                heard.append(one)
    savepoints = [sum("SAVEPOINT" in str(sql) for sql, _ in one.queries) for one in heard]
    counts = [len(one.queries) - points for one, points in zip(heard, savepoints, strict=True)]
    return Counted(min(counts), max(counts), max(savepoints), size, heard)


@contextmanager
def listening() -> Iterator[Heard]:
    """The statements of what is done meanwhile."""
    heard = Heard()
    with connection.execute_wrapper(heard):
        yield heard


def bare_sql(heard: list[Heard], url: str, users: int, seconds: float) -> Speed:
    """The page's own reading without the page: its SELECTs as the application's role, told the same actor."""
    connections = [psycopg.connect(url, autocommit=True, cursor_factory=psycopg.ClientCursor) for _ in range(users)]
    try:
        return drive([_Replay(each, heard) for each in connections], frozenset({200}), seconds, 0)
    finally:
        for each in connections:
            each.close()


class _Replay:
    def __init__(self, connection: psycopg.Connection[Any], heard: list[Heard]) -> None:
        self.connection, self.heard = connection, heard

    def __call__(self, count: int) -> int:
        one = self.heard[count % len(self.heard)]
        with self.connection.transaction():
            for sql, params in (*one.actor, *one.as_actor):
                self.connection.execute(sql, params).fetchall()
        return 200


def idle_in_transaction(url: str) -> int:
    """Server sessions of the application that hold a transaction open."""
    asked = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'naung_app' AND state LIKE 'idle in transaction%'"
    with psycopg.connect(url) as owner:
        row = owner.execute(asked).fetchone()
    return int(row[0]) if row else 0


def wait_until_quiet(url: str, seconds: float) -> int:
    """Give requests in flight time to end; returns how many transactions are still open."""
    end = time.monotonic() + seconds
    while (open_ := idle_in_transaction(url)) and time.monotonic() < end:
        time.sleep(0.2)
    return open_
