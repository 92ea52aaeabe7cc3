"""The demo starts from nothing, says in one sentence what is wrong, and leaves no process behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.startup import processes

SMALL = Path(__file__).with_name("small_demo.py")
OURS = (
    "NAUNG_FILES",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "NAUNG_MASTER_KEY",
    "NAUNG_SECRET_KEY",
    "NAUNG_AUDIT_KEY",
    "NAUNG_DATA",
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")


def environment(**more: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in OURS} | more


def hang_ups_count() -> None:
    """As from a terminal, also where the tests themselves run under nohup."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@contextmanager
def start(port: int, data: Path, *options: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    demo = subprocess.Popen(
        [sys.executable, SMALL, "--port", str(port), "--data", data, *options],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=hang_ups_count,
    )
    with demo:
        try:
            yield demo
        finally:
            demo.kill()


def refusal(port: int, data: Path, *options: str, **more: str) -> str:
    """What the demo says when it cannot start: one sentence, and exit status 1."""
    with start(port, data, *options, **more) as demo:
        said = demo.communicate(timeout=60)[0]
    assert demo.returncode == 1, said
    assert said.strip().count("\n") == 0, said
    return said.strip()


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A data folder that other users can reach, with a space in its name."""
    folder = tmp_path / "demo data"
    yield folder
    assert processes.soon(lambda: not processes.naming(str(folder))), processes.naming(str(folder))


def wait_until_ready(demo: subprocess.Popen[str]) -> list[int]:
    """The processes of a demo that has shown its accounts."""
    assert demo.stdout
    said = []
    for line in demo.stdout:
        said.append(line)
        if line.startswith("ACCOUNTS"):
            return processes.in_group_of(demo.pid)
    raise AssertionError("".join(said))


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_however_the_demo_is_stopped_no_process_stays(wish: signal.Signals, port: int, data: Path) -> None:
    with start(port, data) as demo:
        family = wait_until_ready(demo)
        assert len(family) >= 3, "web server, worker and the keeper of the database"
        with urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200

        demo.send_signal(wish)

        assert demo.wait(30) == (-signal.SIGKILL if wish == signal.SIGKILL else 0)
    assert processes.soon(lambda: not [pid for pid in family if processes.alive(pid)])
    assert processes.soon(lambda: not processes.naming(str(data)))
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_worker_that_ends_is_started_again(port: int, data: Path) -> None:
    with start(port, data) as demo:
        first = worker_of(wait_until_ready(demo))
        os.kill(first, signal.SIGKILL)
        assert processes.soon(lambda: worker_of(processes.in_group_of(demo.pid)) not in (0, first))
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def worker_of(family: list[int]) -> int:
    return next((pid for pid in family if processes.command_line(pid).startswith("sleep")), 0)


def key_after_a_run(port: int, data: Path, *options: str) -> str:
    with start(port, data, *options) as demo:
        wait_until_ready(demo)
        demo.send_signal(signal.SIGINT)
        demo.wait(30)
    return (data / "master.key").read_text()


def test_a_second_start_finds_the_city_that_the_first_made(port: int, data: Path) -> None:
    first = key_after_a_run(port, data)
    assert (data / "master.key").stat().st_mode & 0o077 == 0, "only its owner reads the key"
    assert key_after_a_run(port, data) == first


def test_fresh_throws_the_old_city_away(port: int, data: Path) -> None:
    data.mkdir()
    (data / "training-data").touch()
    (data / "master.key").write_text("old")
    assert key_after_a_run(port, data, "--fresh") != "old"


def test_two_demos_do_not_share_data(port: int, data: Path) -> None:
    with start(port, data) as demo:
        wait_until_ready(demo)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            other = probe.getsockname()[1]
        assert "stop that one first" in refusal(other, data, "--fresh")
        demo.send_signal(signal.SIGINT)
        demo.wait(30)


def test_a_taken_port_is_said_with_what_to_do(data: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        said = refusal(other.getsockname()[1], data)
    assert "is taken by another program" in said
    assert "--port" in said


def test_a_data_folder_that_cannot_be_written(port: int, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    said = refusal(port, tmp_path / "file" / "demo")
    assert "Nothing can be written to the data folder" in said
    assert "--data" in said


def test_demo_children_never_come_among_real_ones(port: int, tmp_path: Path) -> None:
    (tmp_path / "master.key").write_text("a real office's key")
    assert "holds real data" in refusal(port, tmp_path)
    assert "holds real data" in refusal(port, tmp_path, "--fresh")
    assert (tmp_path / "master.key").read_text() == "a real office's key"


def test_a_lost_master_key_is_not_replaced(port: int, tmp_path: Path) -> None:
    (tmp_path / "training-data").touch()
    (tmp_path / "pg").mkdir()
    (tmp_path / "pg" / "PG_VERSION").write_text("18")
    assert "put it back" in refusal(port, tmp_path)


def test_an_unreachable_database(port: int, data: Path) -> None:
    nowhere = "postgresql://naung_app@127.0.0.1:1/naung"
    said = refusal(port, data, DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere)
    assert "The database cannot be reached" in said
    assert "DATABASE_URL" in said


def test_one_address_without_the_other(port: int, data: Path) -> None:
    assert "Set DATABASE_OWNER_URL too" in refusal(port, data, DATABASE_URL="postgresql:///naung")
