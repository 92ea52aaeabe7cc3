"""Names as people write them, and the folded key under which they are found again.

A name is kept as written: one word is a name, old papers are valid, nobody has a family name by rule.
"""

import re
import unicodedata
from collections.abc import Iterator

from naung.core.text import Text
from naung.people.rules.checks import Checked, Finding

LONGEST = 60
LONGEST_KEY = 80

TOO_LONG = Finding(
    "TOO_LONG", Text("Nama paling panjang 60 huruf, termasuk spasi.", "A name has at most 60 letters and spaces.")
)
NO_LETTER = Finding("NO_LETTER", Text("Nama harus berisi huruf.", "A name must hold letters."))
HAS_DIGITS = Finding("HAS_DIGITS", Text("Nama berisi angka: periksa lagi.", "The name holds digits: please check."))
HAS_TITLE = Finding(
    "HAS_TITLE",
    Text("Nama berisi gelar atau sapaan: periksa lagi.", "The name holds a title or form of address: please check."),
)
NEWBORN_LABEL = Finding(
    "NEWBORN_LABEL",
    Text("“By. Ny.” adalah sebutan bayi di rumah sakit, bukan nama.", "“By. Ny.” is a hospital's label, not a name."),
)

# Forms of address before a name, and "in the name of", "the late".
TITLES_BEFORE = frozenset({
    "h", "hj", "haji", "hajah", "kh", "ust", "ustad", "ustadz", "ustazah", "ustadzah", "drs", "dra", "dr", "drg",
    "ir", "prof", "bpk", "bapak", "ibu", "sdr", "sdri", "alm", "almh", "almarhum", "almarhumah",
})  # fmt: skip
NEWBORN = frozenset({"by", "bayi"})
OF_MRS = frozenset({"ny", "nyonya"})
# Short forms that stand for a whole name wherever they occur.
SHORT_FORMS = {
    **dict.fromkeys(("m", "md", "mhd", "moh", "mohd", "muh"), "muhammad"),
    **dict.fromkeys(("ach", "akh"), "ahmad"),
    "abd": "abdul",
    "st": "siti",
}
# Old and new spellings of one sound, in this order; a plain "j" was "y" once, so both become "y".
FOLDS = (
    ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("ch", "h"), ("kh", "h"), ("dz", "z"),
    ("sy", "s"), ("ph", "p"), ("f", "p"), ("v", "p"), ("q", "k"), ("j", "y"),
)  # fmt: skip
WHOLE_FORMS = dict.fromkeys(("mohamat", "mohamet", "muhamet"), "muhamat")


def check_name(text: str) -> Checked:
    """Check a name and tidy its spaces. Empty is allowed: nothing but what is known is required."""
    name = tidy(text)
    if not name:
        return Checked("")
    errors = [TOO_LONG] if len(name) > LONGEST else []
    if not any(sign.isalpha() for sign in name):
        errors.append(NO_LETTER)
    return Checked(name, tuple(errors), tuple(_warnings(name)))


def tidy(text: str) -> str:
    """The name as written, without stray spaces and signs that cannot be seen."""
    seen = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in unicodedata.normalize("NFC", text))
    return " ".join("".join(seen).split())


def _warnings(name: str) -> Iterator[Finding]:
    if any(sign.isdigit() for sign in name):
        yield HAS_DIGITS
    words = _words(name)
    if _is_newborn_label(words):
        yield NEWBORN_LABEL
    elif len(words_of(name)) < len(words):
        yield HAS_TITLE


def search_key(name: str) -> str:
    """The folded key of a name for search and look-up: titles, signs and old spellings make no difference."""
    folded = [fold(SHORT_FORMS.get(word, word)) for word in words_of(name)]
    return " ".join(word for word in folded if word)[:LONGEST_KEY].strip()


def _words(name: str) -> list[str]:
    """The words in small plain letters; `S.Pd.` and `a.n.` become one word each."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    plain = re.sub(r"(?<=\b\w)\.(?=\w)", "", plain)
    return re.findall(r"[^\W_]+", re.sub(r"['’`ʼ‘]", "", plain))


def words_of(name: str) -> list[str]:
    """The words of the name itself in small plain letters: degrees stand after a comma, forms of address before it."""
    words = _words(name.partition(",")[0]) or _words(name)
    begins = _begins_at(name, words)
    return words[begins:] or words


def _begins_at(name: str, words: list[str]) -> int:
    place = 0
    if re.match(r"\s*a\.?\s?n\.", name, re.IGNORECASE):  # "a.n.", "An.": in the name of
        place = 2 if words[:2] == ["a", "n"] else 1
    if _is_newborn_label(words[place:]):
        place += 2
    while place < len(words) and words[place] in TITLES_BEFORE:
        place += 1
    return place


def mother_in_label(name: str) -> str:
    """The mother's name in a hospital's label such as "By. Ny. Siti Aminah"; empty when the name is no label."""
    words = _words(name.partition(",")[0])
    return " ".join(words[2:]) if _is_newborn_label(words) else ""


def _is_newborn_label(words: list[str]) -> bool:
    return len(words) >= 2 and words[0] in NEWBORN and words[1] in OF_MRS


def fold(word: str) -> str:
    """One plain word without the differences of old and new spelling, doubled letters and final d or t."""
    for old, new in FOLDS:
        word = word.replace(old, new)
    word = re.sub(r"(.)\1+", r"\1", word)
    word = re.sub(r"(?<=[^aeiou])(y|ie)$", "i", word)
    if word.endswith("d"):
        word = word[:-1] + "t"
    return WHOLE_FORMS.get(word, word)
