"""`naung keys rotate`: wrap every data key anew under another master key, while people go on working."""

import base64
import os
import secrets
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.audit import operations as audit
from naung.config.local import MORE_KEYS, write_once
from naung.core import keys, masters
from naung.core.errors import Refused
from naung.core.models import DataKey
from naung.teams.queries import office_ids

BATCH = 500
QUIET_SECONDS = 1.0  # a key that a transaction made with the old master is there after that
TOKENS_FIRST = (
    "Set NAUNG_TOKEN_KEY to the master key of now, and restart, before you give a new one: "
    "the tokens by which a NIK or a receipt is found are made with it, and must outlive the rotation."
)
NOT_BEGUN = (
    "Give the new key in NAUNG_MASTER_KEY and the old one in NAUNG_MASTER_KEY_FORMER, restart, and run it again."
)


def waiting() -> int:
    """How many data keys are not wrapped by the current master key."""
    return _old().count()


def begin() -> None:
    """Put a new master key in the place of the current one, unless a rotation is not finished yet.

    The key file is exchanged in one step; running processes notice it. The former key lies beside it.
    """
    if waiting():
        return
    file, former = settings.MASTER_KEY_FILE, masters.former_file()
    if not file or former is None:
        raise Refused(NOT_BEGUN if settings.TOKEN_KEY != settings.MASTER_KEY else TOKENS_FIRST)
    path = Path(file)
    write_once(path.with_name(MORE_KEYS["NAUNG_TOKEN_KEY"]), base64.b64encode(settings.TOKEN_KEY).decode())
    _replace(former, path.read_text())
    _replace(path, base64.b64encode(secrets.token_bytes(32)).decode())


def _replace(path: Path, text: str) -> None:
    """A file that is whole at every moment, also when the power fails."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    write_once(part, text)
    with part.open() as held:
        os.fsync(held.fileno())
    part.replace(path)


def wrap_anew(progress: Callable[[int], object]) -> int:
    """Wrap what is wrapped by an older key, batch by batch; broken off, it goes on where it stood."""
    done = 0
    while True:
        while count := _batch():
            done += count
            progress(count)
        time.sleep(QUIET_SECONDS)
        if not waiting():
            return done


def _old() -> QuerySet[DataKey]:
    return DataKey.objects.using("owner").exclude(master=masters.master_name(masters.current()))


def _batch() -> int:
    master = masters.current()
    with transaction.atomic(using="owner"):
        rows = list(_old().select_for_update(skip_locked=True)[:BATCH])
        for row in rows:
            key = keys.unwrap(row)
            row.wrapped, row.master = keys.encrypt(master, key, row.subject_id.bytes), masters.master_name(master)
        DataKey.objects.using("owner").bulk_update(rows, ["wrapped", "master"])
    return len(rows)


def note(count: int, now: datetime) -> None:
    """Write down that the data keys of all children and reports are wrapped by another master key."""
    with acting_as(operator(office_ids())) as by:
        audit.record(by=by, event="keys.rotated", at=now, count=count)
