"""Attacks that only the real server can answer: slow and huge senders, paths written by hand, forged heads and logs."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg import sql

from naung.config import postgres
from naung.config.postgres import Server
from naung.config.receiving import FROM_ONE_ADDRESS, LARGE_AT_ONCE
from tests.serving import Visitor, installation

SENT_TO = "/berkas/kasus/01900000-0000-7000-8000-000000000001/tambah/"
SECRET = "rahasia-yang-tidak-boleh-dicatat"


@dataclass
class Target:
    """An installation that is attacked, and what it wrote into its log."""

    visitor: Visitor
    log: Path
    server: Server

    @property
    def port(self) -> int:
        return int(self.visitor.root.rpartition(":")[2])

    def ask(self, raw: bytes, source: str = "127.0.0.1") -> bytes:
        """Send bytes as they are; the answer as it comes."""
        with self.open(raw, source) as connection:
            parts = []
            while part := connection.recv(65_536):
                parts.append(part)
            return b"".join(parts)

    @contextmanager
    def open(self, raw: bytes, source: str = "127.0.0.1") -> Iterator[socket.socket]:
        """A connection on which this was sent so far."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30, source_address=(source, 0)) as connection:
            connection.sendall(raw)
            yield connection


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("attacked")
    with (folder / "web.log").open("wb") as log, installation(folder, log=log) as (server, visitor):
        yield Target(visitor, folder / "web.log", server)


def request(line: str, *head: str, body: bytes = b"", host: str = "Host: localhost") -> bytes:
    return "\r\n".join([line, host, "Connection: close", *head, "", ""]).encode() + body


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def slow_body(size: int = 1_000) -> bytes:
    return request("POST /kode/ HTTP/1.1", f"Content-Length: {size}", body=b"code=1")


def test_pages_go_on_while_many_send_a_letter_an_hour(target: Target) -> None:
    with ExitStack() as held:
        for _ in range(FROM_ONE_ADDRESS):
            held.enter_context(target.open(slow_body()))
        answer = wait_for_refusal(target)
        assert "terlalu banyak kiriman" in answer.decode().lower()
        assert b"Retry-After" in answer or b"retry-after" in answer
        assert target.visitor.get("/")[0] == 200

    for _ in range(50):  # they hung up: their places come back
        code, page = target.visitor.post("/kode/", {"code": "1234"})
        if code != 503:
            break
    assert code == 422, page


def wait_for_refusal(target: Target) -> bytes:
    """The answer to one sender too many, once the server has read the heads of those before."""
    for _ in range(50):
        with target.open(request("POST /kode/ HTTP/1.1", "Content-Length: 6", body=b"code=1")) as one:
            answer = one.recv(65_536)
            if status(answer) == 503:
                return answer
    raise AssertionError("nobody is refused")


def test_pages_go_on_while_many_never_end_their_head(target: Target) -> None:
    with ExitStack() as held:
        for _ in range(150):
            held.enter_context(target.open(b"POST /kode/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: "))
        assert target.visitor.get("/")[0] == 200


@pytest.mark.parametrize(
    ("kind", "body", "size"),
    [
        ("application/x-www-form-urlencoded", b"code=1", 900_000_000),
        ("application/x-www-form-urlencoded", b"&".join(b"f%d=1" % n for n in range(3_000)), None),
        ("multipart/form-data; boundary=x", b"--x", 900_000_000),
    ],
    ids=["a huge form", "thousands of fields", "a huge file"],
)
def test_too_much_is_refused_at_once_and_clearly(target: Target, kind: str, body: bytes, size: int | None) -> None:
    head = (f"Content-Type: {kind}", f"Content-Length: {size or len(body)}", f"Cookie: csrftoken={'a' * 32}")
    with target.open(request("POST /lapor/ HTTP/1.1", *head, body=body)) as connection:
        answer = b""
        while b"</html>" not in answer and (part := connection.recv(65_536)):
            answer += part

    assert status(answer) == 413
    assert b"Kiriman ini terlalu besar" in answer
    assert target.visitor.get("/")[0] == 200


def file_form(size: int, *head: str, body: bytes = b"") -> bytes:
    """A form with a file of so many bytes, as somebody sends it who was once signed in."""
    cookies = f"Cookie: sessionid=x; csrftoken={'a' * 32}"
    kind = "Content-Type: multipart/form-data; boundary=x"
    return request(f"POST {SENT_TO} HTTP/1.1", cookies, kind, f"Content-Length: {size}", *head, body=body)


def test_a_form_may_carry_a_file_where_files_are_sent_to(target: Target) -> None:
    token = b'--x\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n' + b"a" * 32
    head = b'\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
    body = token + head + b"\xff" * 5_000_000 + b"\r\n--x--\r\n"

    answer = target.ask(file_form(len(body), body=body))

    assert status(answer) == 302, "read whole, then sent to sign in"
    with target.open(file_form(900_000_000, body=b"--x")) as connection:
        refused = connection.recv(65_536)
    assert status(refused) == 413
    assert "terlalu besar untuk dikirim tanpa skrip" in refused.decode()


def test_pages_and_forms_go_on_while_somebody_sends_large_files_slowly(target: Target) -> None:
    with ExitStack() as held:
        for _ in range(LARGE_AT_ONCE):
            held.enter_context(target.open(file_form(5_000_000, body=b"--x")))
        for _ in range(50):
            with target.open(file_form(5_000_000, body=b"--x")) as one:
                one.settimeout(0.3)
                with suppress(TimeoutError):
                    if status(one.recv(65_536)) == 503:
                        break
        else:
            raise AssertionError("nobody is refused")
        assert target.visitor.get("/")[0] == 200
        assert target.visitor.post("/kode/", {"code": "1234"})[0] == 422


@pytest.mark.parametrize(
    "head",
    ["X-Long: " + "a" * 600_000, "Content-Length: minus", "Content-Length: -5", "Transfer-Encoding: rubbish"],
    ids=["long", "no number", "negative", "unknown coding"],
)
def test_a_broken_head_is_refused_and_nobody_else_notices(target: Target, head: str) -> None:
    try:
        answer = target.ask(request("POST /kode/ HTTP/1.1", head))
    except ConnectionError:
        answer = b""
    assert not answer or 400 <= status(answer) < 500
    assert target.visitor.get("/")[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../pyproject.toml", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/..%2f..%2fpyproject.toml",
        "/static//etc/passwd", "/static/%2fetc/passwd", "/static/naung/..%5c..%5cpyproject.toml",
        "/static/%00", "/static/naung/%c0%ae%c0%ae/manifest.json", "/kasus/../static/../etc/passwd", "/.git/config",
        "/static/naung/manifest.json%00.css", "//etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_public_files(target: Target, path: str) -> None:
    answer = target.ask(request(f"GET {path} HTTP/1.1"))

    assert status(answer) in (302, 400, 404)
    assert b"root:" not in answer
    assert b"[project]" not in answer
    assert b"[core]" not in answer


@pytest.mark.parametrize(
    ("line", "host"),
    [
        ("GET /kerja/ HTTP/1.1", "Host: jahat.example"),
        ("GET /kerja/ HTTP/1.1", "Host: localhost@jahat.example"),
        ("GET /kerja/ HTTP/1.1", "Host: localhost\r\nHost: jahat.example"),
        ("GET /kerja/ HTTP/1.1", "Host: localhost\r\nX-Forwarded-Host: jahat.example"),
        ("GET http://jahat.example/kerja/ HTTP/1.1", "Host: localhost"),
        ("GET //jahat.example/kerja HTTP/1.1", "Host: localhost"),
    ],
)
def test_a_foreign_host_is_never_believed(target: Target, line: str, host: str) -> None:
    answer = target.ask(request(line, host=host)).decode()
    sent_to = [told.partition(":")[2].strip() for told in answer.splitlines() if told.lower().startswith("location:")]

    assert status(answer.encode()) in (302, 400, 404)
    assert all(place.startswith("/") and not place.startswith("//") for place in sent_to), sent_to


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "CONNECT", "PATCH", "GARBAGE"])
def test_other_methods_do_nothing(target: Target, method: str) -> None:
    assert 400 <= status(target.ask(request(f"{method} /kode/ HTTP/1.1"))) < 500


def test_the_log_cannot_be_forged_and_names_nobody(target: Target) -> None:
    told = f"q={SECRET}"
    for path in ("/tidak-ada/%0a2026-01-01 FORGED: all is well", f"/tidak-ada/?{told}", "/%1b[31mFORGED"):
        target.ask(request(f"GET {path.replace(' ', '%20')} HTTP/1.1"))
    target.visitor.get("/akun/login/")
    target.visitor.post("/akun/login/", {"login": f"{SECRET}\nFORGED", "password": SECRET})
    target.visitor.post("/lapor/", {"at": "0", "happened": SECRET})
    target.visitor.post("/kode/", {"code": "1234123412341234"})
    target.ask(request("POST /lapor/ HTTP/1.1", f"Cookie: sessionid={SECRET}", f"Content-Length: {len(told)}",
                       "Content-Type: application/x-www-form-urlencoded", body=told.encode()))  # fmt: skip

    log = target.log.read_text()
    assert "Not Found" in log
    assert SECRET not in log
    assert "1234123412341234" not in log
    assert "\x1b" not in log
    assert not [line for line in log.splitlines() if line.startswith(("FORGED", "2026-01-01"))]


def form(path: str, **fields: str) -> bytes:
    body = urlencode({**fields, "csrfmiddlewaretoken": "a" * 32}).encode()
    kind, cookie = "Content-Type: application/x-www-form-urlencoded", f"Cookie: csrftoken={'a' * 32}"
    said = ("X-Forwarded-For: 203.0.113.77", "Forwarded: for=203.0.113.77", "X-Real-IP: 203.0.113.77")
    return request(f"POST {path} HTTP/1.1", kind, cookie, *said, f"Content-Length: {len(body)}", body=body)


def test_nothing_says_from_which_address_a_report_came(target: Target) -> None:
    """Sent until it is slowed down, tried codes, an address that is not there: in no log, no file and no row."""
    told = {"at": "2", "happened": "Tetangga saya memukul anaknya.", "send": "1"}
    sent = [target.ask(form("/lapor/", token=f"t{n}", **told), "127.0.0.77") for n in range(6)]
    target.ask(form("/kode/", code="1234567890123456"), "127.0.0.77")
    target.ask(request("GET /tidak-ada/ HTTP/1.1", "X-Forwarded-For: 203.0.113.77"), "127.0.0.77")

    assert [status(answer) for answer in sent] == [200] * 6
    assert b"Kode" in sent[0]
    assert b'name="pass"' in sent[-1], "the sixth waits, so they were counted by their address"
    written = {path.name: path.read_bytes() for path in target.log.parent.rglob("*") if path.is_file()}
    assert any("log" in name for name in written)
    for address in (b"127.0.0.77", b"203.0.113.77"):
        assert [name for name, content in written.items() if address in content] == []
        assert address.decode() not in dump(target.server)


def dump(server: Server) -> str:
    """Every row of every table, as the tables' owner sees it; the counts of the last hour among them."""
    with psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        rows = {
            name: connection.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))).fetchall()
            for (name,) in tables
        }
    assert len(rows["intake_report"]) >= 5
    assert rows["naung_cache"]
    return str(rows)
