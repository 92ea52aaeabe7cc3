"""A whole installation for one test: own database server, set up, served by the real web server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

from naung.config import postgres
from naung.config.serving import granian

NAUNG = Path(sys.executable).with_name("naung")


class Visitor:
    """A browser without scripts: keeps cookies, follows redirects, tells status and page."""

    def __init__(self, port: int) -> None:
        self.root = f"http://localhost:{port}"
        self.jar = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.jar))

    def get(self, path: str) -> tuple[int, str]:
        return self._ask(Request(self.root + path))

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        token = next(cookie.value for cookie in self.jar if cookie.name == "csrftoken")
        body = urlencode({**fields, "csrfmiddlewaretoken": token}).encode()
        return self._ask(Request(self.root + path, body, {"Referer": self.root + path}))

    def _ask(self, request: Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            return error.code, error.read().decode()


def environment_of(server: postgres.Server, data: Path) -> dict[str, str]:
    """The settings with which the commands find an installation."""
    addresses = {"DATABASE_URL": postgres.APP, "DATABASE_OWNER_URL": postgres.OWNER}
    found = {name: server.url(role, "naung") for name, role in addresses.items()}
    return os.environ | found | {"NAUNG_DATA": str(data), "NAUNG_THREADS": "2"}


@contextmanager
def installation(
    folder: Path, log: IO[bytes] | None = None, **settings: str
) -> Iterator[tuple[postgres.Server, Visitor]]:
    """Set up and serve an installation with these settings; everything ends with the test."""
    folder.chmod(0o755)
    data = folder / "data"
    server = postgres.start(data, disposable=True)
    server.ensure_database("naung")
    env = environment_of(server, data) | settings
    subprocess.run([NAUNG, "setup"], env=env, check=True, capture_output=True)
    try:
        with served(env, log) as visitor:
            yield server, visitor
    finally:
        server.leave()


@contextmanager
def served(env: dict[str, str], log: IO[bytes] | None = None) -> Iterator[Visitor]:
    """The pages of an installation that is set up, from the real web server."""
    port = free_port()
    web = subprocess.Popen(granian("127.0.0.1", port, workers=1, threads=2), env=env, stdout=log, stderr=log)
    try:
        yield _when_ready(Visitor(port))
    finally:
        web.terminate()
        web.wait(20)


def free_port() -> int:
    """A port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _when_ready(visitor: Visitor) -> Visitor:
    for _ in range(200):
        try:
            if visitor.get("/")[0] == 200:
                return visitor
        except URLError:
            time.sleep(0.2)
    raise AssertionError("the first page does not come")
