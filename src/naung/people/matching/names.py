"""A name as words that can be compared: titles gone, short forms and variants made one, sounds folded.

Extends the folding of `people.rules.names`, which the search uses too.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

from naung.people.rules.names import fold, mother_in_label, words_of

HERE = Path(__file__).parent
MOST_WORDS = 8  # longer ones are no names; what stands behind is not compared
LONGEST_WORD = 40
LONGEST_NAME = 400
CONNECTORS = frozenset({"bin", "binti", "bt", "bte", "ibn", "al", "el", "as", "ar", "an", "az", "ad", "at"})
# Academic degrees and late titles that stand without a comma; "st" is left out: it is also Siti.
DEGREES = frozenset({
    "spd", "spdi", "mpd", "se", "sh", "mh", "mm", "msi", "skom", "skm", "sos", "ssos", "sag", "stp", "amd", "amkeb",
    "skep", "ners", "ns", "sip", "ssi", "spsi", "mkes", "lc", "ma", "phd", "almarhum", "almarhumah", "alm", "almh",
})  # fmt: skip
NO_NAMES = frozenset({"anak", "bayi", "tanpa", "nama", "tidak", "diketahui", "belum", "ada", "nn", "xx", "xxx", "mr"})
# Sounds that are written one way or another, after those that the search folds.
MORE_FOLDS = (("th", "t"), ("dh", "d"), ("gh", "g"), ("bh", "b"), ("x", "ks"), ("ie", "i"), ("ij", "i"))


@lru_cache(maxsize=100_000)
def tokens(name: str) -> tuple[str, ...]:
    """The words of a name in the order typed, each folded. A newborn's label and "no name" give none."""
    if len(name) > LONGEST_NAME:
        name = name[:LONGEST_NAME]
    if mother_in_label(name):
        return ()
    return _folded(words_of(name))


def label_mother(name: str) -> str:
    """The mother in a newborn's label, as a name to compare; empty when the name is no label."""
    return mother_in_label(name[:LONGEST_NAME])


def _folded(words: list[str]) -> tuple[str, ...]:
    kept = [word[:LONGEST_WORD] for word in words if word not in CONNECTORS]
    while len(kept) > 1 and kept[-1] in DEGREES:
        kept.pop()
    if not kept or all(word in NO_NAMES for word in kept):
        return ()
    folded = (one_name(word) for word in kept[:MOST_WORDS])
    return tuple(dict.fromkeys(word for word in folded if word))


@lru_cache(maxsize=200_000)
def one_name(word: str) -> str:
    """One word of a name under which all its spellings are found: Moh, Mochamad and Muhammad are one."""
    sound = _sound(word)
    by_sound, written = _variants()
    return written.get(word) or by_sound.get(sound, sound)


def _sound(word: str) -> str:
    for old, new in MORE_FOLDS:
        word = word.replace(old, new)
    word = fold(word).replace("z", "s").replace("y", "i")
    if len(word) > 1:
        word = word[0] + word[1:].replace("h", "")
    return re.sub(r"(.)\1+", r"\1", word)


@cache
def _variants() -> tuple[dict[str, str], dict[str, str]]:
    """By sound and as written, the sound of the name that each variant stands for."""
    by_sound: dict[str, str] = {}
    written: dict[str, str] = {}
    for line in _lines("variants.txt"):
        name, _, others = line.partition(":")
        for other in others.split():
            written.setdefault(other, _sound(name))
            if len(other) > 3:
                by_sound.setdefault(_sound(other), _sound(name))
    return by_sound, written


@cache
def apart() -> frozenset[frozenset[str]]:
    """Pairs of names that differ by a letter and are two names."""
    return frozenset(frozenset(map(one_name, line.split())) for line in _lines("apart.txt"))


def _lines(file: str) -> list[str]:
    lines = (HERE / file).read_text(encoding="utf-8").casefold().splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def skeleton(token: str) -> str:
    """A token without what is most often written wrongly: first letter and the consonants behind it."""
    rest = re.sub(r"[aeiou]", "", token[1:])
    return token[0] + rest if rest else token
