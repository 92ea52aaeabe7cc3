"""Many accounts at once: DuckDB finds which share a key, every pair is weighed as one report is, with the same model.

Nothing goes to the disk; no number stands in DuckDB in clear. A block (all that share one key) larger than `CAP` is
not compared each with each: its records are sorted and compared with the next `NEIGHBOURS` ones, and it is said.
"""

import gc
import multiprocessing
import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from naung.people.matching.keys import keys_of
from naung.people.matching.levels import Birth, birth
from naung.people.matching.model import Model, Rates
from naung.people.matching.prepared import Prepared
from naung.people.matching.rates import fit
from naung.people.matching.scoring import Weigher, odds

if TYPE_CHECKING:
    import duckdb

CAP, ACROSS = 150, 20  # a query is compared with blocks that many times as large
NEIGHBOURS = 12
BATCH = 20_000
KEPT_BITS = 4.0  # pairs that tell less than this for any kind are not kept
MEMORY = "900MB"
Progress = Callable[[str, int, int], None]
Batch = tuple["array[int]", "array[int]"]
FEW, MANY = 5_000, 400_000  # between them one process per core; with more, copies would take too much memory
PART = 100_000  # records whose pairs are found at a time
SHARES = 8  # of the keys, counted one after the other: it keeps the memory low
TABLES = """
    CREATE TABLE keyed (id INTEGER, later BOOLEAN, k UBIGINT);
    CREATE TABLE small (k UBIGINT, id INTEGER);
    CREATE TABLE large (k UBIGINT, id INTEGER, place INTEGER)"""
BLOCK = """
    CREATE OR REPLACE TABLE block AS SELECT k, count(*) AS size FROM keyed
    WHERE k % $shares = $share GROUP BY k HAVING count(*) > 1"""
SMALL = "INSERT INTO small SELECT k, id FROM keyed JOIN block USING (k) WHERE size <= $cap"
LARGE = """
    INSERT INTO large SELECT k, id, row_number() OVER (PARTITION BY k ORDER BY id)
    FROM keyed JOIN block USING (k) WHERE size > $cap"""
PAIRS_WITHIN = """
    SELECT DISTINCT a, b FROM (
        SELECT a.id AS a, b.id AS b FROM small a JOIN small b ON a.k = b.k AND a.id < b.id
        WHERE a.id >= $first AND a.id < $after
        UNION ALL
        SELECT a.id, b.id FROM (
            SELECT k, id, place, unnest(range(1, $near + 1)) AS next FROM large WHERE id >= $first AND id < $after
        ) a JOIN large b ON b.k = a.k AND b.place = a.place + a.next
    )"""
# A query is one report: it is compared with the whole block, as long as that is not beyond all bounds.
OLD = """
    INSERT INTO small SELECT k, id FROM keyed JOIN block USING (k) WHERE NOT later
    QUALIFY row_number() OVER (PARTITION BY k ORDER BY id) <= $cap"""
NEW = "INSERT INTO large SELECT k, id, $cap FROM keyed JOIN block USING (k) WHERE later"
PAIRS_ACROSS = """
    SELECT DISTINCT old.id AS a, new.id AS b FROM small old JOIN large new USING (k)
    WHERE new.id >= $first AND new.id < $after"""


@dataclass
class Weighed:
    """Pairs by their places with the weights for one child, siblings and twins; what was compared and what capped."""

    a: "array[int]" = field(default_factory=lambda: array("i"))
    b: "array[int]" = field(default_factory=lambda: array("i"))
    same: "array[float]" = field(default_factory=lambda: array("f"))
    sibling: "array[float]" = field(default_factory=lambda: array("f"))
    twin: "array[float]" = field(default_factory=lambda: array("f"))
    compared: int = 0
    capped_blocks: int = 0
    capped_records: int = 0
    rates: Rates | None = None  # fitted to these pairs

    def take(self, part: "Weighed") -> None:
        """Add what one batch found."""
        for name in ("a", "b", "same", "sibling", "twin"):
            getattr(self, name).extend(getattr(part, name))
        self.compared += part.compared

    def pairs(self, rates: Rates, records: int, compared: float, least: float) -> "list[Pair]":
        """The pairs that are at least this probable, with rates fitted to all that could have been compared."""
        self.rates = fitted = fit(self.same, self.sibling, self.twin, records, compared, rates)
        rows = zip(self.a, self.b, self.same, self.sibling, self.twin, strict=True)
        found = ((a, b, odds((one, two, three), fitted, records)) for a, b, one, two, three in rows)
        limit = least / (1 - least)
        return [Pair(a, b, ratio / (1 + ratio)) for a, b, ratio in found if ratio >= limit]


@dataclass(frozen=True)
class Pair:
    """Two places in the list of accounts, and how probable it is that both are one child."""

    a: int
    b: int
    probability: float


def silent(_what: str, _done: int, _of: int) -> None:
    """Tell nobody."""


@contextmanager
def duck(memory: str = MEMORY) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A DuckDB in memory that never writes to the disk."""
    import duckdb

    threads = min(os.cpu_count() or 1, 4)
    connection = duckdb.connect(
        ":memory:",
        config={"threads": threads, "memory_limit": memory, "temp_directory": "", "preserve_insertion_order": False},
    )
    try:
        yield connection
    finally:
        connection.close()


def dedupe(
    known: Sequence[Prepared], model: Model, *, least: float = 0.01, progress: Progress = silent
) -> tuple[list[Pair], Weighed]:
    """Pairs of one child within a list, at least this probable; how common such pairs are is fitted to the list."""
    found = weigh_all(known, len(known), model, progress)
    return found.pairs(model.rates, len(known), len(known) * (len(known) - 1) / 2, least), found


def lookup(
    register: Sequence[Prepared], queries: Sequence[Prepared], model: Model, *, least: float = 0.01,
    progress: Progress = silent,
) -> tuple[list[Pair], Weighed]:  # fmt: skip
    """For each query (`a`) the likely accounts of the register (`b`), by their places in the two lists."""
    found = weigh_all([*register, *queries], len(register), model, progress)
    pairs = found.pairs(model.rates, len(register), len(register) * len(queries), least)
    return [Pair(one.b - len(register), one.a, one.probability) for one in pairs], found


def weigh_all(known: Sequence[Prepared], register: int, model: Model, progress: Progress = silent) -> Weighed:
    """Weigh every pair that shares a key: within the list, or between its first `register` and the others."""
    total, by = Weighed(), Weigher(model)
    across = register < len(known)
    with _workers(known, by) as weigh, duck() as connection:
        _load(connection, known, register, progress)
        total.capped_blocks, total.capped_records = _blocks(connection, across=across)
        for first in range(register if across else 0, len(known), PART):
            for part in weigh(_batches(connection, first, across=across)):
                total.take(part)
            progress("compared", min(first + PART, len(known)), len(known))
    return total


def _load(
    connection: "duckdb.DuckDBPyConnection", known: Sequence[Prepared], register: int, progress: Progress
) -> None:
    """Keys go in as hashes of 64 bits, which is enough to bring records together: the weighing decides."""
    import pyarrow

    connection.execute(TABLES)
    ids, found = array("i"), list[str]()
    for place, one in enumerate(known):
        before = len(found)
        found.extend(set(keys_of(one)))
        ids.extend([place] * (len(found) - before))
        if len(found) >= 200_000 or place == len(known) - 1:
            keyed = pyarrow.table({"id": pyarrow.array(ids, pyarrow.int32()), "k": found})
            connection.register("part", keyed)
            connection.execute("INSERT INTO keyed SELECT id, id >= ?, hash(k) FROM part", [register])
            connection.unregister("part")
            ids, found = array("i"), []
            progress("prepared", place + 1, len(known))


def _blocks(connection: "duckdb.DuckDBPyConnection", *, across: bool) -> tuple[int, int]:
    """Sort the blocks by size; how many are larger than is compared each with each, and the size of the largest."""
    limit = CAP * ACROSS if across else CAP
    blocks, largest = 0, 0
    for share in range(SHARES):
        connection.execute(BLOCK, {"shares": SHARES, "share": share})
        sizes = connection.execute(
            "SELECT count(*), coalesce(max(size), 0) FROM block WHERE size > ?", [limit]
        ).fetchall()
        blocks, largest = blocks + int(sizes[0][0]), max(largest, int(sizes[0][1]))
        for statement in (OLD, NEW) if across else (SMALL, LARGE):
            connection.execute(statement, {"cap": limit})
    connection.execute("DROP TABLE keyed; DROP TABLE block")
    return blocks, largest


def _batches(connection: "duckdb.DuckDBPyConnection", first: int, *, across: bool) -> Iterator[Batch]:
    """The pairs to weigh of some records, each once."""
    within = {"first": first, "after": first + PART}
    if across:
        connection.execute(f"CREATE OR REPLACE TABLE pair AS {PAIRS_ACROSS}", within)
    else:
        connection.execute(f"CREATE OR REPLACE TABLE pair AS {PAIRS_WITHIN}", {**within, "near": NEIGHBOURS})
    for batch in connection.sql("SELECT a, b FROM pair").to_arrow_reader(BATCH):
        rows = batch.to_pydict()
        yield array("i", rows["a"]), array("i", rows["b"])


_shared: dict[str, Any] = {}


@contextmanager
def _workers(known: Sequence[Prepared], by: Weigher) -> Iterator[Callable[[Iterable[Any]], Iterable[Weighed]]]:
    """One process per core that shares the accounts by fork; in this process alone for few or very many."""
    _shared.update(known=known, by=by)
    cores = os.cpu_count() or 1
    try:
        if cores < 2 or not FEW < len(known) < MANY or "fork" not in multiprocessing.get_all_start_methods():
            yield lambda batches: map(_weigh, batches)
            return
        gc.collect()
        gc.freeze()  # the children read the accounts where they lie
        with multiprocessing.get_context("fork").Pool(cores) as pool:
            yield lambda batches: pool.imap_unordered(_weigh, batches)
    finally:
        gc.unfreeze()
        _shared.clear()


def hopeless(a: Prepared, b: Prepared) -> bool:
    """Whether a pair cannot be one child, seen without reading names: it saves most of the time."""
    if a.born == b.born or (a.phone and a.phone == b.phone) or (a.nik and b.nik):
        return False
    if a.sex != b.sex and a.sex and b.sex:
        return True
    far = a.born and b.born and birth(a, b) == Birth.DIFFERENT
    return bool(far and a.name != b.name and a.mother != b.mother)


def _weigh(batch: Batch) -> Weighed:
    known, weigh = _shared["known"], _shared["by"].weigh
    part = Weighed(compared=len(batch[0]))
    for a, b in zip(*batch, strict=True):
        one, other = known[a], known[b]
        if hopeless(one, other):
            continue
        same, sibling, twin = weigh(one, other)
        if same >= KEPT_BITS or sibling >= KEPT_BITS:
            part.a.append(a)
            part.b.append(b)
            part.same.append(same)
            part.sibling.append(sibling)
            part.twin.append(twin)
    return part
