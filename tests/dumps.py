"""What somebody reads who has a dump or a backup: unpacked, and looked through for a word in every form."""

import base64
import re
import subprocess
from pathlib import Path

from naung.config.backup import archive, taking
from naung.config.backup.database import program


def forms(word: str) -> dict[str, re.Pattern[bytes]]:
    """How a word may lie somewhere: as it is, in two bytes a letter, as hexadecimal digits, in base 64."""
    plain, wide = word.encode(), word.encode("utf-16-le")
    found = {"plain": plain, "utf-16": wide[:-1], "hex": plain.hex().encode(), "hex utf-16": wide.hex()[:-2].encode()}
    for shift in range(3):  # what stands before it in the same text moves the letters of base 64
        coded = base64.b64encode(bytes(shift) + plain)[4 if shift else 0 :]
        found[f"base64 {shift}"] = coded[: (len(coded) // 4 - 1) * 4]
    return {name: re.compile(re.escape(text), re.IGNORECASE) for name, text in found.items()}


def found_in(content: bytes, *words: str) -> list[str]:
    """Where one of the words stands in a form of it, with what stands around it."""
    return [
        f"{name}: {content[max(0, hit.start() - 80) : hit.end() + 20]!r}"
        for word in words
        for name, pattern in forms(word).items()
        if (hit := pattern.search(content))
    ]


def dumped(url: str) -> bytes:
    """The database as pg_dump writes it, in plain text."""
    return subprocess.run([program("pg_dump"), url], check=True, capture_output=True).stdout


def opened(backup: Path, data: Path) -> dict[str, bytes]:
    """What one file of a backup holds, opened with the key of its office."""
    members: dict[str, bytes] = {}
    with archive.reading(backup, (data / taking.BACKUP_KEY).read_text()) as reader:
        for name, content in reader.members():
            members[name] = members.get(name, b"") + content
    return members


def in_plain(dump: bytes) -> bytes:
    """A packed dump unpacked: in the packed one nothing would be found, whether it is there or not."""
    command = [program("pg_restore"), "--file=-"]
    return subprocess.run(command, input=dump, check=True, capture_output=True).stdout
