"""The files of one server: made once, started and stopped by PostgreSQL's own programs."""

import os
import pwd
import shlex
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from naung.config.postgres.programs import Programs

SUPERUSER, OWNER, APP = "postgres", "naung_owner", "naung_app"
SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432")
CRASH_RECOVERY_SECONDS = 600
SOCKET_LINE = 4  # of postmaster.pid; empty for the moment in which a server begins, for ever if it was killed then

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "max_connections": "200",
    "shared_buffers": "256MB",
    # Failed statements and their key values hold names of children: they stay out of the log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
DISPOSABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Cluster:
    """The database files below one data folder."""

    data: Path
    programs: Programs

    @property
    def files(self) -> Path:
        """Where PostgreSQL keeps its files."""
        return self.data / "pg"

    def running_socket(self) -> Path | None:
        """The socket folder of the running server, if it runs."""
        pid_file = self.files / "postmaster.pid"
        try:
            lines = pid_file.read_text().splitlines()
        except FileNotFoundError:
            return None
        socket = Path(lines[SOCKET_LINE]) if len(lines) > SOCKET_LINE and lines[SOCKET_LINE] else None
        if lines and _is_server(int(lines[0]), self.files):
            return socket
        # A zombie, or a number that another program got meanwhile: PostgreSQL would refuse to start.
        pid_file.unlink()
        if socket is not None:
            (socket / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        return None

    def start(self, *, disposable: bool, at: Path | None = None) -> Path:
        """Start the server, after making its files where there are none, and return its socket folder."""
        if not (self.files / "PG_VERSION").exists():
            self._make()
        self._admit()
        socket = at or self._socket_folder()
        self._own(socket)
        given = SETTINGS | (DISPOSABLE if disposable else {}) | {"unix_socket_directories": f'"{socket}"'}
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in given.items())
        log = self.files / "server.log"
        for pause in (0, 1, 2):  # after a crash the old server's children need a moment to go
            time.sleep(pause)
            if not self._control("-t", str(CRASH_RECOVERY_SECONDS), "-l", log, "-o", options, "start"):
                return socket
            if (running := self.running_socket()) is not None:  # somebody else began it and was killed meanwhile
                return running
        raise SystemExit(f"The database did not start: put right what {log} says and start again.")

    def stop(self) -> None:
        """Stop the server, if it runs, and wait until it has."""
        socket = self.running_socket()
        if socket is None:
            return
        self._control("-t", "60", "-m", "fast", "stop")
        if socket.parent != self.data:
            shutil.rmtree(socket, ignore_errors=True)

    def _control(self, *arguments: str | Path) -> int:
        return self.programs.run(self.files, "pg_ctl", "-w", "-D", self.files, *arguments).returncode

    def _make(self) -> None:
        """A new cluster, which sorts by code point as on every other machine."""
        if self.files.exists() and any(self.files.iterdir()):
            raise SystemExit(
                f"{self.files} is not empty but holds no database: move it away, or name another folder with --data."
            )
        self._own(self.files)
        who = ("-U", SUPERUSER, "--auth=peer")
        done = self.programs.run(self.files, "initdb", *who, "-E", "UTF8", *self._locale(), "-D", self.files)
        if done.returncode:
            reason = (done.stdout.strip().splitlines() or ["no reason given"])[-1]
            raise SystemExit(
                f"The database in {self.files} could not be made ({reason}): "
                "make room there, or name another folder with --data."
            )

    def _locale(self) -> tuple[str, ...]:
        """PostgreSQL 17 brought a locale of its own; before it, the system's is the nearest."""
        if self.programs.version >= 17:
            return ("--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        return ("--locale=C.UTF-8",)

    def _admit(self) -> None:
        """Write down who may connect: who runs Naung, who runs the server, and root, who could anyway."""
        callers = {pwd.getpwuid(os.geteuid()).pw_name, self.programs.account.name, "root"}
        roles = (SUPERUSER, OWNER, APP)
        lines = [f'naung "{caller}" {role}\n' for caller in sorted(callers) for role in roles]
        self._write("pg_ident.conf", "".join(lines))
        self._write("pg_hba.conf", "local all all peer map=naung\n")

    def _write(self, name: str, text: str) -> None:
        path = self.files / name
        path.write_text(text)
        self._give(path)

    def _socket_folder(self) -> Path:
        """Beside the data, or in a private temporary folder where that path is too long for a socket."""
        socket = self.data / "socket"
        if len(os.fsencode(socket)) > SOCKET_PATH_LIMIT:
            socket = Path(tempfile.mkdtemp(prefix="naung-"))
        return socket

    def _own(self, folder: Path) -> None:
        """A folder that only the server's user may enter."""
        folder.mkdir(mode=0o700, exist_ok=True)
        self._give(folder)

    def _give(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, self.programs.account.uid, self.programs.account.gid)


def _is_server(pid: int, files: Path) -> bool:
    """Whether this process is alive and is the server of these files."""
    if not Path("/proc/self").exists():  # no such files on macOS: PostgreSQL's own check must do
        return True
    try:
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")  # empty for a zombie
    except OSError:
        return False
    return os.fsencode(files) in arguments
