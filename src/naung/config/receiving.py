"""Takes in what visitors send before a request gets one of the few places at the database.

The server hands a request on as soon as its head is there; reading the rest then waits for the visitor, as long as
she takes. A handful of senders who give a letter an hour would hold every place, and nobody would see a page. So a
body is read whole first, only so many at once and so many from one address; whoever comes on top is told to send
again. Reading pages needs none of that and always goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock, Semaphore
from typing import Any

from naung.core.middleware import HEADERS

Environ = dict[str, Any]
Application = Callable[..., Iterable[bytes]]

AT_ONCE = 48
FROM_ONE_ADDRESS = 16
SAID = (
    "Terlalu banyak kiriman sekaligus; kiriman Anda belum tersimpan. Kembali ke halaman sebelumnya: yang Anda tulis "
    "masih ada di sana. Tunggu satu menit, lalu kirim lagi.\n\n"
    "Too much is being sent at once; what you sent is not saved. Go back to the page before: what you wrote is "
    "still there. Wait a minute, then send it again.\n"
)


class Receiver:
    """A WSGI application around the real one; `places` requests at once reach it, each with its body read."""

    def __init__(self, application: Application, places: int, largest: int) -> None:
        self._application, self._largest = application, largest
        self._places = Semaphore(places)
        self._sending: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _length(environ)
        if length > self._largest:
            environ["wsgi.input"] = BytesIO()  # refused by its length alone: nobody waits for it
        elif length:
            with self._counted(str(environ.get("REMOTE_ADDR"))) as taken:
                if not taken:
                    return _refused(start_response)
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        with self._places:
            return self._application(environ, start_response)

    @contextmanager
    def _counted(self, address: str) -> Iterator[bool]:
        with self._lock:
            taken = self._sending.total() < AT_ONCE and self._sending[address] < FROM_ONE_ADDRESS
            self._sending[address] += taken
        try:
            yield taken
        finally:
            with self._lock:
                self._sending[address] -= taken
                if not self._sending[address]:
                    del self._sending[address]


def _length(environ: Environ) -> int:
    try:
        return max(int(environ.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def _refused(start_response: Callable[..., Any]) -> list[bytes]:
    said = SAID.encode()
    told = {
        **HEADERS,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(said)),
        "Cache-Control": "no-store, private",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Retry-After": "60",
    }
    start_response("503 Service Unavailable", list(told.items()))
    return [said]
