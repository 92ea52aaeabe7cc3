"""Taking boundaries from a GeoJSON file, feature by feature."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from naung.access import queries as access
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.importing import Outcome
from naung.core.text import Text
from naung.places.models import Area
from naung.places.rules import shapes

UNKNOWN_AREA = Text(
    "{code} bukan wilayah yang dikenal, atau disebut dua kali di berkas ini",
    "{code} is no known area, or stands twice in this file",
)


@atomic
def import_boundaries(*, by: Actor, name: str, features: list[Mapping[str, Any]], now: datetime) -> Outcome:
    """Set the shapes of areas by the property `kode`. Only who manages lists may."""
    access.require(by, P.LISTS_MANAGE)
    outcome = Outcome(name)
    known = {area.code: area for area in Area.objects.all()}
    changed: list[Area] = []
    for number, feature in enumerate(features, start=1):
        if area := _with_boundary(f"{name}: feature {number}", feature, known, outcome):
            changed.append(area)
    Area.objects.bulk_update(changed, ["boundary", "version"])
    outcome.changed = len(changed)
    audit.record(by=by, event="places.boundaries-imported", at=now, counts=outcome.counts)
    return outcome


def _with_boundary(place: str, feature: Mapping[str, Any], known: dict[str, Area], outcome: Outcome) -> Area | None:
    properties = feature.get("properties")
    code = properties.get("kode") if isinstance(properties, dict) else None
    area = known.pop(code, None) if isinstance(code, str) else None
    if area is None:
        outcome.refuse(place, "kode", UNKNOWN_AREA.format(code=code))
        return None
    try:
        boundary = shapes.checked(feature.get("geometry"))
    except shapes.ShapeError as error:
        outcome.refuse(place, "geometry", error.reason)
        return None
    if area.boundary == boundary:
        outcome.unchanged += 1
        return None
    area.boundary = boundary
    area.version += 1
    return area
