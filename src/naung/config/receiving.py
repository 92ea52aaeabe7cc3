"""Takes in what visitors send before a request gets one of the few places at the database.

The server hands a request on as soon as its head is there; reading the rest then waits for the visitor, as long as
she takes. A handful of senders who give a letter an hour would hold every place, and nobody would see a page. So a
body is read whole first, only so many at once and so many from one address; whoever comes on top is told to send
again. Reading pages needs none of that and always goes on.

A form that carries a file may be larger than others, where files are sent to; few of those are read at once, since each
stands in memory until it is sealed. With scripts a file comes in pieces no larger than any form.
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
LARGE_AT_ONCE = 4
SAID = (
    "Terlalu banyak kiriman sekaligus; kiriman Anda belum tersimpan. Kembali ke halaman sebelumnya: yang Anda tulis "
    "masih ada di sana. Tunggu satu menit, lalu kirim lagi.\n\n"
    "Too much is being sent at once; what you sent is not saved. Go back to the page before: what you wrote is "
    "still there. Wait a minute, then send it again.\n"
)
TOO_LARGE = (
    "Berkas ini terlalu besar untuk dikirim tanpa skrip; tidak ada yang tersimpan. Kembali ke halaman sebelumnya dan "
    "pilih berkas yang lebih kecil.\n\n"
    "This file is too large to be sent without scripts; nothing was saved. Go back to the page before and choose a "
    "smaller one.\n"
)


class Receiver:
    """A WSGI application around the real one; `places` requests at once reach it, each with its body read."""

    def __init__(self, application: Application, places: int, largest: int, files: tuple[str, int] = ("", 0)) -> None:
        """`files`: how the addresses begin to which files are sent, and the largest form that carries one."""
        self._application, self._largest = application, largest
        self._to_files, self._largest_file = files
        self._places, self._large = Semaphore(places), Semaphore(LARGE_AT_ONCE)
        self._sending: Counter[str] = Counter()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = _length(environ)
        if length > self._largest and self._carries_a_file(environ):
            return self._with_a_file(environ, start_response, length)
        if length > self._largest:
            environ["wsgi.input"] = BytesIO()  # refused by its length alone: nobody waits for it
        elif length:
            with self._counted(str(environ.get("REMOTE_ADDR"))) as taken:
                if not taken:
                    return _refused(start_response)
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
        with self._places:
            return self._application(environ, start_response)

    def _carries_a_file(self, environ: Environ) -> bool:
        kind = str(environ.get("CONTENT_TYPE", ""))
        to_files = bool(self._to_files) and str(environ.get("PATH_INFO", "")).startswith(self._to_files)
        return to_files and kind.startswith("multipart/form-data") and "sessionid=" in environ.get("HTTP_COOKIE", "")

    def _with_a_file(self, environ: Environ, start_response: Callable[..., Any], length: int) -> Iterable[bytes]:
        if length > self._largest_file:
            return _refused(start_response, "413 Content Too Large", TOO_LARGE)
        if not self._large.acquire(blocking=False):
            return _refused(start_response)
        try:
            with self._counted(str(environ.get("REMOTE_ADDR"))) as taken:
                if not taken:
                    return _refused(start_response)
                environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))
            with self._places:
                return self._application(environ, start_response)
        finally:
            self._large.release()

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


def _refused(
    start_response: Callable[..., Any], status: str = "503 Service Unavailable", words: str = SAID
) -> list[bytes]:
    said = words.encode()
    told = {
        **HEADERS,
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(said)),
        "Cache-Control": "no-store, private",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    } | ({"Retry-After": "60"} if status.startswith("503") else {})
    start_response(status, list(told.items()))
    return [said]
