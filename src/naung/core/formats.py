"""Moments, days, time left and ages as people say them, in the office's zone and the page's language."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.numbers import format_decimal
from django.conf import settings
from django.utils.translation import get_language, gettext, ngettext

PATTERNS = {
    "day": "EEE d MMM",
    "day_year": "EEE d MMM y",
    "day_long": "EEEE d MMMM y",
    "weekday": "EEEE d MMMM",
}


def _locale() -> str:
    return "en_GB" if (get_language() or "").startswith("en") else "id"


def office_zone() -> ZoneInfo:
    """The zone in which the office's clocks run."""
    return ZoneInfo(settings.CITY.time_zone)


def local(at: datetime) -> datetime:
    """The moment on the office's clock. A moment without a zone is a mistake and is refused."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return at.astimezone(office_zone())


def moment(at: datetime, now: datetime) -> str:
    """`Sen 23 Nov, 14.00 WITA`; with the year when it is not this year."""
    here = local(at)
    return f"{day(here, now)}, {clock(at)} {here.tzname()}"


def day(value: date, now: datetime, style: str = "") -> str:
    """`Sen 23 Nov` this year, `Sen 23 Nov 2025` else; `long` and `weekday` write names in full."""
    on = local(value).date() if isinstance(value, datetime) else value
    default = "day" if on.year == local(now).year else "day_year"
    pattern = {"long": "day_long", "weekday": "weekday", "year": "day_year"}.get(style, default)
    return _written_day(on, PATTERNS[pattern], _locale())


def number(value: int) -> str:
    """`1.040` pupils: thousands apart, as the page's language writes them."""
    return format_decimal(value, locale=_locale())


def month(value: date) -> str:
    """`Januari 2027`."""
    return _written_day(value, "MMMM y", _locale())


@lru_cache(maxsize=4_096)
def _written_day(on: date, pattern: str, locale: str) -> str:
    """Days come again and again on a page, and writing one anew takes as long as a row of a table."""
    return format_date(on, pattern, locale=locale)


def clock(at: datetime) -> str:
    """`14.00` on the office's clock."""
    here = local(at)
    return _written_time(time(here.hour, here.minute), _locale())


@lru_cache(maxsize=4_096)
def _written_time(at: time, locale: str) -> str:
    return format_time(at, "short", locale=locale)


def machine_time(at: datetime) -> str:
    """The moment for a `datetime` attribute, which machines read."""
    return local(at).isoformat(timespec="minutes")


def _minutes(count: int) -> str:
    return ngettext("%(count)s menit", "%(count)s menit", count) % {"count": count}


def _hours(count: int) -> str:
    return ngettext("%(count)s jam", "%(count)s jam", count) % {"count": count}


def _days(count: int) -> str:
    return ngettext("%(count)s hari", "%(count)s hari", count) % {"count": count}


def duration(length: timedelta) -> str:
    """`3 jam 20 menit`, `2 hari`, `1 hari 4 jam`: as exact as people need."""
    return _duration(int(abs(length).total_seconds() // 60), get_language())


@lru_cache(maxsize=4_096)
def _duration(minutes: int, language: str | None) -> str:  # noqa: ARG001 - said in the page's language
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    if days >= 2:
        return _days(days)
    if days:
        return " ".join([_days(days), *([_hours(hours)] if hours else [])])
    if hours:
        return " ".join([_hours(hours), *([_minutes(minutes)] if minutes else [])])
    return _minutes(minutes) if minutes else gettext("kurang dari 1 menit")


def time_left(due: datetime, now: datetime) -> str:
    """`sisa 3 jam 20 menit`, or `lewat 2 jam` when it is late."""
    length = duration(due - now)
    if due < now:
        return gettext("lewat %(length)s") % {"length": length}
    return gettext("sisa %(length)s") % {"length": length}


def size(count: int) -> str:
    """`340 kB`, `2,1 MB`: a file's size in decimal units, as telephones show it."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1_000))} kB"
    return f"{format_decimal(count / 1_000_000, '#,##0.0', locale=_locale())} MB"


def full_years(born: date, on: date) -> int:
    """Completed years of life."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age(value: date | int | None, on: date) -> str:
    """`9 th` from a birth date or a number of years; months under two years; `umur belum diketahui`."""
    if value is None:
        return gettext("umur belum diketahui")
    if isinstance(value, int):
        return _years(value, get_language())
    years = full_years(value, on)
    if years >= 2:
        return _years(years, get_language())
    months = (on.year - value.year) * 12 + on.month - value.month - (on.day < value.day)
    return ngettext("%(count)s bulan", "%(count)s bulan", months) % {"count": months}


@lru_cache(maxsize=256)
def _years(count: int, language: str | None) -> str:  # noqa: ARG001 - said in the page's language
    return ngettext("%(count)s th", "%(count)s th", count) % {"count": count}
