"""An early plugin: one disposable database server for the whole run.

Loaded before pytest-django reads the settings (`-p tests.server`). The controlling process starts the server;
workers inherit its address. `NAUNG_POSTGRES_BINARIES` runs the tests on another PostgreSQL.
"""

import base64
import os
import shutil
import tempfile
from pathlib import Path

import pytest

SETTINGS = {
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # pytest-playwright keeps an event loop in the thread
    "NAUNG_SECRET_KEY": "tests only, tests only, tests only, tests only, tests only",
    "NAUNG_MASTER_KEY": base64.b64encode(b"tests only: thirty-two byte key!").decode(),
    "NAUNG_AUDIT_KEY": base64.b64encode(b"tests only: thirty-two byte seed").decode(),
    "NAUNG_THREADS": "4",
}


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    if "DATABASE_URL" in os.environ:
        return
    from naung.config import postgres

    folder = Path(tempfile.mkdtemp(prefix="naung-tests-"))
    folder.chmod(0o755)
    os.environ.setdefault("NAUNG_FILES", str(folder / "files"))
    binaries = os.environ.get("NAUNG_POSTGRES_BINARIES")
    server = postgres.start(folder / "pg", disposable=True, binaries=Path(binaries) if binaries else None)
    server.ensure_database("naung")
    os.environ["NAUNG_TESTS_OWN_SERVER"] = "yes"
    os.environ["DATABASE_URL"] = server.url(postgres.APP, "naung")
    os.environ["DATABASE_OWNER_URL"] = server.url(postgres.OWNER, "naung")

    def stop() -> None:
        server.leave()
        shutil.rmtree(folder, ignore_errors=True)

    early_config.add_cleanup(stop)
