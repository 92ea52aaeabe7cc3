"""The copy of a child's data: read past the walls for this one purpose, and only what the rule lists."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.apps import apps
from django.db.models import Model, QuerySet

from naung.core import keys, reference
from naung.core.formats import local
from naung.core.text import Text
from naung.privacy.models import DataRequest
from naung.privacy.queries.guardian import Family
from naung.privacy.rules.copying import GIVEN, SERVICES

YES, NO = Text("Ya", "Yes"), Text("Tidak", "No")
CONSENTS = {"CAREGIVER": Text("Pengasuh", "Caregiver"), "CHILD": Text("Anak", "Child")}
LISTS = {"service": "layanan", "relation": "hubungan_keluarga", "disabilities": "disabilitas", "languages": "bahasa"}

Rows = list[dict[str, object]]


def parts_of(asked: DataRequest, family: Family) -> dict[str, Rows]:
    """The rows of each part of the copy, as they lie in the database. One query a part."""
    keys.load([family.child_id])
    return {label: [_told(row, label) for row in _rows(label, asked, family)] for label in GIVEN}


def _rows(label: str, asked: DataRequest, family: Family) -> Iterable[Model]:
    rows: QuerySet[Model] = apps.get_model(label)._default_manager.all()
    which: Mapping[str, Mapping[str, object]] = {
        "people.Child": {"pk": family.child_id},
        "people.Caregiver": {"pk": asked.caregiver_id, "child": family.child_id},
        "cases.Case": {"pk__in": family.case_ids},
        "cases.Consent": {"case__in": family.case_ids, "kind__in": CONSENTS},
        "cases.Delivery": {"case__in": family.case_ids, "service__in": SERVICES},
    }
    return rows.filter(**which[label]).order_by("pk")


def _told(row: Model, label: str) -> dict[str, object]:
    return {name: value for name in GIVEN[label].fields if (value := getattr(row, name)) not in (None, "", [])}


def in_words(parts: Mapping[str, Rows], language: str) -> list[tuple[str, list[list[str]]]]:
    """Headings with their lines, for the paper; parts without a line are left out."""
    found = []
    for label, rows in parts.items():
        part = GIVEN[label]
        lines = [
            [part.fields[name].say(language), _say(name, value, language)]
            for row in rows
            for name, value in row.items()
        ]
        if lines:
            found.append((part.heading.say(language), lines))
    return found


def _say(name: str, value: object, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_say(name, one, language) for one in value)
    if isinstance(value, bool):
        return (YES if value else NO).say(language)
    if isinstance(value, date):
        return f"{local(value).date() if isinstance(value, datetime) else value:%d.%m.%Y}"
    if name == "kind":
        return CONSENTS[str(value)].say(language)
    code = reference.codes(LISTS[name]).get(str(value)) if name in LISTS else None
    return code.label(language) if code else str(value)


def plain(parts: Mapping[str, Rows]) -> dict[str, list[dict[str, object]]]:
    """The same for machines: names of the fields, codes, and days as ISO 8601."""
    return {label: [_plain(row.items()) for row in rows] for label, rows in parts.items() if rows}


def _plain(items: Iterable[tuple[str, object]]) -> dict[str, object]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in items}
