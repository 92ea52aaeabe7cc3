"""Whether two tellings are alike: the same words, nearly, and the same child as far as told.

Of every three words in a row a keyed hash is made; of the least of them, for 32 keys, eight bands of four
(Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, ch. 3). Texts that share nine of ten
such rows share a band almost surely, those that share a third hardly ever. Nothing can be read from a band
without the office's secret. Another name, age or place makes another child: such tellings are never alike.
"""

import hashlib
import re
from collections.abc import Sequence

ROW, ROWS, BANDS = 3, 4, 8
FROM = 5  # so many alike are shown as one: two children may well say the same in few words
WORD = re.compile(r"[^\W_]+")


def bands_of(text: str, child: Sequence[object], secret: bytes) -> list[int]:
    """The eight numbers by which a telling is compared; two that share one are alike."""
    words = WORD.findall(text.casefold())
    rows = {" ".join(words[at : at + ROW]) for at in range(max(1, len(words) - ROW + 1))}
    about = "|".join(str(told or "").casefold().strip() for told in child)
    hashes = [hashlib.blake2b(f"{about}|{row}".encode(), key=secret, digest_size=64).digest() for row in rows]
    least = [_least(hashes, number, secret) for number in range(BANDS * ROWS)]
    return [_band(at, least[at * ROWS : (at + 1) * ROWS]) for at in range(BANDS)]


def _least(hashes: Sequence[bytes], number: int, secret: bytes) -> bytes:
    mask = int.from_bytes(hashlib.blake2b(bytes([number]), key=secret, digest_size=8).digest(), "big")
    place = number % 8 * 8
    return min((int.from_bytes(one[place : place + 8], "big") ^ mask).to_bytes(8, "big") for one in hashes)


def _band(at: int, least: Sequence[bytes]) -> int:
    joined = bytes([at]) + b"".join(least)
    return int.from_bytes(hashlib.blake2b(joined, digest_size=8).digest(), "big", signed=True)
