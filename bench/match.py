"""`./run bench match`: who is one child, beside Splink, ECM and a scan of every name in the same run."""

import csv
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from bench.city import FOLDER, ROOT
from bench.machine import busy, described
from bench.matching import febrl, hard, measures, yardsticks
from bench.report import Goal, goal_lines, least, most
from naung.people.matching import bulk, sheets
from naung.people.matching.model import Model, shipped
from naung.people.matching.prepared import Prepared, prepare
from naung.people.matching.scoring import score
from naung.people.matching.training import train

DAY = date(2026, 11, 26)
PROBABLE = 1e-4
SCANNED = 20


@click.command()
@click.option("--register", type=click.Path(path_type=Path, exists=True), help="Folder: register, queries, truth.")
@click.option("--records", default=20_000, show_default=True, help="Records of the register of families.")
@click.option("--seed", default=3, show_default=True, help="Seed of the register of families.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON document.")
def match(register: Path | None, records: int, seed: int, as_json: bool) -> None:  # noqa: FBT001
    """Quality and speed of matching on FEBRL 3 and 4, a register of families and, if given, one more register.

    REGISTER holds register.csv, queries.csv and truth.csv in the columns of `naung match`, with child_id for the truth.
    """
    _install()
    families = FOLDER / "families"
    hard.make(families, records, 3_000, seed)
    found: dict[str, Any] = {"machine": {**described(), "before": busy()}, "febrl": {}}
    for one in febrl.load():
        found["febrl"][f"{one.name}{'' if one.with_number else ' without the number'}"] = _febrl(one)
    found["families"] = _register(families)
    if register:
        found["register"] = _register(register)
    found["pair_us"] = _one_pair()
    found["machine"]["after"] = busy()
    found["memory_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    found["goals"] = [asdict(goal) for goal in _goals(found)]
    click.echo(json.dumps(found, indent=2) if as_json else "\n".join(_lines(found)))


def _install() -> None:
    """The yardsticks' packages are a group of their own; they come when they are wanted, by the lock's checksums."""
    try:
        import recordlinkage  # noqa: F401
    except ImportError:
        uv, wanted = Path(sys.executable).with_name("uv"), FOLDER / "match-bench.txt"
        wanted.parent.mkdir(parents=True, exist_ok=True)
        export = [uv, "export", "--quiet", "--frozen", "--only-group", "match-bench", "--no-emit-project"]
        subprocess.run([*export, "--project", ROOT, "-o", wanted], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        install = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--require-hashes", "-r", wanted]
        subprocess.run(install, check=True)  # noqa: S603


def _febrl(one: febrl.Febrl) -> dict[str, Any]:
    begun = time.monotonic()
    ids, known = one.prepared(0)
    if len(one.tables) == 2:
        others, asked = one.prepared(1)
        pairs, _ = bulk.lookup(known, asked, _trained([*known, *asked]), least=PROBABLE)
        scored = [(pair.probability, frozenset((others[pair.a], ids[pair.b]))) for pair in pairs]
    else:
        pairs, _ = bulk.dedupe(known, _trained(known), least=PROBABLE)
        scored = [(pair.probability, frozenset((ids[pair.a], ids[pair.b]))) for pair in pairs]
    naung = _figures(scored, one.truth, time.monotonic() - begun)
    return {
        "naung": naung,
        "splink": _figures(*_turn(yardsticks.splink_of_febrl(one), one.truth)),
        "ecm": _figures(*_turn(yardsticks.ecm_of_febrl(one), one.truth)),
    }


def _turn(answer: tuple[yardsticks.Scored, float], truth: frozenset[measures.Pair]) -> tuple[Any, Any, float]:
    return answer[0], truth, answer[1]


def _figures(scored: yardsticks.Scored, truth: frozenset[measures.Pair], seconds: float) -> dict[str, Any]:
    return {**measures.of_pairs(scored, truth), "seconds": round(seconds, 1)}


def _trained(known: list[Prepared]) -> Model:
    return train(known, shipped(), version="bench", made=DAY)


def _register(folder: Path) -> dict[str, Any]:
    truth = frozenset(frozenset(row.values()) for row in _rows(folder / "truth.csv"))
    begun, key = time.monotonic(), bytes(32)
    sheet = sheets.read(folder / "register.csv", key, prepare)
    read = time.monotonic()
    model = _trained(sheet.known)
    pairs, weighed = bulk.dedupe(sheet.known, model, least=PROBABLE)
    seconds = time.monotonic() - read
    scored = [(pair.probability, frozenset((sheet.ids[pair.a], sheet.ids[pair.b]))) for pair in pairs]
    naung = _figures(scored, truth, seconds) | {"read_seconds": round(read - begun, 1), "compared": weighed.compared}
    return {
        "records": len(sheet.ids),
        "naung": naung | {"capped_blocks": weighed.capped_blocks},
        "splink": _figures(*_turn(yardsticks.splink_of_register(folder / "register.csv"), truth)),
        "queries": _queries(folder, sheet, model, key),
        "scan": _scan(folder),
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _queries(folder: Path, sheet: sheets.Sheet, model: Model, key: bytes) -> dict[str, Any]:
    asked = sheets.read(folder / "queries.csv", key, prepare)
    begun = time.monotonic()
    pairs, _ = bulk.lookup(sheet.known, asked.known, model, least=PROBABLE)
    seconds = time.monotonic() - begun
    found: dict[str, tuple[float, str]] = {}
    for pair in pairs:
        answer = (pair.probability, sheet.ids[pair.b])
        found[asked.ids[pair.a]] = max(answer, found.get(asked.ids[pair.a], (0.0, "")))
    kinds = (
        {row["rec_id"]: row["kind"] for row in _rows(folder / "kinds.csv")} if (folder / "kinds.csv").exists() else {}
    )
    wanted = {
        row["rec_id"]: (kinds.get(row["rec_id"], "known" if row["child_id"] else "stranger"), row["child_id"])
        for row in _rows(folder / "queries.csv")
    }
    child_of = {row["rec_id"]: row["child_id"] for row in _rows(folder / "register.csv")}
    return {**measures.of_queries(found, wanted, child_of), "seconds": round(seconds, 1), "reports": len(wanted)}


def _scan(folder: Path) -> dict[str, float]:
    register = _rows(folder / "register.csv")
    places: dict[str, set[int]] = {}
    for at, row in enumerate(register):
        places.setdefault(row["child_id"], set()).add(at)
    known = [row for row in _rows(folder / "queries.csv") if row["child_id"]]
    some = random.Random(1).sample(known, min(SCANNED, len(known)))  # noqa: S311
    right = [places[row["child_id"]] for row in some]
    return yardsticks.scan([row["name"] for row in register], [row["name"] for row in some], right)


def _one_pair() -> float:
    """Microseconds for one score with its words."""
    a = sheets.Known(name="Muhammad Rizki Hidayat", mother="Siti Aminah", birth_date=date(2015, 3, 4), sex="L")
    b = sheets.Known(name="Moh. Riski H.", mother="Sitti Aminah", birth_date=date(2015, 4, 3), sex="L")
    begun = time.perf_counter()
    for _ in range(5_000):
        score(a, b)
    return round((time.perf_counter() - begun) / 5_000 * 1e6, 1)


def _goals(found: dict[str, Any]) -> Iterator[Goal]:
    for name, one in found["febrl"].items():
        better = max(one["splink"]["f1"], one["ecm"]["f1"])
        yield least(f"F1 at .9 on {name}, less the better of Splink and ECM", one["naung"]["f1"] - better, -0.002)
    families = found["families"]
    yield least("F1 at .9 on families, less Splink", families["naung"]["f1"] - families["splink"]["f1"], 0.1)
    yield most("unknown sibling or twin raised as the same child", families["queries"]["family_raised"], 0.02)
    if "register" in found:
        one = found["register"]
        yield least("F1 at .9 on the register, less Splink", one["naung"]["f1"] - one["splink"]["f1"], 0.01)
        yield least("F1 at .9 on the register, less its ceiling", one["naung"]["f1"] - one["naung"]["ceiling"], -0.005)
        yield most("time against Splink", one["naung"]["seconds"] / one["splink"]["seconds"], 2)
        yield least("right child first", one["queries"]["right_child_first"], 0.99)
        yield least("known children detected", one["queries"]["detected"], 0.98)
        yield most("false alarms", one["queries"]["stranger_raised"], 0.002)
    for name in ("families", "register"):
        if name in found:
            right, said = found[name]["naung"]["true_of_said"]["0.9-1"].split(" of ")
            yield least(f"true of pairs said to be .9 to 1, {name}", int(right) / max(int(said), 1), 0.9)


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"{'':<28}{'F1 at .9':>9}{'best':>8}{'ceiling':>9}{'Brier':>9}{'seconds':>9}"
    parts = {**found["febrl"], **{name: found[name] for name in ("families", "register") if name in found}}
    for name, one in parts.items():
        for who in ("naung", "splink", "ecm"):
            if who in one:
                row = one[who]
                label = f"{name if who == 'naung' else ''}"
                yield (
                    f"{label:<36}{who:<8}{row['f1']:>8}{row['best_f1']:>8}{row['ceiling']:>8}{row['brier']:>9}"
                    f"{row['seconds']:>8}"
                )
    for name in ("families", "register"):
        if name in found:
            yield f"{name}: reports {found[name]['queries']}"
            yield f"{name}: scan of every name {found[name]['scan']}"
    yield f"one score with its words: {found['pair_us']} µs; memory {found['memory_mb']} MB"
    yield from goal_lines(found)
