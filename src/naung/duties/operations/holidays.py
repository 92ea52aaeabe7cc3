"""The office's calendar: starting data from the published lists, and the office's own list, which wins."""

from collections.abc import Iterable
from datetime import datetime

from naung.access import queries as access
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.importing import Outcome, Source, parse
from naung.core.text import Text
from naung.duties.models import Holiday
from naung.duties.rules.holidays import HolidayRow, Published, holiday_row, published

STILL_ESTIMATED = Text(
    "{day} ({name}) adalah perkiraan yang tidak disebut daftar ini; tetap berlaku",
    "{day} ({name}) is an estimate that the list does not mention; it stays",
)
FIELDS = ("name", "estimated", "own", "open", "version")


@atomic
def start_holidays(*, by: Actor, years: Iterable[int], now: datetime) -> Outcome:
    """Fill these years with national holidays and joint leave; days that the office set itself stay as they are.

    Only who manages lists may.
    """
    access.require(by, P.LISTS_MANAGE)
    wanted, outcome = list(years), Outcome("holidays")
    known = {day.date: day for day in Holiday.objects.filter(date__year__in=wanted)}
    listed = {day.date: day for day in published(wanted)}
    _save([_as_published(known.get(day.date), day) for day in listed.values()], outcome)
    gone = [day.pk for day in known.values() if not day.own and day.date not in listed]
    Holiday.objects.filter(pk__in=gone).delete()  # an estimate that has moved to another day
    if outcome.added or outcome.changed or gone:
        audit.record(
            by=by, event="duties.holidays-started", at=now, years=wanted, gone=len(gone), counts=outcome.counts
        )
    return outcome


@atomic
def import_holidays(*, by: Actor, source: Source, now: datetime) -> Outcome:
    """Take the office's own list of closed (or open) days; it wins over the starting data, day by day.

    An estimated day of the same year that the list does not mention stays, with a warning. Only who manages
    lists may.
    """
    access.require(by, P.LISTS_MANAGE)
    outcome, rows = parse(source, holiday_row, "tanggal", lambda row: row.date)
    own = {row.date: row for _, row in rows}
    known = {day.date: day for day in Holiday.objects.filter(date__year__in={day.year for day in own})}
    _save([_as_own(known.get(row.date), row) for row in own.values()], outcome)
    for day in sorted(set(known) - set(own)):
        if known[day].estimated:
            outcome.warn(source.name, "", STILL_ESTIMATED.format(day=day, name=known[day].name))
    audit.record(by=by, event="duties.holidays-imported", at=now, counts=outcome.counts)
    return outcome


def _as_published(day: Holiday | None, found: Published) -> tuple[Holiday, bool]:
    day = day or Holiday(date=found.date, version=0)
    return day, not day.own and _set(day, name=found.name, estimated=found.estimated, own=False, open=False)


def _as_own(day: Holiday | None, row: HolidayRow) -> tuple[Holiday, bool]:
    day = day or Holiday(date=row.date, version=0)
    return day, _set(day, name=row.name, estimated=False, own=True, open=row.open)


def _set(day: Holiday, **facts: object) -> bool:
    differs = any(getattr(day, name) != value for name, value in facts.items())
    for name, value in facts.items():
        setattr(day, name, value)
    return differs


def _save(days: Iterable[tuple[Holiday, bool]], outcome: Outcome) -> None:
    touched = [day for day, differs in days if differs]
    for day in touched:
        day.version += 1
    new = [day for day in touched if day._state.adding]
    Holiday.objects.bulk_create(new)
    changed = [day for day in touched if day.pk not in {fresh.pk for fresh in new}]
    Holiday.objects.bulk_update(changed, FIELDS)
    outcome.added, outcome.changed = len(new), len(changed)
