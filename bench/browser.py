"""A small HTTP client that keeps its connection, its cookies and the fields of the forms that it was shown."""

import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from typing import Protocol, Self
from urllib.parse import urlencode

TIMEOUT = 30
IDLE_SECONDS = 10  # the server hangs up on whoever is silent for half a minute
NOT_FILLED_IN = {"submit", "button", "image", "reset", "file"}


class Hung(Exception):
    """The server closed the connection in the middle of an answer."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class Reader(Protocol):
    """Whoever can open a page: this client, or Django's own within the process."""

    def page(self, path: str) -> str: ...


@dataclass
class Browser:
    """One user at one keep-alive connection."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: socket.socket | None = None
    used: float = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def page(self, path: str) -> str:
        """Open a page that must answer well."""
        answer = self.get(path)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {answer.text[:300]}")
        return answer.text

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self.ask(self.head("GET", path))

    def post(self, path: str, fields: Mapping[str, object]) -> Answer:
        """Send a form, with the token that this browser's cookie asks for."""
        given = {**fields, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urlencode(given, doseq=True).encode()
        return self.ask(self.head("POST", path, length=len(body)) + body)

    def head(self, method: str, path: str, length: int | None = None) -> bytes:
        """The head of a request."""
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept: text/html"]
        if self.cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self.cookies.items()))
        if length is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {length}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def ask(self, request: bytes) -> Answer:
        """Send one request and read the whole answer."""
        if time.monotonic() - self.used > IDLE_SECONDS:
            self.close()
        self.open().sendall(request)
        self.used = time.monotonic()
        try:
            answer = self._read()
        except Hung:
            self.close()
            raise
        if "set-cookie" in answer.headers:
            self._take_cookies(answer.headers["set-cookie"])
        if answer.headers.get("connection") == "close":
            self.close()
        return answer

    def open(self) -> socket.socket:
        """The connection, made when there is none."""
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.connection

    def _read(self) -> Answer:
        head, rest = self._until(b"", b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(":")
            known = headers.get(name.lower())
            headers[name.lower()] = f"{known}\n{value.strip()}" if known else value.strip()
        if headers.get("transfer-encoding") == "chunked":
            body = self._chunks(rest)
        else:
            body = self._exactly(rest, int(headers.get("content-length", 0)))
        return Answer(int(first.split(" ")[1]), headers, body)

    def _chunks(self, rest: bytes) -> bytes:
        body = b""
        while True:
            size, rest = self._until(rest, b"\r\n")
            length = int(size, 16)
            while len(rest) < length + 2:
                rest += self._more()
            body, rest = body + rest[:length], rest[length + 2 :]
            if length == 0:
                return body

    def _until(self, got: bytes, mark: bytes) -> tuple[bytes, bytes]:
        while mark not in got:
            got += self._more()
        before, _, after = got.partition(mark)
        return before, after

    def _exactly(self, got: bytes, length: int) -> bytes:
        parts, have = [got], len(got)
        while have < length:
            parts.append(self._more())
            have += len(parts[-1])
        return b"".join(parts)

    def _more(self) -> bytes:
        data = self.open().recv(65_536)
        if not data:
            raise Hung
        return data

    def _take_cookies(self, lines: str) -> None:
        for line in lines.split("\n"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value


def sign_in(port: int, username: str, password: str) -> Browser:
    """A browser in which this person has signed in on the real page."""
    browser = Browser(port)
    try:
        browser.page("/akun/login/")
        answer = browser.post("/akun/login/", {"login": username, "password": password})
        if answer.status != 302 or "sessionid" not in browser.cookies:
            raise RuntimeError(f"{username} could not sign in: {answer.status}")
    except BaseException:
        browser.close()
        raise
    return browser


def fields_of(page: str, having: str) -> dict[str, object]:
    """What a browser would send of the form that has the field `having`, if nobody touched it."""
    reader = _Forms()
    reader.feed(page)
    for form in reader.forms:
        if having in form.names:
            return dict(form.filled)
    raise RuntimeError(f"no form with a field {having} on the page")


@dataclass
class _Form:
    names: set[str] = field(default_factory=set)
    filled: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """Reads the forms of a page as a browser does."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[_Form] = []
        self.select = self.area = ""
        self.options: list[tuple[str, bool]] = []
        self.written = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "form":
            self.forms.append(_Form())
        elif tag == "input" and given.get("type", "text") not in NOT_FILLED_IN:
            tick = given.get("type") in {"radio", "checkbox"}
            value = given.get("value", "on" if tick else "") or ""
            self._note(name, value, ticked=not tick or "checked" in given)
        elif tag == "select":
            self.select, self.options = name, []
        elif tag == "option" and self.select:
            self.options.append((given.get("value") or "", "selected" in given))
        elif tag == "textarea":
            self.area, self.written = name, ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.written += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._note(self.area, self.written.removeprefix("\n"))
            self.area = ""
        elif tag == "select" and self.options:
            chosen = next((value for value, picked in self.options if picked), self.options[0][0])
            self._note(self.select, chosen)
            self.select = ""

    def _note(self, name: str, value: str, *, ticked: bool = True) -> None:
        if name and self.forms:
            self.forms[-1].names.add(name)
            if ticked:
                self.forms[-1].filled.setdefault(name, []).append(value)
