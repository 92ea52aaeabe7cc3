"""Bringing the packaged code lists into the database, as often as one likes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings

from naung.access import queries as access
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.importing import Outcome
from naung.core.models import Code, CodeList
from naung.places.queries import CHANGED

FIELDS = ("label_id", "label_en", "weight", "basis", "valid_from", "valid_to", "position", "extra")


@atomic
def set_up_code_lists(*, by: Actor, now: datetime) -> Outcome:
    """Load the packaged code lists. New codes are added, changed labels updated, codes that the package no
    longer has are retired today; nothing is deleted, and what the office changed stays. Only who manages lists may.
    """
    access.require(by, P.LISTS_MANAGE)
    outcome = Outcome("code lists")
    _store_lists(reference.lists(), today=now.astimezone(settings.CITY.zone).date(), outcome=outcome)
    if outcome.added or outcome.changed:
        audit.record(by=by, event="places.code-lists-set-up", at=now, counts=outcome.counts)
    return outcome


def _store_lists(packaged: Mapping[str, reference.ReferenceList], today: date, outcome: Outcome) -> None:
    CodeList.objects.bulk_create(
        [
            CodeList(name=found.name, label_id=found.label_id, label_en=found.label_en, basis=found.basis)
            for found in packaged.values()
        ],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["label_id", "label_en", "basis"],
    )
    known = {(code.list_id, code.code): code for code in Code.objects.all()}
    new: list[Code] = []
    changed: list[Code] = []
    for key, wanted in _wanted(packaged).items():
        code = known.pop(key, None)
        if code is None:
            new.append(Code(list_id=key[0], code=key[1], **wanted))
        elif _change(code, wanted):
            changed.append(code)
        else:
            outcome.unchanged += 1
    changed += [code for code in known.values() if _retire(code, today)]
    Code.objects.bulk_create(new)
    Code.objects.bulk_update(changed, FIELDS)
    outcome.added, outcome.changed = len(new), len(changed)


def _wanted(packaged: Mapping[str, reference.ReferenceList]) -> dict[tuple[str, str], dict[str, Any]]:
    """What the package says of each code. `packaged` in `extra` tells its codes from the office's own."""
    return {
        (found.name, code.code): {
            "label_id": code.label_id,
            "label_en": code.label_en,
            "weight": code.weight,
            "basis": code.basis,
            "valid_from": code.valid_from,
            "valid_to": code.valid_to,
            "position": position,
            "extra": {**code.extra, "mark": code.mark, "packaged": True},
        }
        for found in packaged.values()
        for position, code in enumerate(found.codes.values())
    }


def _change(code: Code, wanted: dict[str, Any]) -> bool:
    wanted = wanted | {"extra": wanted["extra"] | {k: v for k, v in code.extra.items() if k == CHANGED}}
    differs = any(getattr(code, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(code, name, value)
    return differs


def _retire(code: Code, today: date) -> bool:
    """A packaged code that the package dropped: no longer to be chosen, still readable in old records."""
    if not code.extra.get("packaged") or (code.valid_to is not None and code.valid_to <= today):
        return False
    code.valid_to = max(today, code.valid_from)
    return True
