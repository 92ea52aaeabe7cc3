"""The master keys of this installation: the one that seals, and one before it while a rotation is not finished.

They come from settings. Where the key lies in a file, a process that meets a key it does not know looks at the files
again: so a rotation needs no restart, and nobody stops working.
"""

import base64
import hashlib
from pathlib import Path

from django.conf import settings

FORMER = "master.former.key"  # beside the file of the current one


def master_name(master: bytes) -> str:
    """A short public name of a master key, so that rotation can tell old from new."""
    return hashlib.sha256(b"naung master\0" + master).hexdigest()[:16]


def current() -> bytes:
    """The master key that seals; read anew when its file changed."""
    return _held.current()


def named(name: str) -> bytes | None:
    """The master key of this name, if this installation has it."""
    return _held.named(name)


def former_file() -> Path | None:
    """Where the key before this one lies, when keys lie in files."""
    path = settings.MASTER_KEY_FILE
    return Path(path).with_name(FORMER) if path else None


def read(path: Path) -> bytes:
    """A master key from its file: 32 bytes in base64."""
    return base64.b64decode(path.read_text())


class _Held:
    """What this process knows of master keys."""

    def __init__(self) -> None:
        self._stamp: object = None
        self._current = b""
        self._known: dict[str, bytes] = {}

    def current(self) -> bytes:
        if self._stamp != self._seen():
            self._load()
        return self._current

    def named(self, name: str) -> bytes | None:
        if name not in self._known or self._stamp != self._seen():
            self._load()
        return self._known.get(name)

    def _seen(self) -> object:
        """What would be different if the keys were others."""
        path = settings.MASTER_KEY_FILE
        return Path(path).stat().st_mtime_ns if path else settings.MASTER_KEY

    def _load(self) -> None:
        self._stamp = self._seen()
        path, former = settings.MASTER_KEY_FILE, former_file()
        self._current = read(Path(path)) if path else settings.MASTER_KEY
        held = [self._current, settings.MASTER_KEY_FORMER]
        if former is not None and former.exists():
            held.append(read(former))
        self._known = {master_name(key): key for key in held if key}


_held = _Held()
