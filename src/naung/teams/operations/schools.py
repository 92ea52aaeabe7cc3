"""Taking schools from a list: new ones are added, changed ones changed, none is ever deleted."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from naung.access import queries as access
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.importing import Outcome, Source, parse
from naung.core.text import Text
from naung.places import queries as places
from naung.places.models import Area, Level
from naung.places.rules import shapes
from naung.teams.models import Organisation, OrganisationKind
from naung.teams.rules.schools import SchoolRow, school_row

UNKNOWN_DISTRICT = Text(
    "kecamatan {code} tidak ada; impor wilayah lebih dahulu", "there is no kecamatan {code}; import areas first"
)
NO_SCHOOL = Text("{npsn} milik {name}, yang bukan sekolah", "{npsn} belongs to {name}, which is not a school")
OTHER_NAME = Text("{code} adalah {name}, bukan {told}", "{code} is {name}, not {told}")
NO_COORDINATES = Text("koordinat tidak ada", "there are no coordinates")
NOWHERE = Text("tidak satu pun kecamatan yang batasnya dikenal", "no kecamatan with a known boundary")
LIES_ELSEWHERE = Text(
    "koordinatnya terletak di {found}, bukan di {name}", "the coordinates lie in {found}, not in {name}"
)

FIELDS = ("name", "form", "state_owned", "address", "area", "latitude", "longitude", "pupils")


@atomic
def import_schools(*, by: Actor, source: Source, now: datetime) -> Outcome:
    """Take schools from a file by their NPSN. Only who manages lists may.

    A coordinate outside the stated kecamatan is a warning, once boundaries have been imported.
    """
    access.require(by, P.LISTS_MANAGE)
    outcome, rows = parse(source, school_row, "npsn", lambda row: row.key)
    districts = {area.code: area for area in Area.objects.filter(level=Level.DISTRICT)}
    _store([pair for pair in rows if _known_district(*pair, districts, outcome)], districts, outcome)
    _warn(rows, districts, outcome)
    audit.record(by=by, event="teams.schools-imported", at=now, counts=outcome.counts)
    return outcome


def _known_district(place: str, row: SchoolRow, districts: Mapping[str, Area], outcome: Outcome) -> bool:
    if row.district not in districts:
        outcome.refuse(place, "kode_kecamatan", UNKNOWN_DISTRICT.format(code=row.district))
    return row.district in districts


def _store(rows: list[tuple[str, SchoolRow]], districts: Mapping[str, Area], outcome: Outcome) -> None:
    known = _known(rows)
    new: list[Organisation] = []
    changed: list[Organisation] = []
    for place, row in rows:
        school = known.get(row.key)
        if school is None:
            new.append(Organisation(kind=OrganisationKind.SCHOOL, npsn=row.npsn or None, **_facts(row, districts)))
        elif school.kind != OrganisationKind.SCHOOL:
            outcome.refuse(place, "npsn", NO_SCHOOL.format(npsn=row.npsn, name=school.name))
        elif _change(school, _facts(row, districts)):
            changed.append(school)
        else:
            outcome.unchanged += 1
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, [*FIELDS, "version"])
    outcome.added, outcome.changed = len(new), len(changed)


def _known(rows: list[tuple[str, SchoolRow]]) -> dict[tuple[str, ...], Organisation]:
    """The schools of these rows that are there already: by NPSN, one without it by its name in its kecamatan."""
    held = Organisation.objects.select_related("area__parent")
    numbers = [row.npsn for _, row in rows if row.npsn]
    found: dict[tuple[str, ...], Organisation] = {
        (school.npsn or "",): school for school in held.filter(npsn__in=numbers)
    }
    if any(not row.npsn for _, row in rows):
        for school in held.filter(npsn=None, kind=OrganisationKind.SCHOOL, area__isnull=False):
            found[school.name.casefold(), _district_of(school.area)] = school
    return found


def _district_of(area: Area | None) -> str:
    parent = area.parent if area is not None and area.level == Level.WARD else area
    return parent.code if parent is not None else ""


def _facts(row: SchoolRow, districts: Mapping[str, Area]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": row.name,
        "form": row.form,
        "state_owned": row.state_owned,
        "address": row.address,
        "area": districts[row.district],
    }
    if row.at is not None:
        facts["latitude"], facts["longitude"] = row.at
    if row.pupils is not None:
        facts["pupils"] = row.pupils
    return facts


def _change(school: Organisation, facts: Mapping[str, Any]) -> bool:
    ward = school.area
    if ward is not None and ward.level == Level.WARD and ward.parent == facts["area"]:
        facts = {**facts, "area": ward}  # somebody knows the kelurahan already
    if all(getattr(school, name) == value for name, value in facts.items()):
        return False
    for name, value in facts.items():
        setattr(school, name, value)
    school.version += 1
    return True


def _warn(rows: list[tuple[str, SchoolRow]], districts: Mapping[str, Area], outcome: Outcome) -> None:
    drawn = places.shapes_by_district()
    for place, row in rows:
        district = districts.get(row.district)
        if district is None:
            continue
        if row.district_name and row.district_name.casefold() != district.name.casefold():
            outcome.warn(
                place, "kecamatan", OTHER_NAME.format(code=row.district, name=district.name, told=row.district_name)
            )
        if row.at is None:
            outcome.warn(place, "lat", NO_COORDINATES)
        elif (shape := drawn.get(row.district)) and not shapes.contains_any(shape, *row.at):
            found = [districts[code].name for code, other in drawn.items() if shapes.contains_any(other, *row.at)]
            lies = ", ".join(found) or NOWHERE
            outcome.warn(place, "lat", LIES_ELSEWHERE.format(found=lies, name=district.name))
