"""A mail server that takes everything and remembers which message came how often."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

IDENTIFIER = re.compile(rb"^Message-ID: <([^@>]+)@", re.IGNORECASE | re.MULTILINE)
END = b".\r\n"
GREETING, GO_ON, DONE, BYE = b"220 here\r\n", b"354 go on\r\n", b"250 done\r\n", b"221 bye\r\n"


class Sink(socketserver.ThreadingTCPServer):
    """Counts a message as delivered once all of it is here, whether or not its sender lives to hear so."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Visit)
        self._lock, self._came = threading.Lock(), Counter[str]()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def take(self, letter: bytes) -> None:
        """Remember a whole message by its identifier."""
        found = IDENTIFIER.search(letter)
        with self._lock:
            self._came[found[1].decode() if found else ""] += 1

    def came(self) -> Counter[str]:
        """How often each message came, by its identifier."""
        with self._lock:
            return Counter(self._came)


class _Visit(socketserver.StreamRequestHandler):
    """One talk in SMTP (RFC 5321), as far as senders of Naung lead one."""

    server: Sink

    def handle(self) -> None:
        self.wfile.write(GREETING)
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(GO_ON)
                if not self._letter():
                    return
            self.wfile.write(BYE if verb == b"QUIT" else DONE)
            if verb == b"QUIT":
                return

    def _letter(self) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) != END:
            if not line:
                return False  # whoever sent it was killed
            lines.append(line)
        self.server.take(b"".join(lines))
        return True


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """A sink that listens while the block runs."""
    with Sink() as sink:
        threading.Thread(target=sink.serve_forever, daemon=True).start()
        try:
            yield sink
        finally:
            sink.shutdown()
