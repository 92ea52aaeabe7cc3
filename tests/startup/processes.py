"""Which processes work on a data folder, read from the kernel."""

import time
from collections.abc import Callable
from pathlib import Path


def command_line(pid: int) -> str:
    """What a process was started with; nothing when it has ended."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def naming(text: str) -> list[str]:
    """The command lines of living processes in which this text stands."""
    lines = [command_line(int(process.name)) for process in Path("/proc").iterdir() if process.name.isdecimal()]
    return [line for line in lines if text in line]


def in_group_of(pid: int) -> list[int]:
    """Living processes whose ancestors include this one."""
    parents = {}
    for process in Path("/proc").iterdir():
        if process.name.isdecimal():
            try:
                state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if state != "Z":
                parents[int(process.name)] = int(parent)
    wanted = {pid}
    while more := {child for child, parent in parents.items() if parent in wanted} - wanted:
        wanted |= more
    return sorted(wanted - {pid})


def alive(pid: int) -> bool:
    """Whether a process runs; a zombie does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def soon(what: Callable[[], object], seconds: float = 20) -> bool:
    """Whether something comes true within a while."""
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
