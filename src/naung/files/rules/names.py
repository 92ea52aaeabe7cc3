"""The name that somebody gave a file: shown, never used as a path or in a header."""

import re
import unicodedata

from naung.files.rules.kinds import Kind

LONGEST = 120
FOLDERS = re.compile(r"^.*[/\\]", re.DOTALL)


def plain_name(name: str, kind: Kind) -> str:
    """The last part of a name without anything that cannot be seen; a word for its kind where there is none."""
    last = FOLDERS.sub("", unicodedata.normalize("NFC", name))
    spaced = " ".join(last.split())
    seen = "".join(letter for letter in spaced if unicodedata.category(letter)[0] != "C").strip()
    if len(seen) <= LONGEST:
        return seen or f"berkas.{kind.endings[0]}"
    stem, _, ending = seen.rpartition(".")
    return f"{stem[: LONGEST - 12]}….{ending[:10]}" if stem else seen[:LONGEST]
