"""Moments as PostgreSQL keeps them: microseconds, and days, since 2000."""

from datetime import UTC, date, datetime, timedelta

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
FIRST_DAY = date(2000, 1, 1)
MICROSECOND = timedelta(microseconds=1)
MINUTE = 60 * 1_000_000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def micros_of(moment: datetime) -> int:
    """Microseconds since 2000."""
    return (moment - EPOCH) // MICROSECOND


def days_of(day: date) -> int:
    """Days since 2000."""
    return (day - FIRST_DAY).days
