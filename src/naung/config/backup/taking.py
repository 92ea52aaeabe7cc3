"""Taking a backup while people work, and removing those that are too old."""

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

import psycopg
import pyrage

from naung.config.backup import archive, database
from naung.config.local import KEY_FILES, write_once
from naung.core.backups import DATA, KEYS, Backup, backups_in, to_remove
from naung.core.errors import Refused

FORMAT = 1
BACKUP_KEY = "backup.key"


@dataclass(frozen=True)
class Place:
    """Where things lie on this machine: the data folder, the sealed files, the backups."""

    data: Path
    files: Path
    backups: Path
    owner_url: str
    recipient: str


def recipient_in(data: Path) -> str:
    """Whom backups are sealed for: the key in the data folder, made once. Its copy must lie elsewhere."""
    path = data / BACKUP_KEY
    if not path.exists():
        key = pyrage.x25519.Identity.generate()
        write_once(path, f"# public key: {key.to_public()}\n{key}\n")
    lines = [line for line in path.read_text().splitlines() if line.startswith("AGE-SECRET-KEY-")]
    if not lines:
        raise Refused(f"{path} holds no key of backups: put the copy you keep back.")
    return str(pyrage.x25519.Identity.from_str(lines[0]).to_public())


def take(place: Place, now: datetime, progress: archive.Progress = lambda _: None) -> list[Path]:
    """One backup of everything, as two files: data, and apart the keys. Gives back their paths."""
    now = now.astimezone(UTC).replace(microsecond=0)
    place.backups.mkdir(parents=True, exist_ok=True, mode=0o700)
    paths = [place.backups / Backup(now, kind).name for kind in (DATA, KEYS)]
    about = {"format": FORMAT, "made_at": now.isoformat(), "version": version("naung")}
    with database.snapshot(place.owner_url) as (connection, moment):
        counted = database.counts(connection)
        with archive.writing(paths[0], place.recipient, {**about, "counts": counted}, progress) as writer:
            with database.dumping(place.owner_url, moment) as dump:
                writer.add_stream("database", dump)
            for name, content in _sealed_files(place.files):
                writer.add(name, content)
        with archive.writing(paths[1], place.recipient, about, progress) as writer:
            writer.add_stream("keys", _key_store(connection))
            for file in sorted(KEY_FILES):
                if (place.data / file).exists():
                    writer.add(f"machine/{file}", (place.data / file).read_bytes())
    return paths


def _sealed_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files that people added, sealed as they lie there; one that goes away meanwhile was removed.

    What is still being sent is left out: whoever sends it sends it again.
    """
    for path in sorted(folder.glob("??/*")):
        if path.is_file() and not path.suffix:
            try:
                yield f"files/{path.relative_to(folder)}", path.read_bytes()
            except FileNotFoundError:
                continue


def _key_store(connection: psycopg.Connection) -> io.BytesIO:
    """The data keys as rows of text; each is wrapped by the master key."""
    held = io.BytesIO()
    with connection.cursor().copy(f"COPY public.{database.KEY_STORE} TO STDOUT") as rows:
        for row in rows:
            held.write(row)
    held.seek(0)
    return held


def prune(folder: Path, now: datetime, keys_for: timedelta) -> list[Backup]:
    """Remove the backups that the rule keeps no longer, and what a broken backup left behind."""
    gone = to_remove(backups_in(folder), now, keys_for)
    for one in gone:
        (folder / one.name).unlink(missing_ok=True)
    for left in folder.glob("naung-*.age.part"):
        if now.timestamp() - left.stat().st_mtime > timedelta(days=1).total_seconds():
            left.unlink(missing_ok=True)
    return gone


def room_for(folder: Path) -> int:
    """Bytes that are free where the backups lie."""
    where = folder if folder.is_dir() else folder.parent
    held = os.statvfs(where)
    return held.f_bavail * held.f_frsize
