"""Figures beside the goals, as a table or as JSON."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from bench.scenarios import SCENARIOS, Scenario


@dataclass(frozen=True)
class Goal:
    """One goal and what was measured."""

    what: str
    wanted: str
    measured: float
    met: bool


def most(what: str, measured: float, limit: float, unit: str = "") -> Goal:
    """A goal that must not be exceeded."""
    return Goal(what, f"≤ {limit:g}{unit}", round(measured, 3), measured <= limit)


def least(what: str, measured: float, limit: float, unit: str = "") -> Goal:
    """A goal that must be reached."""
    return Goal(what, f"≥ {limit:g}{unit}", round(measured, 3), measured >= limit)


def with_goals(found: dict[str, Any]) -> dict[str, Any]:
    """The same document with its ratios and goals."""
    measured, sticks = found["pages"]["scenarios"], found["pages"]["yardsticks"]
    for one in measured.values():
        if "bare_sql" in one:
            one["of_bare_sql"] = round(one["per_second"] / one["bare_sql"]["per_second"], 3)
    goals = [*_queries(measured), *_speeds(measured, sticks), *_sizes(measured, found.get("small")), *_whole(found)]
    return {**found, "goals": [asdict(goal) for goal in goals]}


def _queries(measured: dict[str, Any]) -> Iterator[Goal]:
    for one in _known(measured):
        if one.most_queries:
            yield most(f"queries of {one.title}", measured[one.name]["queries"][1], one.most_queries)


def _speeds(measured: dict[str, Any], sticks: dict[str, Any]) -> Iterator[Goal]:
    if "list" in measured:
        share = measured["list"]["per_second"] / sticks["plain_view"]["per_second"]
        yield least("the list against the plain view", share, 0.5)
    if "office_report" in measured:
        share = measured["office_report"]["per_second"] / sticks["bare_insert"]["per_second"]
        yield least("an office report against the bare insert", share, 0.15)
        yield most("p95 of an office report", measured["office_report"]["p95_ms"], 40, " ms")
    if "public_report" in measured:
        yield least("public reports", measured["public_report"]["per_second"], 25, "/s")
        yield most("p95 of a public report", measured["public_report"]["p95_ms"], 400, " ms")
    for one in _known(measured):
        if one.reads:
            yield most(f"p95 of {one.title}", measured[one.name]["p95_ms"], 100, " ms")


def _sizes(measured: dict[str, Any], small: dict[str, Any] | None) -> Iterator[Goal]:
    if small is None:
        return
    for name, few in small["pages"]["scenarios"].items():
        many = measured[name]
        yield most(
            f"time of {few['title']} in the large city against the small", many["median_ms"] / few["median_ms"], 1.3
        )
        yield most(f"more queries of {few['title']} in the large city", many["queries"][1] - few["queries"][1], 0)


def _whole(found: dict[str, Any]) -> Iterator[Goal]:
    together = found["memory"]["at_rest"]["together_mb"]
    yield most("memory of two web processes and the worker at rest", together, 300, " MB")
    hung = found["hung_up"]
    yield most("transactions left open by clients that hung up", hung["open_transactions"], 0)
    yield most("connections lost to clients that hung up", 0 if hung["answers_after"] else 1, 0)


def _known(measured: dict[str, Any]) -> list[Scenario]:
    return [one for one in SCENARIOS if one.name in measured]


def as_text(found: dict[str, Any], *, as_json: bool) -> str:
    """For people or for programs."""
    return as_document(found) if as_json else "\n".join(_table(found))


def as_document(found: dict[str, Any]) -> str:
    """For programs."""
    return json.dumps(found, indent=2, ensure_ascii=False)


def goal_lines(found: dict[str, Any]) -> Iterator[str]:
    """Each goal with what was measured."""
    for goal in found["goals"]:
        yield f"{'met   ' if goal['met'] else 'MISSED'} {goal['what']}: {goal['measured']:g} (goal {goal['wanted']})"


def _table(found: dict[str, Any]) -> Iterator[str]:
    machine, plan = found["machine"], found["plan"]
    yield (
        f"{plan['cases']:,} cases, {plan['users']} users at once, {plan['rounds']} rounds of {plan['seconds']:g} s; "
        f"{machine['cores']} cores, {machine['memory_gb']} GB"
    )
    for moment in ("before", "after"):
        yield f"{moment}: load {machine[moment]['load']}, {machine[moment]['loop_ms']:g} ms for the loop of reference"
    yield ""
    yield from _speed_rows({**found["pages"]["scenarios"], **_titled(found["pages"]["yardsticks"])})
    yield ""
    for moment, told in found["memory"].items():
        yield (
            f"memory {moment.replace('_', ' ')}: web {told['web_mb']}, worker {told['worker_mb']}, together "
            f"{told['together_mb']} MB (shared pages counted once: {told['together_shared_mb']} MB)"
        )
    hung = found["hung_up"]
    yield f"{hung['clients']} clients hung up: {hung['open_transactions']} transactions left open"
    yield ""
    yield from goal_lines(found)


TITLES = {"plain_view": "plain Django view", "bare_insert": "bare Django insert", "client": "the client's ceiling"}


def _titled(sticks: dict[str, Any]) -> dict[str, Any]:
    return {name: {"title": TITLES[name], **figures} for name, figures in sticks.items()}


def _speed_rows(rows: dict[str, Any]) -> Iterator[str]:
    yield f"{'':<32}{'a second':>10}{'median ms':>11}{'p95 ms':>9}{'queries':>10}{'failed':>8}{'bare SQL/s':>12}"
    for row in rows.values():
        few, many = row.get("queries", (0, 0))
        queries = "" if not many else f"{many}" if few == many else f"{few}–{many}"
        bare = f"{row['bare_sql']['per_second']:.0f}" if "bare_sql" in row else ""
        yield (
            f"{row['title']:<32}{row['per_second']:>10.0f}{row['median_ms']:>11.1f}{row['p95_ms']:>9.1f}"
            f"{queries:>10}{row['failed']:>8}{bare:>12}"
        )
