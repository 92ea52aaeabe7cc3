"""For real use the process becomes the server or the worker, with a database of its own or somebody's."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from naung.config import local
from tests.startup import processes
from tests.startup.test_demo import environment

STANDIN = Path(__file__).with_name("standin.sh")
WORKER = f"""
from naung.config import serving
serving.program = lambda name: {str(STANDIN)!r}
serving.main(["worker"])
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads processes from /proc")


def test_the_database_lives_as_long_as_the_worker(tmp_path: Path) -> None:
    data = tmp_path / "data"
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment(NAUNG_DATA=str(data)))
    assert processes.soon(lambda: processes.command_line(worker.pid).startswith("sleep"))
    server = int((data / "pg" / "postmaster.pid").read_text().split()[0])
    assert processes.alive(server)

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(20) == -signal.SIGTERM
    assert processes.soon(lambda: not processes.alive(server))
    assert processes.soon(lambda: not processes.naming(str(data)))


def test_beside_somebodys_database_no_key_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = local.prepare(tmp_path / "data")  # the tests' own server is named in DATABASE_URL
    assert home.keeper is None
    assert not (tmp_path / "data").exists()


def test_training_data_are_never_shown_as_real_ones(tmp_path: Path) -> None:
    (tmp_path / local.TRAINING).touch()
    code = "import os; from naung.config import environment, local; local.prepare(environment.folder()).close(); "
    shown = subprocess.run(
        [sys.executable, "-c", code + "print(os.environ['NAUNG_TRAINING_DATA'])"],
        env=environment(NAUNG_DATA=str(tmp_path)), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout == "1\n"
