"""The weights by which accounts are compared, in one readable file with version and date.

Fellegi and Sunter (1969) weigh each level by m, how often it holds for one child, against u, how often it holds for
two. Brothers, sisters and twins share mother, home and phone, so two children are of three kinds here, each with its
own shares: unrelated (u), siblings (s), twins (t). A pair is one child only if that explains it better than all three.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from math import log2
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from naung.core.text import Text
from naung.people.matching.levels import FIELDS, LEVELS, WORD_FIELDS

SHIPPED = Path(__file__).parent / "model.json"
FORMAT = 1
Share = float


class Level(BaseModel):
    """Shares of one level: among accounts of one child (m), of unrelated (u), of siblings (s), of twins (t)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    m: Share = Field(gt=0, le=1)
    u: Share = Field(gt=0, le=1)
    s: Share = Field(gt=0, le=1)
    t: Share = Field(gt=0, le=1)


class Rates(BaseModel):
    """How many other accounts of the kind one record has in the register, on average."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    same: float = Field(gt=0, lt=100)
    sibling: float = Field(gt=0, lt=100)
    twin: float = Field(gt=0, lt=100)


class Model(BaseModel):
    """A whole set of weights. `frequencies` is the share of records that bear a word, by field; others are `rare`.

    `lengths` is the share of names of one word, of two, three, and four or more, by field.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = FORMAT
    version: str
    made: date
    source: str
    records: int = Field(ge=2)
    rates: Rates
    fields: dict[str, dict[str, Level]]
    frequencies: dict[str, dict[str, float]]
    rare: float = Field(gt=0, lt=1)
    lengths: dict[str, tuple[Share, ...]] = {}

    @field_validator("format")
    @classmethod
    def _known_format(cls, value: int) -> int:
        if value != FORMAT:
            raise ValueError(f"format {value} is not known; this version reads {FORMAT}")
        return value

    @model_validator(mode="after")
    def _complete(self) -> "Model":
        for name in FIELDS:
            wanted = {level.name for level in LEVELS[name]}
            if set(self.fields.get(name, {})) != wanted:
                raise ValueError(f"field {name} needs the levels {', '.join(sorted(wanted))}")
        if set(self.fields) != set(FIELDS) or not set(self.frequencies) <= set(WORD_FIELDS):
            raise ValueError("unknown field")
        return self

    def bits(self, field: str) -> Mapping[str, float]:
        """How much the agreement of each known word says, in bits."""
        return {word: -log2(share) for word, share in self.frequencies.get(field, {}).items()}

    def length_bits(self, field: str) -> tuple[float, ...]:
        """How much more it says that a whole name agrees, not one that goes on, by its number of words less one."""
        return tuple(-log2(max(share, 0.01)) for share in self.lengths.get(field, ()))

    def explain(self) -> list[Text]:
        """Every level in words with its weight in bits, heaviest first."""
        weights = [(log2(one.m / one.u), field, name) for field, levels in self.fields.items()
                   for name, one in levels.items()]  # fmt: skip
        line = Text("{field}, {level}: {bits:+.1f} bit", "{field}, {level}: {bits:+.1f} bits")
        return [line.format(field=field, level=name, bits=bits) for bits, field, name in sorted(weights, reverse=True)]


def load(path: Path = SHIPPED) -> Model:
    """Read a model; `ValueError` in words when the file is none."""
    return Model.model_validate_json(path.read_bytes())


@cache
def shipped() -> Model:
    """The model for an office that has not trained its own."""
    return load()


def save(model: Model, path: Path) -> None:
    """Write a model so that people can read it and compare two of them; whole or not at all."""
    text = json.dumps(model.model_dump(mode="json"), ensure_ascii=False, indent=1)
    made = path.with_name(f".{path.name}.part")
    made.write_text(text + "\n", encoding="utf-8")
    made.replace(path)
