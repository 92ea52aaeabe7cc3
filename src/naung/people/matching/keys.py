"""Keys under which accounts of one child meet: only accounts that share one are compared. At most 40 each.

Each key joins two facts (district and a name's skeleton, day of birth and skeleton, …), so that few children share
it and one wrong fact does not hide the child. They suit a text[] column with a GIN index. Blocking decides what can
be found at all (Christen, Data Matching, 2012, ch. 4).
"""

from collections.abc import Iterator
from itertools import combinations

from naung.people.matching.facts import TOKEN_LENGTH, Known
from naung.people.matching.names import skeleton
from naung.people.matching.prepared import Prepared, prepare

MOST = 40
NAME_WORDS, MOTHER_WORDS, ADDRESS_WORDS = 3, 2, 2
# Borne by so many that they lead nowhere while a name has another word.
COMMON = frozenset({"muamat", "amat", "abdul", "siti", "nur", "nurul", "putri", "putra", "dewi", "sri", "andi"})


def keys(known: Known) -> frozenset[str]:
    """The keys of one account; never with a number in clear."""
    return frozenset(keys_of(prepare(known)))


def keys_of(one: Prepared) -> Iterator[str]:
    """The keys of one prepared account, each beginning with a letter for its kind."""
    named, mother = telling(one.name, NAME_WORDS), telling(one.mother, MOTHER_WORDS)
    yield from (f"n{one.nik[at : at + TOKEN_LENGTH]}" for at in range(0, len(one.nik), TOKEN_LENGTH))
    yield from (f"{kind}{value}" for kind, value in (("p", one.phone), ("k", one.kk)) if value)
    if len(one.name) > 1 or (one.name and not (one.born or one.kecamatan or one.kelurahan)):
        yield f"g{'.'.join(sorted(map(skeleton, one.name)))}"
    yield from _of_places(one, named, mother)
    yield from _of_dates(one, named, mother)
    yield from (f"f{'.'.join(sorted(pair))}" for pair in combinations(named, 2))
    yield from (f"m{child}.{parent}" for child in named[:1] for parent in mother[:1])


def _of_places(one: Prepared, named: list[str], mother: list[str]) -> Iterator[str]:
    if one.kecamatan:
        yield from (f"a{one.kecamatan}.{word}" for word in named)
    elif one.kelurahan:
        yield from (f"v{one.kelurahan}.{word}" for word in named)
    if one.kelurahan:
        yield from (f"w{one.kelurahan}.{word}" for word in mother)
    street = telling(one.address, ADDRESS_WORDS)
    if street:
        yield f"s{'.'.join(sorted(street))}"
        yield f"r{one.kecamatan or one.kelurahan}.{street[0]}"


def _of_dates(one: Prepared, named: list[str], mother: list[str]) -> Iterator[str]:
    if one.born is None:
        return
    year, month, day = one.born
    low, high = sorted((month, day))  # so that a swapped day and month meet
    yield from (f"d{low}.{high}.{word}" for word in named)
    yield from (f"y{year}.{month}.{word}" for word in named)
    yield from (f"b{year}.{low}.{high}.{word}" for word in mother[:1])
    yield from (f"c{year}.{low}.{high}.{place}" for place in {one.kelurahan, one.kecamatan} if place)


def telling(words: tuple[str, ...], most: int) -> list[str]:
    """The skeletons of the words that tell most, longest first: common ones only when there is nothing else."""
    rare = [word for word in words if word not in COMMON and len(word) > 1] or words
    return list(dict.fromkeys(skeleton(word) for word in sorted(rare, key=lambda word: (-len(word), word))))[:most]
