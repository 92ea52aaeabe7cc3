"""Loading many invented cases at once, for measuring: COPY as the owner, in one transaction, all or nothing."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import connection, connections, models, transaction
from django.db.backends.utils import CursorWrapper

from naung.access.actors import Actor
from naung.access.policy import P, Role
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.ids import new_id
from naung.places.models import Area, Level
from naung.simulation.operations.bulk_rows import MODELS, Batch, CaseRows, Pair
from naung.simulation.operations.copying import SIGNATURE, TRAILER, Table, copy_command
from naung.simulation.queries import OWNER, holds_real_records, used_numbers
from naung.simulation.rules.numbers import free_run
from naung.simulation.rules.people import draw_group, draw_name
from naung.simulation.rules.processes import begin
from naung.teams.models import Membership, Organisation, OrganisationKind, Team, TeamKind, User

HOLDER = 200  # cases of one social worker, most of them closed
TEAM = 5_000
SMALL = 1_000  # below this other processes cost more than they save
BATCH = 1_000
REAL = (
    "This installation holds records that are not training data: invented children never come among real ones. "
    "Use another data folder (NAUNG_DATA) or database."
)

Told = Callable[[int], None]


@dataclass(frozen=True)
class Loaded:
    """What a bulk load made."""

    cases: int
    rows: int
    teams: int
    people: int
    tables: dict[str, int] = field(default_factory=dict)


@atomic
def load_in_bulk(
    *,
    by: Actor,
    cases: int,
    seed: int,
    now: datetime,
    processes: int = 2,
    password: str | None = None,
    told: Told | None = None,
) -> Loaded:
    """Make so many cases with teams and people who hold them. Refused where real records exist.

    The database's owner takes the rows in one transaction: whoever reads meanwhile waits, and a load that
    breaks off leaves nothing.
    """
    require(by, P.ACCOUNTS_MANAGE)
    if holds_real_records():
        raise Refused(REAL)
    _wait_for_the_owner()
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        before = _counts(cursor)
        office = _Office(cases, Random(f"naung {seed} offices"), now, password)
        with _bare_tables(cursor):
            _copy(cursor, {model: office.tables[model].take() for model in office.tables})
            done = 0
            for rows, count in _made_by(office.batches(seed, cases, now), processes if cases > SMALL else 1):
                _copy(cursor, {model: rows[model._meta.label] for model in MODELS})
                done += count
                if told:
                    told(done)
        counts = {label: count - before[label] for label, count in _counts(cursor).items()}
    _analyse()
    audit.record(by=by, event="simulation.loaded", at=now, cases=cases, seed=seed)
    return Loaded(cases, sum(counts.values()), office.teams, office.people, counts)


def _wait_for_the_owner() -> None:
    """This transaction has nothing to do until the owner's is done: it may idle for as long as that takes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


def _analyse() -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE")


class _Office:
    """The teams and people who hold the cases, spread over the kecamatan."""

    def __init__(self, cases: int, draw: Random, now: datetime, password: str | None) -> None:
        self.office = Organisation.objects.using(OWNER).get(kind=OrganisationKind.OFFICE)
        self.draw, self.now = draw, now
        self.password = make_password(password)
        self.tables = {model: Table(model) for model in (User, Team, Membership, Team.areas.through)}
        self.pairs: list[Pair] = []
        self.teams = self.people = 0
        self.wards = _wards()
        self.intake_team = Team.objects.using(OWNER).filter(office=self.office, kind=TeamKind.INTAKE)[0].pk
        self.intake = self._person("penerima-massal", Role.INTAKE, self.intake_team)
        self.first = Team.objects.using(OWNER).filter(name__startswith="Tim massal").count()
        self._fill(cases)

    def _fill(self, cases: int) -> None:
        districts = sorted(self.wards)
        holders = -(-cases // HOLDER)
        while holders > len(self.pairs):
            self.teams += 1
            place = self.first + self.teams
            district = districts[place % len(districts)]
            self._team(f"{place:02d}", district, min(TEAM // HOLDER, holders - len(self.pairs)))

    def _team(self, name: str, district: UUID, size: int) -> None:
        team = new_id()
        self.tables[Team].add(id=team, office_id=self.office.pk, kind=TeamKind.COMPANIONS, name=f"Tim massal {name}")
        self.tables[Team.areas.through].add(team_id=team, area_id=district)
        supervisor = self._person(f"massal-{name}-supervisor", Role.SUPERVISOR, team)
        for place in range(1, size + 1):
            holder = self._person(f"massal-{name}-peksos-{place:02d}", Role.SOCIAL_WORKER, team)
            companion = self._person(f"massal-{name}-pendamping-{place:02d}", Role.COMPANION, team)
            self.pairs.append(Pair(holder, companion, supervisor, team, self.wards[district], district))

    def _person(self, username: str, role: Role, team: UUID) -> UUID:
        if known := User.objects.using(OWNER).filter(username=username).values_list("pk", flat=True).first():
            return known
        user, sex = new_id(), self.draw.choice("LP")
        self.tables[User].add(
            id=user, username=username, name=draw_name(self.draw, draw_group(self.draw), sex), sex=sex,
            password=self.password, created_at=self.now,
        )  # fmt: skip
        self.tables[Membership].add(
            id=new_id(), user_id=user, role=role, office_id=self.office.pk, team_id=team,
            from_at=self.now - timedelta(days=800),
        )  # fmt: skip
        self.people += 1
        return user

    def batches(self, seed: int, cases: int, now: datetime) -> Iterator[Batch]:
        """The work in shares; each pair of colleagues gets its cases in one of them."""
        per_pair = -(-cases // len(self.pairs))
        pairs_at_once = max(1, BATCH // per_pair)
        start, done = free_run(2 * cases, used_numbers()), 0
        for since in range(0, len(self.pairs), pairs_at_once):
            pairs = tuple(self.pairs[since : since + pairs_at_once])
            count = min(len(pairs) * per_pair, cases - done)
            yield Batch(seed, done, count, now, self.office.pk, self.intake, self.intake_team, pairs, start)
            done += count


def _wards() -> dict[UUID, tuple[UUID, ...]]:
    found: dict[UUID, list[UUID]] = {}
    wards = Area.objects.using(OWNER).filter(level=Level.WARD).order_by("code")
    for ward, district in wards.values_list("pk", "parent_id"):
        if district is not None:
            found.setdefault(district, []).append(ward)
    return {district: tuple(wards) for district, wards in found.items()}


def _made_by(batches: Iterator[Batch], processes: int) -> Iterator[tuple[dict[str, bytes], int]]:
    """The rows of each batch in order, made by other processes a few batches ahead."""
    if processes < 2:
        yield from ((CaseRows.made(batch), batch.count) for batch in batches)
        return
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=spawn, initializer=begin) as pool:
        waiting: deque[tuple[Future[dict[str, bytes]], int]] = deque()
        for batch in batches:
            waiting.append((_submit(pool, batch), batch.count))
            if len(waiting) > processes + 2:
                future, count = waiting.popleft()
                yield future.result(), count
        for future, count in waiting:
            yield future.result(), count


def _submit(pool: Executor, batch: Batch) -> "Future[dict[str, bytes]]":
    return pool.submit(CaseRows.made, batch)


def _copy(cursor: CursorWrapper, rows: dict[type[models.Model], bytes]) -> None:
    for model, raw in rows.items():
        if raw:
            with cursor.copy(copy_command(model)) as copy:
                copy.write(SIGNATURE + raw + TRAILER)


FOREIGN_KEYS = """
    SELECT con.conrelid::regclass::text, con.conname, pg_get_constraintdef(con.oid)
      FROM pg_constraint con WHERE con.contype = 'f' AND con.conrelid = ANY(%s::regclass[]) ORDER BY 1, 2
"""
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
      FROM pg_index LEFT JOIN pg_constraint ON conindid = indexrelid
     WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary AND conindid IS NULL ORDER BY 1
"""


@contextmanager
def _bare_tables(cursor: CursorWrapper) -> Iterator[None]:
    """Without foreign keys and secondary indexes rows go in four times as fast; both are made again and checked."""
    tables = [model._meta.db_table for model in MODELS]
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    keys = _rows(cursor, FOREIGN_KEYS, tables)
    indexes = _rows(cursor, INDEXES, tables)
    for table, name, _ in keys:
        cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
    for name, _ in indexes:
        cursor.execute(f"DROP INDEX {name}")
    yield
    for _, definition in indexes:
        cursor.execute(definition)
    for table, name, definition in keys:
        cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


def _rows(cursor: CursorWrapper, statement: str, tables: Sequence[str]) -> list[Any]:
    cursor.execute(statement, [list(tables)])
    return list(cursor.fetchall())


def _counts(cursor: CursorWrapper) -> dict[str, int]:
    found = {}
    for model in MODELS:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
        found[model._meta.label] = int(cursor.fetchone()[0])
    return found
