"""Weights for one office, learned from its own register without any truth (Splink's EM on DuckDB).

The levels of sampled pairs are found here, with the same code that weighs a report; Splink (Linacre et al. 2022)
finds from them how often each level holds for one child (m). Pairs are drawn twice: of one national number (where few
have one: of one birth date), and of one name, each to learn all other fields; two answers are averaged. How often
a level holds for two children (u) is counted in random pairs. What Splink cannot see, the shares among siblings and
twins, is kept from the model that it begins with; of home and mother they are those of the child.
"""

import logging
import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations, islice
from typing import Any

from naung.people.matching.bulk import duck
from naung.people.matching.facts import TOKEN_LENGTH
from naung.people.matching.levels import FIELDS, LEVELS, WORD_FIELDS
from naung.people.matching.model import Level, Model
from naung.people.matching.prepared import Prepared
from naung.people.matching.scoring import Weigher

FEWEST, FEWEST_PAIRS = 1_000, 100  # records and pairs; fewer say too little
RANDOM_PAIRS, DRAWN_PAIRS, BLOCK = 80_000, 40_000, 40
FEWEST_BEARERS, MOST_WORDS = 4, 4_000  # a name that three bear could be read back to a family
BELIEF = 30.0  # pairs of one child with which the first model's m counts
BELIEF_APART = 10  # random pairs with which its u counts
LEAST = 1e-7
HOUSEHOLD = ("mother", "kk", "phone", "area", "address")
LEFT_OUT = {"birth": ("birth", "age"), "name": ("name",), "nik": ("nik",)}
UNLEARNED = {("nik", "NEIGHBOUR")}  # hangs on the birth date: weighs nothing against strangers, much for twins
Pairs = Sequence[tuple[Prepared, Prepared]]
Shares = dict[str, dict[str, float]]


def train(known: Sequence[Prepared], start: Model, *, version: str, made: date, seed: int = 1) -> Model:
    """A model of this register; the one to begin with, with the register's names, when it holds too few records."""
    named = start.model_copy(
        update=_named(known, start) | {"version": version, "made": made, "records": max(len(known), 2)}
    )
    if len(known) < FEWEST:
        return named
    draw, by = random.Random(seed), Weigher(named)  # noqa: S311  # nosec B311
    u = _counted(by, _at_random(known, draw), named)
    given = named.model_copy(update={"fields": _fields(named, {}, u)})
    by_number = _drawn(known, _number, draw)
    first = ("nik", by_number) if len(by_number) >= FEWEST_PAIRS else ("birth", _drawn(known, _born, draw))
    learned = [_splink(by, pairs, given, without) for without, pairs in (first, ("name", _drawn(known, _name, draw)))]
    m = {field: _mean([shares[field] for shares in learned if field in shares]) for field in FIELDS}
    source = f"trained with Splink on {len(known)} records"
    return given.model_copy(update={"fields": _fields(given, m, u), "source": source})


def _named(known: Sequence[Prepared], start: Model) -> dict[str, Any]:
    """How many bear each word, and how many words a name has, of each field."""
    found = {field: Counter[str]() for field in WORD_FIELDS}
    given, lengths = Counter[str](), {field: Counter[int]() for field in WORD_FIELDS}
    for one in known:
        for field in WORD_FIELDS:
            words = getattr(one, field)
            found[field].update(set(words))
            given[field] += bool(words)
            lengths[field][min(len(words), len(start.lengths.get(field, ())) or 1)] += 1
    shares = {
        field: {word: round(count / given[field], 7) for word, count in counts.most_common(MOST_WORDS)
                if count >= FEWEST_BEARERS}
        for field, counts in found.items()
    }  # fmt: skip
    long = {field: _lengths(lengths[field], first) for field, first in start.lengths.items()}
    return {"frequencies": shares, "lengths": long, "rare": min(0.01, 2 / max(given["name"], 2))}


def _lengths(counts: Counter[int], first: tuple[float, ...]) -> tuple[float, ...]:
    """The share of names of each number of words; the first model counts as some names."""
    whole = counts.total() - counts[0] + BELIEF
    return tuple(round((counts[words] + BELIEF * share) / whole, 4) for words, share in enumerate(first, 1))


def _at_random(known: Sequence[Prepared], draw: random.Random) -> Iterator[tuple[Prepared, Prepared]]:
    for _ in range(min(RANDOM_PAIRS, len(known) * 50)):
        a, b = draw.randrange(len(known)), draw.randrange(len(known) - 1)
        yield known[a], known[b if b < a else b + 1]


def _born(one: Prepared) -> object:
    return one.born and (one.born, one.sex)


def _number(one: Prepared) -> object:
    return one.nik[:TOKEN_LENGTH]


def _name(one: Prepared) -> object:
    return len(one.name) > 1 and tuple(sorted(one.name))


def _drawn(known: Sequence[Prepared], key: Callable[[Prepared], object], draw: random.Random) -> Pairs:
    """Pairs of equal key, from blocks in random order; of large blocks a part."""
    blocks: dict[object, list[Prepared]] = {}
    for one in known:
        if value := key(one):
            blocks.setdefault(value, []).append(one)
    found = [block for block in blocks.values() if len(block) > 1]
    draw.shuffle(found)
    pairs = (pair for block in found for pair in combinations(draw.sample(block, min(len(block), BLOCK)), 2))
    return list(islice(pairs, DRAWN_PAIRS))


def _counted(by: Weigher, pairs: Iterable[tuple[Prepared, Prepared]], start: Model) -> Shares:
    """The share of each level among pairs, the first model counting as some of them."""
    counts = {field: Counter[int]() for field in FIELDS}
    for a, b in pairs:
        for field, level in zip(FIELDS, by.levels(a, b)[0], strict=True):
            if level and (field, LEVELS[field](level).name) not in UNLEARNED:
                counts[field][level] += 1
    return {
        field: {
            level.name: max(LEAST, (counts[field][level] + BELIEF_APART * start.fields[field][level.name].u)
                            / (counts[field].total() + BELIEF_APART))
            for level in LEVELS[field]
        }
        for field in FIELDS
    }  # fmt: skip


def _splink(by: Weigher, pairs: Pairs, model: Model, without: str) -> Shares:
    """The m of every field that these pairs can teach."""
    levels = [by.levels(a, b)[0] for a, b in pairs]
    seen = {field: {row[at] for row in levels} - {0} for at, field in enumerate(FIELDS)}
    fields = [field for field in FIELDS if field not in LEFT_OUT[without] and len(seen[field]) > 1]
    if len(pairs) < FEWEST_PAIRS or len(fields) < 2:
        return {}
    with duck() as connection:
        trained, share = _expectation_maximisation(connection, levels, fields, model)
    weight = share * len(pairs)
    return {field: _believing(trained[field], model, field, weight) for field in fields}


def _believing(found: dict[str, float], model: Model, field: str, weight: float) -> dict[str, float]:
    first = model.fields[field]
    return {
        name: one.m
        if (field, name) in UNLEARNED
        else (found.get(name, 0.0) * weight + one.m * BELIEF) / (weight + BELIEF)
        for name, one in first.items()
    }


def _expectation_maximisation(
    connection: Any, levels: Sequence[tuple[int, ...]], fields: Sequence[str], model: Model
) -> tuple[Shares, float]:
    """Splink's EM over pairs whose levels are known: each pair is a record on both sides, which meet by its number."""
    import pyarrow
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    columns = {field: [row[FIELDS.index(field)] for row in levels] for field in fields}
    table = pyarrow.table({"unique_id": range(len(levels)), "pair": range(len(levels)), **columns})
    api = DuckDBAPI(connection=connection)
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[_comparison(field, model) for field in fields],
        blocking_rules_to_generate_predictions=[block_on("pair")],
        probability_two_random_records_match=0.05,
        max_iterations=40,
        em_convergence=0.0005,
    )
    linker = Linker([api.register(table), api.register(table)], settings)
    logging.getLogger("splink").setLevel(logging.ERROR)  # the linker sets its own when made
    session = linker.training.estimate_parameters_using_expectation_maximisation(
        block_on("pair"), fix_u_probabilities=True
    )
    return _read(session)


def _comparison(field: str, model: Model) -> dict[str, Any]:
    silent = [0, *(int(level) for level in LEVELS[field] if (field, level.name) in UNLEARNED)]
    nothing = f'"{field}_l" IN ({", ".join(map(str, silent))})'
    levels: list[dict[str, Any]] = [{"sql_condition": nothing, "is_null_level": True,
                                     "label_for_charts": "MISSING"}]  # fmt: skip
    for level in sorted((one for one in LEVELS[field] if one not in silent), reverse=True):
        share = model.fields[field][level.name]
        condition = "ELSE" if level == min(LEVELS[field]) else f'"{field}_l" = {int(level)}'
        levels.append({"sql_condition": condition, "label_for_charts": level.name,
                       "m_probability": share.m, "u_probability": share.u})  # fmt: skip
    return {"output_column_name": field, "comparison_levels": levels}


def _read(session: Any) -> tuple[Shares, float]:
    settings = session.core_model_settings
    shares = {
        comparison.output_column_name: {
            level.label_for_charts: float(level.m_probability)
            for level in comparison.comparison_levels
            if not level.is_null_level and isinstance(level.m_probability, float)
        }
        for comparison in settings.comparisons
    }
    return shares, float(settings.probability_two_random_records_match)


def _mean(answers: list[dict[str, float]]) -> dict[str, float]:
    return {name: sum(one[name] for one in answers) / len(answers) for name in answers[0]} if answers else {}


def _fields(model: Model, m: Shares, u: Shares) -> dict[str, dict[str, Level]]:
    return {field: _levels(field, model.fields[field], m.get(field) or {}, u[field]) for field in FIELDS}


def _levels(field: str, first: dict[str, Level], m: dict[str, float], u: dict[str, float]) -> dict[str, Level]:
    made = {name: max(LEAST, m.get(name, one.m)) for name, one in first.items()}
    whole = sum(made.values())
    return {
        name: Level(
            m=round(made[name] / whole, 7), u=one.u if (field, name) in UNLEARNED else round(u[name], 7),
            s=round(made[name] / whole, 7) if m and field in HOUSEHOLD else one.s,
            t=round(made[name] / whole, 7) if m and field in HOUSEHOLD else one.t,
        )
        for name, one in first.items()
    }  # fmt: skip
