"""One encrypted file: a tar inside age (age-encryption.org/v1), written and read as a stream.

The last member is `manifest.json`: the SHA-256 of everything before it. A file that was cut off has none, and age
itself refuses a changed byte.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pyrage

from naung.core.errors import Refused

MANIFEST = "manifest.json"
CHUNK = 8 * 1024 * 1024  # how much of a stream is held in memory
Progress = Callable[[int], object]


class Writer:
    """Adds members to an archive and remembers their sums."""

    def __init__(self, tar: tarfile.TarFile, progress: Progress) -> None:
        self._tar, self._progress = tar, progress
        self.sums: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """One member, whole."""
        self._write(name, content)
        self.sums[name] = hashlib.sha256(content).hexdigest()

    def add_stream(self, name: str, source: IO[bytes]) -> None:
        """A stream of unknown length as several members of one name, none larger than `CHUNK`."""
        total = hashlib.sha256()
        while part := _read_full(source):
            self._write(name, part)
            total.update(part)
        self.sums[name] = total.hexdigest()

    def _write(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        self._tar.addfile(member, io.BytesIO(content))
        self._progress(len(content))


def _read_full(source: IO[bytes]) -> bytes:
    parts, wanted = [], CHUNK
    while wanted and (part := source.read(wanted)):
        parts.append(part)
        wanted -= len(part)
    return b"".join(parts)


@contextmanager
def writing(path: Path, recipient: str, about: dict[str, Any], progress: Progress) -> Iterator[Writer]:
    """Write an archive that only the holder of the recipient's key opens; it gets its name when it is whole."""
    part = path.with_name(f"{path.name}.part")
    whole = False
    try:
        to = pyrage.x25519.Recipient.from_str(recipient)
        with _sealing(part, to) as pipe, tarfile.open(fileobj=pipe, mode="w|") as tar:
            writer = Writer(tar, progress)
            yield writer
            writer.add(MANIFEST, json.dumps({**about, "sums": writer.sums}, indent=2).encode())
        whole = True
    finally:
        if not whole:
            part.unlink(missing_ok=True)
    part.replace(path)


@contextmanager
def _sealing(path: Path, to: Any) -> Iterator[IO[bytes]]:
    """Where plain bytes are written that reach the file sealed. Nobody else may read the file."""
    out_of_pipe, into_pipe = os.pipe()
    with open(path, "wb", opener=_private) as out, ThreadPoolExecutor(1) as threads:
        sealing = threads.submit(_seal, out_of_pipe, out, to)
        try:
            with os.fdopen(into_pipe, "wb") as pipe:
                yield pipe
        finally:
            sealing.result()  # a full disk is the reason, and the broken pipe only its sign
        out.flush()
        os.fsync(out.fileno())


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _seal(out_of_pipe: int, out: IO[bytes], to: Any) -> None:
    with os.fdopen(out_of_pipe, "rb") as plain:
        pyrage.encrypt_io(plain, out, [to])


class Reader:
    """The members of an archive in their order. `check` tells whether all of it was there, unchanged."""

    def __init__(self, tar: tarfile.TarFile, name: str) -> None:
        self._tar, self._name = tar, name
        self._sums: dict[str, Any] = {}
        self.about: dict[str, Any] | None = None

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Name and content of each; the parts of a stream one by one, under its name."""
        for member in self._tar:
            held = self._tar.extractfile(member)
            content = held.read() if held else b""
            if member.name == MANIFEST:
                self.about = json.loads(content)
                continue
            self._sums.setdefault(member.name, hashlib.sha256()).update(content)
            yield member.name, content

    def check(self) -> dict[str, Any]:
        """What the archive says of itself; refuses one that is not whole."""
        if self.about is None:
            raise Refused(f"{self._name} is cut off: its end is missing. Take another backup.")
        if self.about["sums"] != {name: total.hexdigest() for name, total in self._sums.items()}:
            raise Refused(f"{self._name} is damaged: what it holds is not what was written. Take another backup.")
        return self.about


@contextmanager
def reading(path: Path, identity: str) -> Iterator[Reader]:
    """Read an archive with the secret key of its recipient."""
    key = _identity(identity)
    out_of_pipe, into_pipe = os.pipe()
    with ThreadPoolExecutor(1) as threads:
        opening = threads.submit(_open, path, into_pipe, key)
        try:
            with os.fdopen(out_of_pipe, "rb") as plain, tarfile.open(fileobj=plain, mode="r|") as tar:
                yield Reader(tar, path.name)
        except tarfile.TarError as error:
            _refuse(path, opening.exception())
            raise Refused(f"{path.name} is no backup of Naung.") from error
        _refuse(path, opening.exception())


def _identity(text: str) -> Any:
    lines = [line for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")]
    try:
        return pyrage.x25519.Identity.from_str(lines[0])
    except (IndexError, pyrage.IdentityError):
        raise Refused("That is no key of a backup: its file holds a line AGE-SECRET-KEY-….") from None


def _open(path: Path, into_pipe: int, key: Any) -> None:
    with path.open("rb") as sealed, os.fdopen(into_pipe, "wb") as plain:
        pyrage.decrypt_io(sealed, plain, [key])


def _refuse(path: Path, failed: BaseException | None) -> None:
    """Say why a file could not be opened; that its reader had seen enough is no fault."""
    if failed is None or isinstance(failed, BrokenPipeError):
        return
    if isinstance(failed, pyrage.DecryptError):
        raise Refused(f"{path.name} does not open with this key, or is no backup.") from failed
    raise Refused(f"{path.name} is damaged. Take another backup.") from failed
