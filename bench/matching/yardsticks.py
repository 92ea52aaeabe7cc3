"""What others do with the same registers: Splink with its documented set-up, ECM, a scan of every name."""

import csv
import logging
import time
import warnings
from pathlib import Path
from typing import Any

from bench.matching.febrl import Febrl
from bench.matching.measures import Pair

Scored = list[tuple[float, Pair]]
LEARNED = 100_000
DUCK: dict[str, Any] = {"threads": 2, "memory_limit": "6GB", "temp_directory": ""}


def splink_of_register(path: Path) -> tuple[Scored, float]:
    """Splink as its guide for people's records says: ready-made comparisons, term frequencies, two rounds of EM."""
    return _splink([_table(path)], *_of_register(), link=False, sure=["l.nik = r.nik"])


def splink_per_report(folder: Path, most: int) -> list[float]:
    """Seconds that Splink takes for each of some reports coming one by one; it is trained and the register loaded."""
    import duckdb
    from splink import DuckDBAPI

    took, warm = list[float](), 2
    with duckdb.connect(":memory:", config=DUCK) as connection:
        api = DuckDBAPI(connection=connection)
        whole = _table(folder / "register.csv")
        some, register = api.register(whole.slice(0, LEARNED)), api.register(whole)  # pairs of a million are too many
        linker = _trained([some], *_of_register(), link=False, sure=["l.nik = r.nik"])
        reports = _table(folder / "queries.csv")
        for place in range(min(most + warm, len(reports))):
            begun = time.perf_counter()
            one = api.register(reports.slice(place, 1))
            found = linker.inference.predict_between(register, one, threshold_match_probability=0.01)
            found.as_duckdbpyrelation().fetchall()
            took.append(time.perf_counter() - begun)
    return took[warm:]


def _of_register() -> tuple[list[Any], list[Any], tuple[Any, ...]]:
    """Comparisons, blocks for the pairs, blocks for the training."""
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("name"),
        cl.NameComparison("mother"),
        cl.DateOfBirthComparison("birth_date", input_is_string=True),
        cl.ExactMatch("sex"),
        cl.ExactMatch("village").configure(term_frequency_adjustments=True),
        cl.ExactMatch("phone"),
        cl.DamerauLevenshteinAtThresholds("nik", [1]),
    ]
    rules = [
        block_on("nik"), block_on("phone"), block_on("name", "village"), block_on("name", "birth_date"),
        block_on("birth_date", "regency"), block_on("birth_date", "substr(name, 1, 2)"),
        block_on("mother", "village"), block_on("substr(name, 1, 5)", "regency"),
    ]  # fmt: skip
    return comparisons, rules, (block_on("name"), block_on("birth_date"))


def splink_of_febrl(febrl: Febrl) -> tuple[Scored, float]:
    """Splink as its published example for FEBRL does it."""
    import pyarrow
    import splink.comparison_library as cl
    from splink import block_on

    comparisons = [
        cl.NameComparison("given_name"), cl.NameComparison("surname"),
        cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.JaroWinklerAtThresholds("address_1", [0.9, 0.7]),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]), cl.ExactMatch("suburb"),
    ]  # fmt: skip
    rules = [
        block_on("given_name", "surname"), block_on("surname", "date_of_birth"), block_on("given_name", "postcode"),
        block_on("given_name", "date_of_birth"), block_on("street_number", "postcode"),
        block_on("date_of_birth", "postcode"), block_on("surname", "postcode"), block_on("address_1", "suburb"),
        block_on("date_of_birth", "suburb"),
    ]  # fmt: skip
    sure = ["l.given_name = r.given_name AND l.surname = r.surname AND l.date_of_birth = r.date_of_birth"]
    if febrl.with_number:
        comparisons.append(cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]))
        rules.append(block_on("soc_sec_id"))
        sure = ["l.soc_sec_id = r.soc_sec_id"]
    tables = []
    for table in febrl.tables:
        rows = table.fillna("").astype(str).reset_index().to_dict("list")
        tables.append(pyarrow.table({_id(k): [v or None for v in values] for k, values in rows.items()}))
    trained = (block_on("date_of_birth"), block_on("surname"))
    return _splink(tables, comparisons, rules, trained, link=len(tables) == 2, sure=sure)


def _id(column: str) -> str:
    return "unique_id" if column == "rec_id" else column


def _table(path: Path) -> Any:
    import pyarrow

    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return pyarrow.table({_id(name): [row[name] or None for row in rows] for name in rows[0] if name != "child_id"})


def _splink(
    tables: list[Any], comparisons: list[Any], rules: list[Any], trained: Any, *, link: bool, sure: list[str]
) -> tuple[Scored, float]:
    import duckdb
    from splink import DuckDBAPI

    begun = time.monotonic()
    with duckdb.connect(":memory:", config=DUCK) as connection:
        api = DuckDBAPI(connection=connection)
        linker = _trained([api.register(table) for table in tables], comparisons, rules, trained, link=link, sure=sure)
        found = linker.inference.predict(threshold_match_probability=0.01).as_duckdbpyrelation()
        rows = found.project("match_probability, unique_id_l, unique_id_r").fetchall()
        seconds = time.monotonic() - begun
    return [(p, frozenset((a, b))) for p, a, b in rows], seconds


def _trained(
    tables: list[Any], comparisons: list[Any], rules: list[Any], trained: Any, *, link: bool, sure: list[str]
) -> Any:
    from splink import Linker, SettingsCreator

    settings = SettingsCreator(
        link_type="link_only" if link else "dedupe_only", comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    )  # fmt: skip
    linker = Linker(tables, settings)
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in trained:
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return linker


def ecm_of_febrl(febrl: Febrl) -> tuple[Scored, float]:
    """The package's own ECM classifier over binary comparisons, candidates by six usual blocks."""
    import recordlinkage

    begun, index = time.monotonic(), recordlinkage.Index()
    blocks = (["given_name"], ["surname"], ["date_of_birth"], ["postcode", "street_number"], ["address_1"])
    for block in (*blocks, *([["soc_sec_id"]] if febrl.with_number else [])):
        index.block(block)
    compare = recordlinkage.Compare()
    for name in ("given_name", "surname", "address_1"):
        compare.string(name, name, method="jarowinkler", threshold=0.85, label=name)
    exact = ("date_of_birth", "suburb", "state", "postcode", "street_number")
    for name in (*exact, *(["soc_sec_id"] if febrl.with_number else [])):
        compare.exact(name, name, label=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        vectors = compare.compute(index.index(*febrl.tables), *febrl.tables)
        classifier = recordlinkage.ECMClassifier()
        classifier.fit_predict(vectors)
        probabilities = classifier.prob(vectors)
    pairs = [(float(p), frozenset(pair)) for pair, p in probabilities.items()]
    return pairs, time.monotonic() - begun


def scan(names: list[str], asked: list[str], right: list[set[int]]) -> dict[str, float]:
    """rapidfuzz over every name, one core: milliseconds a report, and how often the child is among the first ten."""
    from rapidfuzz import fuzz, process

    begun, hits = time.monotonic(), 0
    for name, places in zip(asked, right, strict=True):
        best = process.extract(name, names, scorer=fuzz.token_sort_ratio, limit=10)
        hits += any(place in places for _, _, place in best)
    return {"ms": round((time.monotonic() - begun) * 1000 / len(asked), 1), "in_first_ten": round(hits / len(asked), 3)}
