"""The machine, its processes and what they keep in memory, read from the kernel."""

import os
import platform
import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Memory:
    """Megabytes of one process: what it has mapped (rss), and its share of it (pss: what is shared is divided)."""

    rss: float
    pss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(round(self.rss + other.rss, 1), round(self.pss + other.pss, 1))


NOTHING = Memory(0, 0)


def memory_of(pid: int) -> Memory:
    """What one process keeps."""
    lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    sizes = {name: int(rest.split()[0]) / 1024 for name, _, rest in (line.partition(":") for line in lines)}
    return Memory(round(sizes["Rss"], 1), round(sizes["Pss"], 1))


def children_of(pid: int) -> list[int]:
    """The processes that this one started and that still run, without Python's own keeper of resources."""
    tasks = (PROC / str(pid) / "task").iterdir()
    found = [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return [child for child in found if b"resource_tracker" not in (PROC / str(child) / "cmdline").read_bytes()]


def loop_ms() -> float:
    """How long a fixed piece of work takes here and now: the same machine is slower when others use it."""
    begun = time.perf_counter()
    total = 0
    for number in range(2_000_000):
        total += number
    return round((time.perf_counter() - begun) * 1000)


def busy() -> dict[str, object]:
    """How busy the machine is at this moment. Alone, a core of 2023 takes about 80 ms for the loop."""
    return {"load": round(os.getloadavg()[0], 2), "loop_ms": loop_ms()}


def described() -> dict[str, object]:
    """How large this machine is."""
    total = next(line for line in (PROC / "meminfo").read_text().splitlines() if line.startswith("MemTotal"))
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(int(total.split()[1]) / 1024 / 1024),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }
