"""Putting a backup into an empty place; nobody can use it before every row is counted and every sum is right."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import psycopg
from psycopg import sql

from naung.config.backup import archive, database, erasing
from naung.config.local import KEY_FILES, write_once
from naung.core.errors import Refused

Tell = Callable[[str], object]


@dataclass(frozen=True)
class Keys:
    """What a keys file holds: the data keys as rows, and the key files of the machine it was taken on."""

    rows: bytes
    machine: dict[str, bytes]
    about: dict[str, Any]


def read_keys(path: Path, identity: str) -> Keys:
    """The whole keys file, opened and checked."""
    rows: list[bytes] = []
    machine: dict[str, bytes] = {}
    with archive.reading(path, identity) as reader:
        for name, content in reader.members():
            if name == "keys":
                rows.append(content)
            elif PurePosixPath(name).name in KEY_FILES:
                machine[PurePosixPath(name).name] = content
            else:
                raise Refused(f"{path.name} is not the keys of a backup: it holds {name}.")
        about = reader.check()
    return Keys(b"".join(rows), machine, about)


def place_keys(data: Path, keys: Keys) -> None:
    """Put the key files back; a folder that has others already belongs to another installation."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for file, content in keys.machine.items():
        path = data / file
        if path.exists() and path.read_bytes() != content:
            raise Refused(f"{path} is another key than the backup's: name an empty folder in NAUNG_DATA.")
        write_once(path, content.decode())


def restore(*, path: Path, identity: str, keys: Keys, owner_url: str, files: Path, erased: Path, tell: Tell) -> None:
    """Fill an empty database and an empty folder of files from a data file; verify counts and sums.

    Whoever was erased since is erased again in the transaction that lets anybody in.

    While it runs, a table marks the database as not to be used. Broken off, it is begun again from nothing.
    """
    _require_room(owner_url, files)
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE TABLE public.{} ()").format(sql.Identifier(database.MARK)))
    about = _load(path, identity, owner_url, files, tell)
    with psycopg.connect(owner_url) as connection:
        with connection.cursor().copy(f"COPY public.{database.KEY_STORE} FROM STDIN") as into:
            into.write(keys.rows)
        _compare(about["counts"], database.counts(connection), path.name)
        again = erasing.replay(connection, erased)
        connection.execute(sql.SQL("DROP TABLE public.{}").format(sql.Identifier(database.MARK)))
        erasing.throw_away(connection, files)
    tell(f"{sum(about['counts'].values()):,} rows in {len(about['counts'])} tables: counts and sums are right.")
    if again:
        tell(f"{again} keys of what was erased since this backup were destroyed again, and everything with them.")


def _require_room(owner_url: str, files: Path) -> None:
    if files.is_dir() and any(files.iterdir()):
        raise Refused(f"{files} is not empty: a backup is restored into an empty place.")
    with psycopg.connect(owner_url, autocommit=True) as connection:
        held = database.tables(connection)
        if database.MARK in held:
            connection.execute("DROP OWNED BY CURRENT_USER")  # an earlier restore was broken off: nobody used it
        elif held:
            raise Refused("The database is not empty: a backup is restored into an empty one.")


def _load(path: Path, identity: str, owner_url: str, files: Path, tell: Tell) -> dict[str, Any]:
    """The dump into the database in one transaction, the files into a folder that gets its name at the end."""
    into = files.with_name(f"{files.name}.part")
    tell("Restoring the database and the files …")
    with archive.reading(path, identity) as reader:
        members = reader.members()
        with database.loading(owner_url) as dump:
            rest = _feed(members, dump)
        while rest is not None:
            _write(into, path, *rest)
            rest = next(members, None)
        about = reader.check()
    if into.is_dir():
        files.parent.mkdir(parents=True, exist_ok=True)
        into.replace(files)
    return about


def _feed(members: Any, dump: Any) -> tuple[str, bytes] | None:
    """Write the parts of the dump to who restores them; gives back the first member that is none."""
    for name, content in members:
        if name != "database":
            return name, content
        dump.write(content)
    return None


def _write(folder: Path, source: Path, name: str, content: bytes) -> None:
    place = PurePosixPath(name)
    if place.parts[0] != "files" or ".." in place.parts or place.is_absolute():
        raise Refused(f"{source.name} holds {name}, which is no file of an office.")
    path = folder.joinpath(*place.parts[1:])
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_bytes(content)


def _compare(told: dict[str, int], found: dict[str, int], name: str) -> None:
    for table, count in told.items():
        if found.get(table, 0) != count:
            raise Refused(f"{name}: the table {table} has {found.get(table, 0)} rows, the backup counted {count}.")
