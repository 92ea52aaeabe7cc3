"""`./run bench match-online`: one report against a register in PostgreSQL, beside trigrams and Splink in one run."""

import csv
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from math import log2
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import psycopg

from bench import city
from bench.access import TEAMS, Time, supervisor_of
from bench.machine import busy, described
from bench.matching.yardsticks import splink_per_report
from bench.report import Goal, as_document, goal_lines, least, most

CASES = 200  # the office around the register
CHUNK, LEARNED = 20_000, 100_000  # rows written at once; rows from which the weights are learned
PAGES, TRIGRAMS, SPLINKS, WARM = 200, 60, 30, 20
INDEXES = ("people_keys", "people_child_search", "people_child_words")  # built after the rows, which is faster
TRIGRAM = """
    SELECT id FROM people_child WHERE search_key %% %(key)s
     ORDER BY similarity(search_key, %(key)s) DESC, id LIMIT 10
"""


@click.command("match-online")
@click.option(
    "--register", type=click.Path(path_type=Path, exists=True), required=True, help="Folder: register, queries."
)
@click.option("--data", type=click.Path(path_type=Path), default=city.FOLDER, help="Folder of the measured cities.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document instead of a table.")
def match_online(register: Path, data: Path, as_json: bool) -> None:  # noqa: FBT001
    """Is this child known? Each report of REGISTER/queries.csv is looked up among the children of register.csv.

    Both in the columns of `naung match`, with child_id for the truth. Nothing is asserted.
    """
    machine: dict[str, Any] = {**described(), "before": busy()}
    with city.opened(data, CASES):
        os.environ["DJANGO_SETTINGS_MODULE"] = "naung.config.settings"
        import django

        django.setup()
        found = {"machine": machine, **_measured(register)}
    machine["after"] = busy()
    found["goals"] = [asdict(goal) for goal in _goals(found)]
    click.echo(as_document(found) if as_json else "\n".join(_lines(found)))


def _measured(folder: Path) -> dict[str, Any]:
    from naung.core.ids import new_id

    teams = [new_id() for _ in range(TEAMS)]
    begun = time.monotonic()
    children = _fill(folder / "register.csv", new_id(), teams)
    filled = round(time.monotonic() - begun)
    with (folder / "queries.csv").open(encoding="utf-8") as file:
        asked = list(csv.DictReader(file))
    return {
        "children": sum(map(len, children.values())), "filled_seconds": filled, "reports": len(asked),
        "look_up": _look_ups(asked, children, teams), "page": _pages(asked), "trigram": _trigrams(asked, children),
        "splink": asdict(Time.of(splink_per_report(folder, SPLINKS))),
    }  # fmt: skip


def _fill(path: Path, office: UUID, teams: list[UUID]) -> dict[str, set[UUID]]:
    """Load the register as the children of one office, with the keys under which they are found."""
    from naung.core.ids import new_id
    from naung.people.matching import sheets
    from naung.people.matching.facts import Known
    from naung.people.matching.prepared import Prepared, prepare
    from naung.people.models import Child, ChildKeys
    from naung.people.queries.known import row_of
    from naung.people.rules import search_key
    from naung.simulation.operations.copying import SIGNATURE, TRAILER, Table, copy_command

    rows, keys, ready = Table(Child), Table(ChildKeys), list[Prepared]()

    def kept(known: Known) -> UUID:
        child, found = new_id(), row_of(None, known)  # type: ignore[arg-type] - the row is copied, not saved
        name = known.name[:60]
        rows.add(
            id=child, name=name, search_key=search_key(name), office_id=office, team_id=teams[rows.count % TEAMS],
            created_at=0,
        )  # fmt: skip
        keys.add(id=new_id(), child_id=child, keys=found.keys, facts=found.facts)
        if len(ready) < LEARNED:
            ready.append(prepare(known))
        if rows.count % CHUNK == 0:
            write()
        return child

    def write() -> None:
        for table in (rows, keys):
            with owner.cursor() as cursor, cursor.copy(copy_command(table.model)) as copy:
                copy.write(SIGNATURE + table.take() + TRAILER)

    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner, _indexed_after(owner):
        sheet = sheets.read(path, _key(), kept)
        write()
    _learn(ready, len(sheet.known))
    with path.open(encoding="utf-8") as file:
        child_of = {row["rec_id"]: row["child_id"] for row in csv.DictReader(file)}
    found: dict[str, set[UUID]] = {}
    for name, child in zip(sheet.ids, sheet.known, strict=True):
        found.setdefault(child_of[name], set()).add(child)
    return found


def _learn(some: list[Any], of: int) -> None:
    """Weights as the worker learns them each night, here from the first rows: the whole has more pairs for each row."""
    from django.conf import settings

    from naung.people.jobs import learned
    from naung.people.matching.bulk import silent
    from naung.people.matching.model import Rates, save

    model, more = learned(some, silent)[1], of / len(some)
    rates = Rates(**{kind: min(rate * more, 50) for kind, rate in model.rates.model_dump().items()})
    save(model.model_copy(update={"rates": rates}), Path(settings.MATCH_MODEL))


@contextmanager
def _indexed_after(owner: psycopg.Connection[Any]) -> Iterator[None]:
    rows = owner.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY(%s)", [list(INDEXES)]).fetchall()
    for name in INDEXES:
        owner.execute(f"DROP INDEX {name}".encode())
    yield
    for (definition,) in rows:
        owner.execute(definition)
    owner.execute("VACUUM (ANALYZE) people_child, people_childkeys")


def _key() -> bytes:
    from naung.core.keys import derived_secret

    return derived_secret("match nik")


def _look_ups(asked: list[dict[str, str]], children: dict[str, set[UUID]], teams: list[UUID]) -> dict[str, Any]:
    """From the report as it is written to what the office is told: tokens, keys, database with its walls, weighing."""
    from naung.access.acting import acting_as
    from naung.people.matching import sheets
    from naung.people.queries import look_up

    actor, took, answers = supervisor_of(teams), list[float](), list[_Answer]()
    for place, row in enumerate([*asked[:WARM], *asked]):
        with acting_as(actor):
            begun = time.perf_counter()
            told = sheets.account(sheets.EMPTY_ROW | row, _key())
            assert not isinstance(told, tuple)  # noqa: S101
            shown = look_up(actor, known=told)
            seconds = time.perf_counter() - begun
            if place >= WARM:
                took.append(seconds)
                answers.append(_answer(told, shown, children.get(row["child_id"])))
    return asdict(Time.of(took)) | _quality(answers)


@dataclass(frozen=True)
class _Answer:
    known: bool
    first: bool  # by weight
    sure: bool  # at .9
    shown_first: bool  # of what the page shows


def _answer(told: Any, shown: list[Any], right: set[UUID] | None) -> _Answer:
    from naung.people.matching.keys import keys_of
    from naung.people.matching.likeness import SURE
    from naung.people.matching.prepared import prepare
    from naung.people.queries.search import candidates

    ready = prepare(told)
    found = candidates(ready, sorted({*keys_of(ready)}))
    first = bool(found) and right is not None and found[0].id in right
    top = shown[0].child if shown else None
    return _Answer(
        right is not None, first, bool(found) and found[0].compared.weight >= log2(SURE / (1 - SURE)),
        top is not None and top.pk in (right or ()),
    )  # fmt: skip


def _quality(answers: list[_Answer]) -> dict[str, float]:
    known, strangers = [one for one in answers if one.known], [one for one in answers if not one.known]
    return {
        "known": len(known),
        "right_child_first": _share(one.first for one in known),
        "detected": _share(one.first and one.sure for one in known),
        "shown_first": _share(one.shown_first for one in known),
        "false_alarm": _share(one.sure for one in strangers),
    }


def _share(those: Iterable[bool]) -> float:
    told = list(those)
    return round(sum(told) / max(len(told), 1), 4)


def _pages(asked: list[dict[str, str]]) -> dict[str, float]:
    """The same through the part of the report's page that answers while somebody types."""
    from bench.counting import Within
    from bench.people import staff
    from bench.scenarios import SHOWN, Ask
    from naung.access.policy import Role
    from naung.core.ids import new_id

    within, took = Within(staff(Role.INTAKE, 1)[0]), []
    for place, row in enumerate(asked[: PAGES + WARM]):
        fields = {
            "find": "1", "children": "1", "child0-name": row["name"][:60], "child0-birth_date": row["birth_date"],
            "child0-nik": row["nik"],
        }  # fmt: skip
        begun = time.perf_counter()
        within.ask(Ask(f"/laporan/baru/{new_id()}/kenal/", fields), SHOWN)
        if place >= WARM:
            took.append(time.perf_counter() - begun)
    return asdict(Time.of(took))


def _trigrams(asked: list[dict[str, str]], children: dict[str, set[UUID]]) -> dict[str, Any]:
    """The yardstick: names by likeness of their threes of letters, as the database's owner."""
    from naung.people.rules import search_key

    took, first, known = [], 0, [row for row in asked if row["child_id"]][:TRIGRAMS]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for row in known:
            begun = time.perf_counter()
            rows = owner.execute(TRIGRAM, {"key": search_key(row["name"])}).fetchall()
            took.append(time.perf_counter() - begun)
            first += bool(rows) and rows[0][0] in children[row["child_id"]]
    return asdict(Time.of(took)) | {"reports": len(known), "right_child_first": round(first / len(known), 4)}


def _goals(found: dict[str, Any]) -> Iterator[Goal]:
    one = found["look_up"]
    yield least("right child first", one["right_child_first"], 0.99)
    yield least("known children detected", one["detected"], 0.98)
    yield most("false alarms", one["false_alarm"], 0.002)
    yield most("one report, median", one["median_ms"], 2, " ms")
    yield most("one report, p95", one["p95_ms"], 15, " ms")
    yield most("through the page, p95", found["page"]["p95_ms"], 60, " ms")
    yield least("Splink's time for one report against it", found["splink"]["median_ms"] / one["median_ms"], 100)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{found['reports']:,} reports against {found['children']:,} records (loaded in {found['filled_seconds']} s)"
    yield f"{'milliseconds':<32}{'median':>10}{'p95':>10}{'most':>10}{'right first':>14}"
    for name, part in (
        ("look-up", "look_up"),
        ("through the page", "page"),
        ("trigram search", "trigram"),
        ("Splink, one by one", "splink"),
    ):
        told = found[part]
        right = f"{told['right_child_first']:>14.3f}" if "right_child_first" in told else ""
        yield f"{name:<32}{told['median_ms']:>10.1f}{told['p95_ms']:>10.1f}{told['most_ms']:>10.1f}{right}"
    one = found["look_up"]
    yield f"detected {one['detected']}, false alarm {one['false_alarm']}, shown first on the page {one['shown_first']}"
    for name in ("trigram", "splink"):
        yield f"{name} takes {found[name]['median_ms'] / one['median_ms']:.0f} times as long"
    yield from goal_lines(found)
