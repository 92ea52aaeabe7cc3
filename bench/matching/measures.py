"""How good an answer is, by the truth: F1 at .9, the best F1 of any limit, calibration, Brier score."""

from collections.abc import Iterable
from typing import Any

Pair = frozenset[str]
LIMIT = 0.9
BANDS = ((0.5, 0.6), (0.6, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01))


def of_pairs(scored: Iterable[tuple[float, Pair]], truth: frozenset[Pair]) -> dict[str, Any]:
    """Figures of scored pairs against the true ones. `ceiling` is the best F1 that the candidates allow."""
    rows = sorted(((p, pair in truth) for pair, p in _once(scored).items()), reverse=True)
    said = [right for p, right in rows if p >= LIMIT]
    among = sum(right for _, right in rows) / len(truth)
    return {
        "f1": round(_f1(sum(said), len(said), len(truth)), 4),
        "precision": round(sum(said) / max(len(said), 1), 4),
        "recall": round(sum(said) / len(truth), 4),
        "best_f1": round(_best(rows, len(truth)), 4),
        "true_among_candidates": round(among, 4),
        "ceiling": round(2 * among / (1 + among), 4),
        "brier": round(sum((p - right) ** 2 for p, right in rows) / max(len(rows), 1), 5),
        "true_of_said": {f"{low:g}-{min(high, 1):g}": _share(rows, low, high) for low, high in BANDS},
    }


def _once(scored: Iterable[tuple[float, Pair]]) -> dict[Pair, float]:
    best: dict[Pair, float] = {}
    for p, pair in scored:
        best[pair] = max(p, best.get(pair, 0.0))
    return best


def _f1(right: int, said: int, true: int) -> float:
    return 2 * right / (said + true)


def _best(rows: list[tuple[float, bool]], true: int) -> float:
    right, best = 0, 0.0
    for said, (_, hit) in enumerate(rows, 1):
        right += hit
        best = max(best, _f1(right, said, true))
    return best


def _share(rows: list[tuple[float, bool]], low: float, high: float) -> str:
    band = [right for p, right in rows if low <= p < high]
    return f"{sum(band)} of {len(band)}"


def of_queries(
    found: dict[str, tuple[float, str]], asked: dict[str, tuple[str, str]], child_of: dict[str, str]
) -> dict[str, Any]:
    """Figures of reports: `found` is the likeliest record of each, `asked` its kind and child, `child_of` the truth."""
    kinds: dict[str, list[tuple[bool, bool]]] = {}
    for query, (kind, child) in asked.items():
        p, record = found.get(query, (0.0, ""))
        kinds.setdefault(kind, []).append((p >= LIMIT, bool(child) and child_of.get(record) == child))
    told: dict[str, Any] = {}
    for kind, rows in kinds.items():
        told[f"{kind}_raised"] = round(sum(raised for raised, _ in rows) / len(rows), 4)
        if kind == "known":
            told["right_child_first"] = round(sum(right for _, right in rows) / len(rows), 4)
            told["detected"] = round(sum(raised and right for raised, right in rows) / len(rows), 4)
    return told
