"""Whether a child is known already: names, keys, weights, scores. Pure; the look-up and the pages stand elsewhere."""

from naung.people.matching.facts import Known, number_token, number_tokens
from naung.people.matching.keys import keys
from naung.people.matching.model import Model, load, save, shipped
from naung.people.matching.scoring import FieldSays, Score, score

__all__ = [
    "FieldSays", "Known", "Model", "Score", "keys", "load", "number_token", "number_tokens", "save", "score", "shipped",
]  # fmt: skip
