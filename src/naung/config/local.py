"""What Naung makes for itself on this machine when nobody set it: data folder, keys and database."""

import base64
import os
import secrets
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from naung.config import postgres
from naung.config.environment import given
from naung.core.masters import FORMER

DATABASE = "naung"
ADDRESSES = {"DATABASE_URL": postgres.APP, "DATABASE_OWNER_URL": postgres.OWNER}
TRAINING = "training-data"
KEYS = {"NAUNG_MASTER_KEY": "master.key", "NAUNG_SECRET_KEY": "secret.key", "NAUNG_AUDIT_KEY": "audit.key"}
# Keys that an installation may do without: older ones derive tokens from the master key.
MORE_KEYS = {"NAUNG_TOKEN_KEY": "token.key"}
KEY_FILES = frozenset({*KEYS.values(), *MORE_KEYS.values(), FORMER})


@dataclass
class Local:
    """A data folder in use. `keeper` holds its database server; none where the database is elsewhere."""

    data: Path
    keeper: subprocess.Popen[str] | None = None

    def close(self) -> None:
        """Stop the database server, unless somebody else uses it, and wait until that is done."""
        if self.keeper is not None and self.keeper.stdin is not None:
            self.keeper.stdin.close()
            self.keeper.wait()


def prepare(data: Path, *, demo: bool = False, anew: bool = False, make_keys: bool = False) -> Local:
    """Fill in the settings that nobody gave: keys from files in the data folder, and an own database.

    Beside a database that somebody named, keys are made for a demo and by set-up only; those in a named folder
    are used. `anew` throws away what is in Naung's own database.
    """
    data = data.absolute()
    elsewhere = database_is_elsewhere()
    _refuse_half_addresses()
    here = demo or make_keys or not elsewhere
    if here:
        postgres.make_folder(data)
        _make_keys(data)
        os.environ["NAUNG_DATA"] = str(data)
    if here or folder_is_named():
        _use_keys(data)
    if demo or (data / TRAINING).exists():
        os.environ["NAUNG_TRAINING_DATA"] = "1"
    return Local(data) if elsewhere else Local(data, _own_database(data, anew=anew))


def folder_is_named() -> bool:
    """Whether somebody named the data folder, so that keys belong there even beside a database elsewhere."""
    return bool(os.environ.get("NAUNG_DATA"))


def _own_database(data: Path, *, anew: bool) -> subprocess.Popen[str]:
    server = postgres.start(data)
    if anew:
        server.drop_database(DATABASE)
    server.ensure_database(DATABASE)
    for name, role in ADDRESSES.items():
        os.environ[name] = server.url(role, DATABASE)
    keeper = _keeper(data)
    server.leave()
    return keeper


def database_is_elsewhere() -> bool:
    """Whether somebody named a database, so that Naung starts none."""
    return bool(_given("DATABASE_URL"))


def check_databases() -> None:
    """Refuse a database that cannot be used, before anything starts."""
    reach_databases()
    postgres.require_whole(owner_url())
    postgres.require_bound(_given("DATABASE_URL"))


def reach_databases() -> None:
    """Refuse a database that is not there, or too old."""
    for name in ADDRESSES:
        postgres.require_usable(_given(name), setting=name)


def owner_url() -> str:
    """The database's address as the tables' owner."""
    return _given("DATABASE_OWNER_URL")


def check_keys() -> None:
    """Refuse to start without keys, which are made for a named database only when somebody asks for it."""
    if missing := [name for name in KEYS if not _given(name)]:
        raise SystemExit(
            f"{missing[0]} is missing: name the folder of its key files in NAUNG_DATA; "
            "`NAUNG_DATA=… ./run naung setup` makes them there."
        )


def ensure_search() -> None:
    """See to it that names can be searched, before the first table is made."""
    postgres.ensure_search(_given("DATABASE_OWNER_URL"))


def _given(name: str) -> str:
    return given(name) or ""


def _refuse_half_addresses() -> None:
    missing = [name for name in ADDRESSES if not _given(name)]
    if len(missing) == 1:
        raise SystemExit(f"Set {missing[0]} too: Naung uses its database in two roles, one for each address.")


def _make_keys(data: Path) -> None:
    """The master key, the secret for sessions and the key that signs the trace, made once, readable by nobody else."""
    master = data / "master.key"
    if not _given("NAUNG_MASTER_KEY") and not master.exists() and (data / "pg" / "PG_VERSION").exists():
        raise SystemExit(
            f"The key {master} is gone, and nothing sealed can be read without it: put it back from the copy you keep."
        )
    if not master.exists() and not _given("NAUNG_MASTER_KEY"):
        write_once(data / MORE_KEYS["NAUNG_TOKEN_KEY"], base64.b64encode(secrets.token_bytes(32)).decode())
    made = {
        "NAUNG_MASTER_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NAUNG_SECRET_KEY": secrets.token_urlsafe(50),
        "NAUNG_AUDIT_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }
    for name, text in made.items():
        if not _given(name):
            write_once(data / KEYS[name], text)


def _use_keys(data: Path) -> None:
    for name, file in {**KEYS, **MORE_KEYS}.items():
        if not _given(name) and (data / file).exists():
            os.environ[f"{name}_FILE"] = str(data / file)


def write_once(path: Path, text: str) -> None:
    """A file that only its owner may read; one that is there already stays as it is."""
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w") as out:
        out.write(text)


def _keeper(data: Path) -> subprocess.Popen[str]:
    keeper = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "naung.config.postgres", data],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert keeper.stdin  # noqa: S101
    assert keeper.stdout  # noqa: S101
    keeper.stdout.readline()
    keeper.stdout.close()
    os.set_inheritable(keeper.stdin.fileno(), True)  # noqa: FBT003 - granian holds it when it is in our place
    return keeper
