"""`./run` finds a Python that is new enough, works from any folder and says plainly what it cannot do."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("cat", "cksum", "cp", "dirname", "find", "ln", "mkdir", "rm", "sort", "sh")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy without an environment, in a folder with a space in its name."""
    copy = tmp_path / "a checkout"
    copy.mkdir()
    for name in ("run", "uv.lock", "pyproject.toml"):
        shutil.copy2(ROOT / name, copy / name)
    return copy


def programs(folder: Path, **pythons: str) -> Path:
    """A PATH with the usual small tools and these stand-ins for Python."""
    folder.mkdir()
    for name in TOOLS:
        (folder / name).symlink_to(shutil.which(name) or name)
    for name, script in pythons.items():
        (folder / name).write_text(f"#!/bin/sh\n{script}\n")
        (folder / name).chmod(0o755)
    return folder


def run(checkout: Path, *arguments: str, path: Path | None = None) -> subprocess.CompletedProcess[str]:
    env = {"PATH": str(path or os.environ["PATH"]), "HOME": str(checkout)}
    return subprocess.run(
        [checkout / "run", *arguments], cwd="/", env=env, capture_output=True, text=True, check=False, timeout=60
    )


def test_it_explains_itself_without_setting_anything_up(checkout: Path) -> None:
    done = run(checkout, "--help")
    assert done.returncode == 0
    for task in ("demo", "test", "check", "bench", "serve", "worker", "naung"):
        assert f"./run {task}" in done.stdout
    assert not (checkout / ".venv").exists()


def test_a_too_old_python(checkout: Path, tmp_path: Path) -> None:
    old = 'case $2 in *exit*) exit 1 ;; *) echo "Python 3.9" ;; esac'
    done = run(checkout, "demo", path=programs(tmp_path / "bin", python3=old))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "Naung needs Python 3.11 or later and found Python 3.9: "
        "install it, or name it as in PYTHON=/opt/python3.12 ./run."
    )


def test_no_python_at_all(checkout: Path, tmp_path: Path) -> None:
    done = run(checkout, "demo", path=programs(tmp_path / "bin"))
    assert done.returncode == 1
    assert "found none" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_unknown_task(checkout: Path) -> None:
    done = run(checkout, "dance")
    assert (done.returncode, done.stderr) == (1, "./run has no task named dance: ./run --help lists those it has.\n")


def test_a_python_without_venv_says_what_to_install(checkout: Path, tmp_path: Path) -> None:
    bare = 'case $1 in -m) echo "No module named venv" >&2; exit 1 ;; esac'
    done = run(checkout, "setup", path=programs(tmp_path / "bin", python3=bare))
    assert done.returncode == 1
    assert "apt install python3-venv" in done.stderr
