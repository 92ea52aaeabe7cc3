"""The erasure list: which children and reports were erased, kept outside the database and outside every backup.

A line is written and safe on the disk before the erasing is settled in the database. So whatever stops in between,
the list never knows less than the database: what stands here and still has its key is erased once more.
Ids stand plain: without the database they say nothing, and a key to hide them could be lost before it is needed.
"""

import os
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from uuid import UUID

CHILD, REPORT = "child", "report"
Subject = tuple[str, UUID]


def note(path: Path, subjects: Iterable[Subject], day: date) -> None:
    """Add lines and wait until the disk has them, and the folder their file."""
    text = "".join(f"{kind} {subject} {day.isoformat()}\n" for kind, subject in subjects)
    begun = _whole_before(path)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as held:
        held.write(begun + text.encode())
        held.flush()  # all of it or an error: a disk that is nearly full takes a part and says nothing
        os.fsync(held.fileno())
    _settle(path.parent)


def _whole_before(path: Path) -> bytes:
    """A line that the power cut off is ended first."""
    content = path.read_bytes() if path.exists() else b""
    return b"\n" if content and not content.endswith(b"\n") else b""


def _settle(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def listed(path: Path) -> list[Subject]:
    """What was erased; a line that was cut off was never settled, and is left out."""
    return [subject for line in path.read_text().splitlines() if (subject := _read(line))]


def _read(line: str) -> Subject | None:
    words = line.split()
    try:
        return (words[0], UUID(words[1])) if len(words) == 3 and words[0] in (CHILD, REPORT) else None
    except ValueError:
        return None
