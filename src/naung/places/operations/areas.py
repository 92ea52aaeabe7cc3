"""Taking areas from a file: new ones are added, changed ones changed, none is ever deleted."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from naung.access import queries as access
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.importing import Outcome, Source, parse
from naung.core.text import Text
from naung.places.models import Area
from naung.places.rules.areas import AreaRow, BpsRow, area_row, bps_row

NO_PARENT = Text("{code} tidak ada di berkas ini dan belum dikenal", "{code} is neither in this file nor known already")
NO_AREA = Text("wilayah {code} tidak ada; impor wilayah lebih dahulu", "there is no area {code}; import areas first")
BPS_TAKEN = Text("{bps} sudah milik {code}", "{bps} belongs already to {code}")


@atomic
def set_up_areas(*, by: Actor, now: datetime) -> Outcome:
    """Load the areas that the city's file names. Only who manages lists may."""
    access.require(by, P.LISTS_MANAGE)
    outcome = Outcome("areas")
    packaged = reference.areas(settings.CITY.areas_file)
    _store_areas([(a.code, AreaRow(a.code, a.name, a.level, a.parent)) for a in packaged], outcome)
    if outcome.added or outcome.changed:
        audit.record(by=by, event="places.areas-set-up", at=now, counts=outcome.counts)
    return outcome


@atomic
def import_areas(*, by: Actor, source: Source, now: datetime) -> Outcome:
    """Take kota, kecamatan and kelurahan from a file, in any order. Only who manages lists may."""
    access.require(by, P.LISTS_MANAGE)
    outcome, rows = parse(source, area_row, "kode_kemendagri", lambda row: row.code)
    _store_areas(rows, outcome)
    audit.record(by=by, event="places.areas-imported", at=now, counts=outcome.counts)
    return outcome


@atomic
def import_bps(*, by: Actor, source: Source, now: datetime) -> Outcome:
    """Set the statistics office's codes beside Kemendagri's. Only who manages lists may."""
    access.require(by, P.LISTS_MANAGE)
    outcome, rows = parse(source, bps_row, "kode_kemendagri", lambda row: row.code)
    known = {area.code: area for area in Area.objects.filter(code__in=[row.code for _, row in rows])}
    taken = dict(Area.objects.exclude(bps_code="").values_list("bps_code", "code"))
    changed = [area for place, row in rows if (area := _with_bps(place, row, known, taken, outcome))]
    Area.objects.bulk_update(changed, ["bps_code", "version"])
    audit.record(by=by, event="places.bps-codes-imported", at=now, counts=outcome.counts)
    return outcome


def _store_areas(rows: Iterable[tuple[str, AreaRow]], outcome: Outcome) -> None:
    """Write areas, parents first; a row without its parent is refused."""
    known = {area.code: area for area in Area.objects.all()}
    new: list[Area] = []
    touched: list[Area] = []
    for place, row in sorted(rows, key=lambda pair: len(pair[1].code)):
        parent = known.get(row.parent)
        if parent is None and row.level != "CITY":
            outcome.refuse(place, "kode_induk", NO_PARENT.format(code=row.parent))
        elif (area := known.get(row.code)) is None:
            known[row.code] = area = Area(code=row.code, level=row.level, parent=parent)
            _change(area, row)
            new.append(area)
        elif _change(area, row):
            area.version += 1
            touched.append(area)
        else:
            outcome.unchanged += 1
    Area.objects.bulk_create(new)
    Area.objects.bulk_update(touched, ["name", "latitude", "longitude", "version"])
    outcome.added += len(new)
    outcome.changed += len(touched)


def _change(area: Area, row: AreaRow) -> bool:
    """Bring the area to what the row says; a row without coordinates leaves those there are."""
    before = (area.name, area.latitude, area.longitude)
    area.name = row.name
    if row.at is not None:
        area.latitude, area.longitude = row.at
    return (area.name, area.latitude, area.longitude) != before


def _with_bps(place: str, row: BpsRow, known: dict[str, Area], taken: dict[str, str], outcome: Outcome) -> Area | None:
    area = known.get(row.code)
    if area is None:
        outcome.refuse(place, "kode_kemendagri", NO_AREA.format(code=row.code))
    elif taken.get(row.bps_code, row.code) != row.code:
        outcome.refuse(place, "kode_bps_2018", BPS_TAKEN.format(bps=row.bps_code, code=taken[row.bps_code]))
    elif area.bps_code == row.bps_code:
        outcome.unchanged += 1
    else:
        taken.pop(area.bps_code, None)
        taken[row.bps_code] = row.code
        area.bps_code = row.bps_code
        area.version += 1
        outcome.changed += 1
        return area
    return None
