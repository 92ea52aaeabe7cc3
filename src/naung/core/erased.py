"""The erasure list: which children and reports were erased, kept outside the database and outside every backup.

A line is written and safe on the disk before the erasing is settled in the database. So whatever stops in between,
the list never knows less than the database: what stands here and still has its key is erased once more.
Beside them stands who asked and decided, so that a restored database knows of it again.
Ids stand plain: without the database they say nothing, and a key to hide them could be lost before it is needed.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

CHILD, REPORT = "child", "report"
ERASING = "erasing"
Subject = tuple[str, UUID]


@dataclass(frozen=True)
class Decided:
    """That an erasing was decided: of what, on which ground, asked and decided when and by whom. No word, no number."""

    id: UUID
    kind: str
    subject: UUID
    basis: str
    asked_at: datetime
    asked_by_id: UUID
    decided_at: datetime
    decided_by_id: UUID

    @property
    def line(self) -> str:
        """How it stands in the list."""
        who_and_when = (self.asked_at.isoformat(), self.asked_by_id, self.decided_at.isoformat(), self.decided_by_id)
        return " ".join(map(str, (ERASING, self.id, self.kind, self.subject, self.basis, *who_and_when)))


def note(path: Path, subjects: Iterable[Subject], day: date, decided: Decided | None = None) -> None:
    """Add lines and wait until the disk has them, and the folder their file."""
    text = "".join(f"{kind} {subject} {day.isoformat()}\n" for kind, subject in subjects)
    text += f"{decided.line}\n" if decided else ""
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


def decisions(path: Path) -> list[Decided]:
    """Who decided what; of lines of earlier versions, and of one that was cut off, nothing is known."""
    return [found for line in path.read_text().splitlines() if (found := _decided(line.split()))]


def _decided(words: list[str]) -> Decided | None:
    if len(words) != 9 or words[0] != ERASING or words[2] not in (CHILD, REPORT):
        return None
    _, pk, kind, subject, basis, asked_at, asked_by, decided_at, decided_by = words
    try:
        return Decided(
            UUID(pk), kind, UUID(subject), basis, datetime.fromisoformat(asked_at), UUID(asked_by),
            datetime.fromisoformat(decided_at), UUID(decided_by),
        )  # fmt: skip
    except ValueError:
        return None
