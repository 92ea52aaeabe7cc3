"""Asking clamd about a file by its own protocol (clamd(8), INSTREAM).

The file is sent unsealed to where `NAUNG_CLAMD` names, which belongs on this machine. Spoken here in a few lines: the
client that is kept for Python is under the GPL 2 alone, which does not go together with the AGPL 3.
"""

import socket
import struct
from collections.abc import Iterable
from contextlib import closing

from django.conf import settings

from naung.core import vault
from naung.files.models import Blob

SECONDS = 60
LONGEST_ANSWER = 4_096
END = struct.pack("!L", 0)


class ScannerAway(Exception):
    """Nobody answers there: every file goes on waiting."""


class NoVerdict(Exception):
    """The scanner says nothing of this one file, mostly because it takes none so long: it goes on waiting."""


def verdict_on(blob: Blob) -> str:
    """The name of what the scanner found in it; empty when it found nothing. Raises `ScannerAway`, `NoVerdict`."""
    return judged(_answer_to(vault.read(blob.place)))


def answers() -> bool:
    """Whether somebody listens where the setting says."""
    try:
        _connected().close()
    except ScannerAway:
        return False
    return True


def judged(answer: str) -> str:
    """What an answer means: `stream: OK`, `stream: NAME FOUND`; anything else says nothing of the file."""
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise NoVerdict(told[:100] or "no answer")


def _answer_to(pieces: Iterable[bytes]) -> str:
    first = next(content := iter(pieces), b"")  # a file that cannot be read is no fault of the scanner
    with closing(_connected()) as scanner:
        try:
            scanner.sendall(b"zINSTREAM\0")
            _send(scanner, first)
            for piece in content:
                _send(scanner, piece)
            scanner.sendall(END)
            return _read(scanner)
        except OSError as broken:  # it hangs up when a file is longer than it takes
            raise NoVerdict(type(broken).__name__) from None


def _send(scanner: socket.socket, piece: bytes) -> None:
    if piece:
        scanner.sendall(struct.pack("!L", len(piece)) + piece)


def _read(scanner: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER and (part := scanner.recv(1_024)):
        answer += part
    return answer.rstrip(b"\0\n").decode(errors="replace")


def _connected() -> socket.socket:
    try:
        return _reached(settings.CLAMD)
    except OSError as away:
        raise ScannerAway(type(away).__name__) from None


def _reached(where: str) -> socket.socket:
    if where.startswith("unix://"):
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(SECONDS)
        scanner.connect(where.removeprefix("unix://"))
        return scanner
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), SECONDS)
