"""The receipt as five words, easier to keep in mind and to say than 16 digits; the same secret.

Each of 2,048 words is worth 11 bits, five of them 55; the 16 digits need 53.2. The room between is the check: only
every third number is a receipt, so of five real words in a wrong order, or with a wrong one among them, most are
told apart. No two words are one slip of a finger apart, so a slip is seen, and mended where one word is meant.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from naung.core.errors import Refused
from naung.core.text import Text

COUNT = 5
EACH = 2_048
CHECK = 3
DIGITS = 16
LETTERS = "abcdefghijklmnopqrstuvwxyz"
BETWEEN = re.compile(r"[\W\d_]+")
LIST = Path(__file__).parent.parent / "data" / "receipt_words.txt"
NO_SUCH_WORD = Text(
    "Kata nomor {place} tidak ada dalam daftar kami. Periksa lagi ejaannya di kartu Anda.",
    "Word number {place} is not in our list. Check its spelling on your card.",
)
WRONG_COUNT = Text("Kode terdiri dari 16 angka atau lima kata. Periksa lagi kartu Anda.",
                   "The code is 16 digits or five words. Check your card again.")  # fmt: skip
WRONG_WORDS = Text(
    "Ada kata yang tertukar atau salah. Periksa lagi kelima kata dan urutannya.",
    "A word is wrong or in another place. Check the five words and their order.",
)


@cache
def word_list() -> tuple[str, ...]:
    """The words in alphabetical order; a word's place in it is its value, so the list never changes."""
    return tuple(LIST.read_text(encoding="utf-8").split())


@cache
def _places() -> dict[str, int]:
    return {word: place for place, word in enumerate(word_list())}


def words_for(digits: str) -> tuple[str, ...]:
    """The five words of a receipt's 16 digits."""
    number, words = int(digits) * CHECK, list[str]()
    for _ in range(COUNT):
        number, place = divmod(number, EACH)
        words.insert(0, word_list()[place])
    return tuple(words)


def digits_in(text: str) -> str:
    """The 16 digits of five typed words, however they are parted and written; `Refused` says what is wrong."""
    typed = [word for word in BETWEEN.split(text.lower()) if word]
    if len(typed) != COUNT:
        raise Refused(WRONG_COUNT)
    number = 0
    for at, word in enumerate(typed, 1):
        number = number * EACH + _places()[_meant(word, at)]
    receipt, rest = divmod(number, CHECK)
    if rest or receipt >= 10**DIGITS:
        raise Refused(WRONG_WORDS)
    return f"{receipt:0{DIGITS}d}"


def _meant(word: str, at: int) -> str:
    """The word of the list that was typed, or the only one that is one slip away."""
    if word in _places():
        return word
    near = {slip for slip in slips(word) if slip in _places()}
    if len(near) != 1:
        raise Refused(NO_SUCH_WORD.format(place=str(at)))
    return near.pop()


def slips(word: str) -> Iterator[str]:
    """Everything that one slip makes of a word: a letter too few, too many, another one, or two neighbours swapped."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in LETTERS)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in LETTERS)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
