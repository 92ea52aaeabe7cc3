"""Backups by the names of their files: how old the last one is, and which ones stay.

Data thin out with age; keys end after so many days.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

NAME = re.compile(r"naung-(?P<kind>data|keys)-(?P<at>\d{8}T\d{6}Z)\.age")
STAMP = "%Y%m%dT%H%M%SZ"
DATA, KEYS = "data", "keys"
ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=14)
WEEKLY_FOR = timedelta(days=56)
MONTHLY_FOR = timedelta(days=366)
OLD_AFTER = timedelta(hours=26)  # a night was missed


@dataclass(frozen=True, order=True)
class Backup:
    """One file of a backup, as its name says."""

    at: datetime
    kind: str

    @property
    def name(self) -> str:
        """The file's name."""
        return f"naung-{self.kind}-{self.at.strftime(STAMP)}.age"


def backup_of(name: str) -> Backup | None:
    """What a file's name says; nothing when it is no backup."""
    found = NAME.fullmatch(name)
    if found is None:
        return None
    return Backup(datetime.strptime(found["at"], STAMP).replace(tzinfo=UTC), found["kind"])


def backups_in(folder: Path) -> list[Backup]:
    """The whole backups in a folder, the latest first."""
    names = [path.name for path in folder.iterdir()] if folder.is_dir() else []
    return sorted(filter(None, map(backup_of, names)), reverse=True)


def last_backup(folder: Path) -> Backup | None:
    """The latest backup of the data, if there is one."""
    return next((one for one in backups_in(folder) if one.kind == DATA), None)


def is_old(last: Backup | None, now: datetime) -> bool:
    """Whether there is none, or a night was missed."""
    return last is None or now - last.at > OLD_AFTER


def to_remove(backups: Iterable[Backup], now: datetime, keys_for: timedelta) -> list[Backup]:
    """Those that are not kept any more. The latest of each kind always stays.

    Of data every backup stays for two days, one a day for two weeks, one a week for eight weeks, one a month for a
    year. Keys stay `keys_for` and not longer: what was erased ends with them.
    """
    held = sorted(backups, reverse=True)
    data = [one for one in held if one.kind == DATA]
    keys = [one for one in held if one.kind == KEYS]
    kept = {*data[:1], *keys[:1]} | {one for one in keys if now - one.at <= keys_for} | set(_thinned(data, now))
    return [one for one in held if one not in kept]


def _thinned(data: list[Backup], now: datetime) -> Iterable[Backup]:
    seen: set[str] = set()
    for one in data:
        slot = _slot(one.at, now - one.at)
        if slot and slot not in seen:
            seen.add(slot)
            yield one


def _slot(at: datetime, age: timedelta) -> str:
    """The stretch of time of which one backup is enough; none when it is too old."""
    if age <= ALL_FOR:
        return at.isoformat()
    if age <= DAILY_FOR:
        return f"day {at:%Y-%m-%d}"
    if age <= WEEKLY_FOR:
        return f"week {at:%G-%V}"
    return f"month {at:%Y-%m}" if age <= MONTHLY_FOR else ""
