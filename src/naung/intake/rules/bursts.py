"""Many reports in a short time, whatever their words: which of them came together."""

from collections.abc import Sequence
from datetime import datetime, timedelta


def bursts(times: Sequence[datetime], most: int, within: timedelta) -> list[range]:
    """The places, in a row of moments in order, of every burst: where `most` or more came within that time."""
    found: list[range] = []
    first = 0
    for last, moment in enumerate(times):
        while moment - times[first] > within:
            first += 1
        if last - first + 1 < most:
            continue
        if found and first < found[-1].stop:
            found[-1] = range(found[-1].start, last + 1)
        else:
            found.append(range(first, last + 1))
    return found
