"""Make the city of an older version again, for the test of the update: `tools/old_version.py COMMIT`.

The version's own code makes a small city of made-up children in a clone; its database is dumped as plain SQL into
tests/data, beside it the keys that open what it sealed. Nobody real stands in it.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from naung.config import postgres
from naung.config.backup.database import program

ROOT = Path(__file__).resolve().parent.parent
INTO = ROOT / "tests" / "data"
CITY = ("simulate", "--months", "1", "--reports", "6", "--seed", "1")
LEFT_OUT = ("django_session", "naung_cache")
KEYS = ("master.key", "secret.key", "token.key", "audit.key")


def main(commit: str) -> None:
    """Clone, make the city, dump it."""
    with tempfile.TemporaryDirectory() as folder:
        code, data = Path(folder) / "code", Path(folder) / "data"
        Path(folder).chmod(0o755)  # the database's own user passes through
        _run("git", "clone", "--quiet", str(ROOT), str(code))
        _run("git", "-C", str(code), "checkout", "--quiet", commit)
        env = os.environ | {"NAUNG_DATA": str(data), "NAUNG_TRAINING_DATA": "1"}
        for command in (("setup",), CITY):
            _run(str(code / "run"), "naung", *command, env=env)
        told = {"commit": commit, "city": " ".join(CITY)}
        told |= {name: (data / name).read_text() for name in KEYS if (data / name).exists()}
        (INTO / "old_version.sql.gz").write_bytes(gzip.compress(_dumped(data), mtime=0))
        (INTO / "old_version.json").write_text(json.dumps(told, indent=2) + "\n")


def _dumped(data: Path) -> bytes:
    server = postgres.start(data)
    try:
        plain = ["--no-owner", "--no-comments", "--no-privileges", *(f"--exclude-table-data={one}" for one in LEFT_OUT)]
        url = server.url(postgres.OWNER, "naung")
        return subprocess.run([program("pg_dump"), *plain, url], check=True, capture_output=True).stdout
    finally:
        server.leave()


def _run(*command: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(command, check=True, env=env)


if __name__ == "__main__":
    main(sys.argv[1])
