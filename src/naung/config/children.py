"""Programs that run for us and end with us."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
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


@dataclass
class _Wish:
    """Python drops an exception that a signal raises while it clears away an object: so we also write it down."""

    made: bool = False

    def heed(self) -> None:
        if self.made:
            raise Stopped


_wish = _Wish()


@contextmanager
def stopping() -> Iterator[None]:
    """Inside, the first wish to stop raises `Stopped`; more wishes, while we put all away, change nothing."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        for name in WISHES_TO_STOP:
            signal.signal(name, signal.SIG_IGN)
        _wish.made = True
        raise Stopped

    for name in WISHES_TO_STOP:
        if name != signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup asks us to outlive it
            signal.signal(name, stop)
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
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PAUSE_SECONDS)

    def start(self) -> None:
        """Start it, with what it says written to its log or shown."""
        with self.log.open("ab") if self.log else nullcontext() as output:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - we have no threads
            )

    def runs(self) -> bool:
        """Whether it has not ended."""
        _wish.heed()
        return self.process.poll() is None

    def wait(self) -> int:
        """Its exit status, once it ends."""
        while self.runs():
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PAUSE_SECONDS)
        return self.process.returncode


def supervise(children: Sequence[Child]) -> None:
    """Start again whatever ends by itself, until somebody wishes to stop."""
    while True:
        time.sleep(PAUSE_SECONDS)
        for child in children:
            if not child.runs():
                click.echo(f"{child.name} ended by itself ({child.log} says why); starting it again.", err=True)
                child.start()


def end_with_parent(by: int = signal.SIGTERM) -> None:
    """However our parent ends, even killed outright, Linux then sends this process a signal: to ask it to stop."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SET_PARENT_DEATH_SIGNAL, by)
