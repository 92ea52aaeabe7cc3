"""Sealed bytes on the disk: pictures, sounds and papers, each under the key of its child or report.

A file is written in chunks of 256 KiB, each sealed with AES-256-GCM under a key derived for this file alone; number and
end of a chunk are part of its nonce, so that chunks cannot be moved, left out or cut off (the STREAM construction:
Hoang, Reyhanitabar, Rogaway, Vizár 2015, doi:10.1007/978-3-662-47989-6_24). Reading and writing never hold more than
one chunk. The file's name is random; the name that somebody gave it lies sealed in the database.
"""

import os
import secrets
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from naung.core import keys

FORMAT = b"NGF1"
SALT, TAG, CHUNK = 16, 16, 1 << 18
HEAD = len(FORMAT) + 16 + SALT
HALF = ".half"  # a file that is being written


class Damaged(Exception):
    """What lies there is no sealed file of ours."""


UNREADABLE = (FileNotFoundError, keys.KeyLost, InvalidTag, Damaged)  # lost, erased, or changed by somebody


def new_place() -> str:
    """A random name for a file; tells nothing."""
    return secrets.token_hex(16)


def write(place: str, pieces: Iterable[bytes], subject: UUID) -> int:
    """Seal these bytes at a place, whole or not at all; returns how many there were. On the disk when it returns."""
    salt = os.urandom(SALT)
    key = _key(keys.key_for_sealing(subject), salt, place)
    path = _path(place)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(HALF)
    with _private(half) as out:
        out.write(FORMAT + subject.bytes + salt)
        size = sum(_seal(out, key, chunk, number, last=last) for number, chunk, last in _chunks(pieces))
        out.flush()
        os.fsync(out.fileno())
    half.replace(path)
    _settle(path.parent)
    return size


def read(place: str, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
    """The bytes from `start` up to `stop`, chunk by chunk.

    Raises `FileNotFoundError`, `KeyLost`, or `cryptography.exceptions.InvalidTag` when anything was changed.
    """
    with _path(place).open("rb") as held:
        subject, salt = _head(held)
        key = _key(keys.key_of(subject), salt, place)
        yield from _opened(held, key, start, stop)


def is_there(place: str) -> bool:
    """Whether the bytes of a file lie on this disk."""
    return _path(place).is_file()


def remove(place: str) -> None:
    """Take a file away for good; one that is gone already is no error."""
    _path(place).unlink(missing_ok=True)


def places(*, older_than: float) -> Iterator[str]:
    """Everything that has lain here for so many seconds, also what was never finished."""
    until = time.time() - older_than
    for path in Path(settings.FILES_DIR).glob("??/*"):
        if path.is_file() and path.stat().st_mtime < until:
            yield path.name.removesuffix(HALF)


def remove_leftover(place: str) -> None:
    """Take away a file and what was half-written of it."""
    remove(place)
    _path(place).with_suffix(HALF).unlink(missing_ok=True)


def keep_piece(place: str, number: int, piece: bytes) -> None:
    """Seal one piece of an upload under a key of its own; written again it is the same piece."""
    folder = _path(place).with_suffix(".up")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f"{number}{HALF}"
    with _private(half) as out:
        out.write(keys.encrypt(keys.derived_secret("uploads"), piece, f"{place}:{number}".encode()))
    half.replace(folder / str(number))


def pieces(place: str, count: int) -> Iterator[bytes]:
    """The pieces of an upload, in order."""
    folder = _path(place).with_suffix(".up")
    for number in range(count):
        sealed = (folder / str(number)).read_bytes()
        yield keys.decrypt(keys.derived_secret("uploads"), sealed, f"{place}:{number}".encode())


def remove_pieces(place: str) -> None:
    """Take away what was kept of an upload."""
    folder = _path(place).with_suffix(".up")
    for path in folder.glob("*"):
        path.unlink(missing_ok=True)
    if folder.is_dir():
        folder.rmdir()


def upload_places(*, older_than: float) -> Iterator[str]:
    """The places of uploads into which nothing came for so many seconds."""
    until = time.time() - older_than
    for path in Path(settings.FILES_DIR).glob("??/*.up"):
        if path.stat().st_mtime < until:
            yield path.stem


def _path(place: str) -> Path:
    if not (place.isascii() and place.isalnum()):
        raise Damaged(place)
    return Path(settings.FILES_DIR) / place[:2] / place


def _private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


def _settle(folder: Path) -> None:
    """Make sure that the file's name, too, is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _key(data_key: bytes, salt: bytes, place: str) -> bytes:
    return HKDF(SHA256(), 32, salt, b"naung file " + place.encode()).derive(data_key)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _chunks(given: Iterable[bytes]) -> Iterator[tuple[int, bytes, bool]]:
    held, number = bytearray(), 0
    for piece in given:
        held += piece
        while len(held) > CHUNK:
            yield number, bytes(held[:CHUNK]), False
            del held[:CHUNK]
            number += 1
    yield number, bytes(held), True


def _seal(out: BinaryIO, key: bytes, chunk: bytes, number: int, *, last: bool) -> int:
    out.write(AESGCM(key).encrypt(_nonce(number, last=last), chunk, None))
    return len(chunk)


def _head(held: BinaryIO) -> tuple[UUID, bytes]:
    head = held.read(HEAD)
    if len(head) != HEAD or not head.startswith(FORMAT):
        raise Damaged(held.name)
    return UUID(bytes=head[len(FORMAT) : len(FORMAT) + 16]), head[-SALT:]


def _opened(held: BinaryIO, key: bytes, start: int, stop: int | None) -> Iterator[bytes]:
    number = start // CHUNK
    size = os.fstat(held.fileno()).st_size
    held.seek(HEAD + number * (CHUNK + TAG))
    while stop is None or number * CHUNK < stop:
        sealed = held.read(CHUNK + TAG)
        last = held.tell() == size
        chunk = AESGCM(key).decrypt(_nonce(number, last=last), sealed, None)
        begin = number * CHUNK
        yield chunk[max(start - begin, 0) : None if stop is None else stop - begin]
        if last:
            return
        number += 1
