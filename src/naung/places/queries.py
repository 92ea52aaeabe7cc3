"""Reading areas. They are public facts: nobody is asked for a right."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from naung.places.models import Area, Level


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
