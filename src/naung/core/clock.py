"""Whether this machine's clock went back: it shows less than it showed before, or than what is stored.

Nothing is refused for it: whoever tells of a child is heard whatever the clock says. But sessions lock, the office's
pages say it, and `naung doctor` too.
"""

import time
from datetime import datetime, timedelta

TOLERANCE = timedelta(minutes=2)  # machines that keep time set their clocks back by less


class _Seen:
    """The latest moment that this process knows to be over."""

    latest: datetime | None = None


def over(moment: datetime | None) -> None:
    """Take note of a moment that is over for sure, such as that of something stored; none forgets them all."""
    _Seen.latest = max(moment, _Seen.latest or moment) if moment else None


def went_back(now: datetime) -> datetime | None:
    """The later moment that was seen already, when the clock stands before it; else now counts as seen."""
    if _Seen.latest and _Seen.latest - now > TOLERANCE:
        return _Seen.latest
    over(now)
    return None


def lies_ahead(moment: float) -> bool:
    """Whether something was noted at a moment that is yet to come: the clock went back since."""
    return moment - time.time() > TOLERANCE.total_seconds()
