"""Programs that run for us and end with us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from types import FrameType
from typing import Self

import click

WISHES_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE_SECONDS = 20
PAUSE_SECONDS = 2
SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG


class Stopped(BaseException):
    """Somebody wishes us to stop: Ctrl-C, a closed terminal, or a service manager."""


@contextmanager
def stopping() -> Iterator[None]:
    """Inside, the first wish to stop raises `Stopped`; more wishes, while we put all away, change nothing."""

    def stop(_wish: int, _frame: FrameType | None) -> None:
        for wish in WISHES_TO_STOP:
            signal.signal(wish, signal.SIG_IGN)
        raise Stopped

    for wish in WISHES_TO_STOP:
        if wish != signal.SIGHUP or signal.getsignal(wish) != signal.SIG_IGN:  # nohup asks us to outlive it
            signal.signal(wish, stop)
    yield


class Child:
    """One program in a process group of its own: Ctrl-C in the terminal reaches only us, and we stop it."""

    def __init__(self, name: str, command: Sequence[str], log: Path | None = None) -> None:
        self.name, self.command, self.log = name, command, log

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Ask it to finish; end what is left of its group after a while."""
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> None:
        """Start it, with what it says written to its log or shown."""
        with self.log.open("ab") if self.log else nullcontext() as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - we have no threads
            )

    def runs(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    def wait(self) -> int:
        """Its exit status, once it ends."""
        return self.process.wait()


def supervise(children: Sequence[Child]) -> None:
    """Start again whatever ends by itself, until somebody wishes to stop."""
    while True:
        time.sleep(PAUSE_SECONDS)
        for child in children:
            if not child.runs():
                click.echo(f"{child.name} ended by itself ({child.log} says why); starting it again.", err=True)
                child.start()


def _end_with_parent() -> None:
    """However our process ends, even killed outright, Linux then asks this one to stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
