"""What the environment says: one setting, itself or from a file or a command, and where the data lie."""

import os
import shlex
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def folder() -> Path:
    """Where the data of this machine lie: `NAUNG_DATA`, else `.data/naung` beside the sources."""
    return Path(os.environ.get("NAUNG_DATA") or ROOT / ".data" / "naung")


def files_folder() -> Path:
    """Where the sealed files lie."""
    return Path(given("NAUNG_FILES") or folder() / "files").absolute()


def erased_list() -> Path:
    """Where the erasure list lies unless `NAUNG_ERASED` says: beside the data folder, for it outlives what is in it."""
    data = folder().absolute()
    return Path(given("NAUNG_ERASED") or data.with_name(f"{data.name}-erased.list"))


def given(name: str) -> str | None:
    """The value of `NAME`, the content of the file in `NAME_FILE`, or what the command in `NAME_COMMAND` prints."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text().strip()
    if command := os.environ.get(f"{name}_COMMAND"):
        return _printed(name, command)
    return os.environ.get(name)


def _printed(name: str, command: str) -> str:
    done = subprocess.run(shlex.split(command), stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - the operator's
    if done.returncode:
        raise SystemExit(f"The command in {name}_COMMAND ended with {done.returncode}: see above why it fails.")
    return done.stdout.strip()
