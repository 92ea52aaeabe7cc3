"""Reading areas and code lists. They are public facts: nobody is asked for a right."""

import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q

from naung.core import reference
from naung.core.models import Code
from naung.core.reference import ReferenceCode
from naung.places.models import Area, Level

OWN, CHANGED = "own", "office"
_next_look = 0.0


def office_codes() -> dict[str, list[ReferenceCode]]:
    """What the office changed in the packaged code lists, or added to them, list by list. One query."""
    rows = Code.objects.filter(Q(extra__has_key=OWN) | Q(extra__has_key=CHANGED)).order_by(
        "list_id", "position", "code"
    )
    found: dict[str, list[ReferenceCode]] = defaultdict(list)
    for row in rows:
        found[row.list_id].append(as_kept(row))
    return dict(found)


def as_kept(row: Code) -> ReferenceCode:
    """A code with the words and the last day that the office gave it."""
    kept = row.extra.get(CHANGED, {})
    until = kept.get("valid_to")
    return ReferenceCode(
        code=row.code, label_id=kept.get("label_id") or row.label_id, label_en=kept.get("label_en") or row.label_en,
        weight=row.weight, basis=row.basis, valid_from=row.valid_from,
        valid_to=date.fromisoformat(until) if until else row.valid_to,
        extra={name: text for name, text in row.extra.items() if isinstance(text, str)},
    )  # fmt: skip


def keep_codes_fresh() -> None:
    """Read the office's code lists again when this process has not for a while: no query for most requests."""
    global _next_look  # noqa: PLW0603 - each process looks by its own clock
    wait: float | None = settings.CODE_LISTS_SECONDS
    if wait is not None and time.monotonic() >= _next_look:
        _next_look = time.monotonic() + wait
        reference.use(office_codes())


def look_again() -> None:
    """Have this process read the code lists at its next request."""
    global _next_look  # noqa: PLW0603 - as above
    _next_look = 0.0


def shapes_by_district() -> Mapping[str, list[Mapping[str, Any]]]:
    """For each kecamatan with imported boundaries, its own shape or the shapes of its kelurahan."""
    shapes: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    drawn = Area.objects.exclude(boundary=None).exclude(level=Level.CITY).select_related("parent")
    for area in drawn:
        district = area if area.level == Level.DISTRICT else area.parent
        if district is not None and area.boundary is not None:
            shapes[district.code].append(area.boundary)
    return shapes


def ward_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every kelurahan under the name of its kecamatan, for a drop-down; the value is the area's id."""
    groups: dict[str, list[tuple[str, str]]] = {}
    wards = Area.objects.filter(level=Level.WARD).select_related("parent").order_by("parent__name", "name")
    for ward in wards.only("name", "parent__name"):
        groups.setdefault(ward.parent.name if ward.parent else "", []).append((str(ward.pk), ward.name))
    return list(groups.items())
