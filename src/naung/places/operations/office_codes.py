"""What an office changes in the code lists: its own words, codes of its own, and what is not to be chosen any more.

A used code can be retired, never re-coded or deleted. The packaged row stays as it came; what the office says of it
lies beside it, so that the next version of Naung does not undo it.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import reference
from naung.core.atomic import atomic
from naung.core.errors import Refused
from naung.core.formats import local
from naung.core.models import Code
from naung.core.text import Text
from naung.places.queries import CHANGED, OWN, look_again

IS_FIXED = Text(
    "Daftar ini bagian dari aturan Naung dan tidak dapat diubah.", "This list is part of Naung's rules and stays."
)
NO_WORDS = Text("Tulis kata-katanya dalam kedua bahasa.", "Write the words in both languages.")
TOO_EARLY = Text("Hari terakhir tidak boleh sebelum kode itu mulai berlaku.", "The last day is before the first.")
OFFICE = "Ketentuan kantor"


@atomic
def add_code(*, by: Actor, list_name: str, label_id: str, label_en: str, now: datetime) -> Code:
    """Add a code of the office's own to a list that allows it. Only who manages lists may."""
    require(by, P.LISTS_MANAGE)
    _open(list_name)
    words = _words(label_id, label_en)
    known = list(Code.objects.select_for_update().filter(list=list_name))
    taken = {code.code for code in known}
    name = next(name for number in range(1, 1000) if (name := f"Z{number}") not in taken)
    code = Code.objects.create(
        list_id=list_name, code=name, **words, basis=OFFICE, valid_from=local(now).date(), position=900 + len(known),
        extra={OWN: True},
    )  # fmt: skip
    return _kept(by, code, "lists.code-added", now)


@atomic
def word_code(*, by: Actor, list_name: str, code: str, label_id: str, label_en: str, now: datetime) -> Code:
    """Give a code the words that the office uses. Only who manages lists may."""
    row, words = _row(by, list_name, code), _words(label_id, label_en)
    _write(row, words)
    return _kept(by, row, "lists.code-worded", now)


@atomic
def retire_code(*, by: Actor, list_name: str, code: str, until: date, now: datetime) -> Code:
    """Let a code be chosen until a day and no longer; records keep it. Only who manages lists may."""
    row = _row(by, list_name, code)
    if until < row.valid_from:
        raise Refused(TOO_EARLY, field="until")
    _write(row, {"valid_to": until.isoformat()})
    return _kept(by, row, "lists.code-retired", now, until=until)


@atomic
def restore_code(*, by: Actor, list_name: str, code: str, now: datetime) -> Code:
    """Let a code that the office retired be chosen again. Only who manages lists may."""
    row = _row(by, list_name, code)
    _write(row, {"valid_to": None})
    return _kept(by, row, "lists.code-restored", now)


def _row(by: Actor, list_name: str, code: str) -> Code:
    require(by, P.LISTS_MANAGE)
    _open(list_name)
    return Code.objects.select_for_update().get(list=list_name, code=code)


def _open(list_name: str) -> None:
    if list_name in reference.FIXED:
        raise Refused(IS_FIXED)


def _words(label_id: str, label_en: str) -> dict[str, str]:
    words = {"label_id": label_id.strip(), "label_en": label_en.strip()}
    if not all(words.values()):
        raise Refused(NO_WORDS, field="label_id" if not words["label_id"] else "label_en")
    return words


def _write(row: Code, change: dict[str, Any]) -> None:
    row.extra[CHANGED] = row.extra.get(CHANGED, {}) | change
    row.save(update_fields=["extra"])


def _kept(by: Actor, row: Code, event: str, now: datetime, until: date | None = None) -> Code:
    audit.record(by=by, event=event, about=row, at=now, list=row.list_id, code=row.code, until=until)
    transaction.on_commit(look_again)
    return row
