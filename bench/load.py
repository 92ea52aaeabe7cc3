"""Several users at once, each asking again as soon as the answer is there, for a while."""

import statistics
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any

Step = Callable[[int], int]  # one request of one user, by its count; answers with the status

WARM_UP = 10  # requests of each user that are not counted


@dataclass(frozen=True)
class Speed:
    """How fast something was answered."""

    per_second: float
    median_ms: float
    p95_ms: float
    requests: int
    failed: int = 0

    def asdict(self) -> dict[str, Any]:
        """As plain data."""
        return {name: round(value, 2) for name, value in asdict(self).items()}


def drive(users: Sequence[Step], good: frozenset[int], seconds: float, begun: int) -> Speed:
    """Let all users ask for so long; `begun` is the count from which their requests are told apart."""
    results = [_Result() for _ in users]
    ready = threading.Barrier(len(users) + 1)
    threads = [
        threading.Thread(target=_work, args=(step, good, seconds, begun, ready, result), daemon=True)
        for step, result in zip(users, results, strict=True)
    ]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):
        ready.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    for result in results:
        if result.error is not None:
            raise result.error
    took = [one for result in results for one in result.took]
    return speed_of(took, elapsed, sum(result.failed for result in results))


def speed_of(took: Sequence[float], elapsed: float, failed: int = 0) -> Speed:
    """The figures of one round."""
    ordered = sorted(took)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return Speed(len(took) / elapsed, statistics.median(ordered) * 1000, p95 * 1000, len(took), failed)


def middle(rounds: Sequence[Speed]) -> Speed:
    """The median round of several, by its rate; every failure counts."""
    chosen = sorted(rounds, key=lambda one: one.per_second)[len(rounds) // 2]
    return Speed(chosen.per_second, chosen.median_ms, chosen.p95_ms, chosen.requests, sum(one.failed for one in rounds))


class _Result:
    def __init__(self) -> None:
        self.took: list[float] = []
        self.failed = 0
        self.error: Exception | None = None


def _work(
    step: Step, good: frozenset[int], seconds: float, begun: int, ready: threading.Barrier, result: _Result
) -> None:
    try:
        for count in range(begun, begun + WARM_UP):
            step(count)
        ready.wait()
        end = time.perf_counter() + seconds
        count = begun + WARM_UP
        while (start := time.perf_counter()) < end or not result.took:
            status = step(count)
            result.took.append(time.perf_counter() - start)
            result.failed += status not in good
            count += 1
    except Exception as error:  # noqa: BLE001 - shown by the thread that waits
        result.error = error
        ready.abort()
