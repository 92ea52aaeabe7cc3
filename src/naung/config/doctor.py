"""`naung doctor`: what is wrong with this installation, each finding with what to do."""

import os
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from naung.access import rls, standing
from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.access.operations import drift
from naung.audit.queries import GUARD, last_batch, unguarded, waiting_since
from naung.audit.rules import public_half
from naung.config import clocks
from naung.config.backup import erasing
from naung.core import erased
from naung.core.backups import is_old, last_backup
from naung.duties.queries.notices import failed_messages
from naung.files.queries import scanner
from naung.files.queries.hanging import lost
from naung.teams.models import Shift
from naung.teams.queries import office_ids

SEALED_WITHIN = timedelta(hours=1)

# A table's owner is bound by no wall, and whoever is a member of its role may become it.
OWNS = """
    SELECT EXISTS (SELECT 1 FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND pg_has_role(current_user, relowner, 'MEMBER'))
"""


def findings() -> Iterator[str]:
    """Every finding as one sentence that says what to do."""
    yield from _settings()
    if waiting := _waiting():
        yield f"{waiting} migrations wait: run `./run naung setup`."
        return  # without its tables nothing else can be asked
    yield from _tables()
    yield from _erased()
    yield from clocks.findings()
    with acting_as(operator(office_ids())):
        yield from _work()
    yield from _scopes()


def _settings() -> Iterator[str]:
    if settings.DEBUG:
        yield "Debug mode is on: unset NAUNG_DEBUG."
    if not settings.SECURE_COOKIES and not settings.TRAINING_DATA:
        yield "Pages are served without HTTPS: put a proxy with TLS in front and set NAUNG_HTTPS=1."
    if settings.SECOND_FACTOR_OPTIONAL and not settings.TRAINING_DATA:
        yield "The second factor is switched off beside real data: unset NAUNG_SECOND_FACTOR_OPTIONAL."
    if not settings.TRAINING_DATA:
        yield from _backups()
    if not settings.CITY.contact.confirmed:
        yield "The office's phone and address are not confirmed: set them in the city's file."


def _backups() -> Iterator[str]:
    last = last_backup(settings.BACKUPS_DIR)
    if last is None:
        yield "There is no backup: run `./run naung backup`, and see that the worker runs, which takes one each night."
    elif is_old(last, timezone.now()):
        yield f"The last backup is of {last.at:%Y-%m-%d %H:%M} UTC: run `./run naung backup`, see that the worker runs."
    if not settings.BACKUP_RECIPIENT:
        yield (
            "The key that opens the backups lies beside the data: keep backup.key elsewhere, take it away from here, "
            "and set NAUNG_BACKUP_RECIPIENT to its public key."
        )


def _waiting() -> int:
    executor = MigrationExecutor(connections["owner"])
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone()[0]:
            yield f"The application's role bypasses the walls: connect as {rls.APP_ROLE}."
        cursor.execute(OWNS)
        if cursor.fetchone()[0]:
            yield f"The application's role owns tables, or may act as who owns them: connect as {rls.APP_ROLE}."
    for name in standing.differences():
        yield f"The {name} is not what the code says: run `./run naung setup`."
    for table in unguarded():
        yield f"{table} can be changed by its owner, which nobody should: the trigger {GUARD} sleeps or is gone."


def _erased() -> Iterator[str]:
    """Whether the erasure list is there, may be written, and agrees with the database."""
    path = settings.ERASED_LIST
    if not path.is_file():
        yield f"The erasure list {path} is not there: put the copy you keep back; where nothing was erased, run setup."
        return
    if not os.access(path, os.W_OK):
        yield f"The erasure list {path} cannot be written: nobody can be erased until it can."
    subjects = erased.listed(path)
    connections["owner"].ensure_connection()
    held = connections["owner"].connection
    if count := erasing.still_open(held, subjects):
        yield f"{count} keys of what the erasure list names are still here: run `./run naung setup`."
    if count := erasing.forgotten(held, {("privacy_erasure", "id")}, [subject for _, subject in subjects]):
        yield f"{count} erasures do not stand in the erasure list: put the newest copy you keep back."


def _work() -> Iterator[str]:
    if not Shift.objects.filter(until_at__gt=timezone.now()).exists():
        yield "Nobody is on the duty roster from now on: a supervisor writes it on the team's page."
    last = last_batch()
    if last and bytes(last.key) != public_half(settings.AUDIT_KEY):
        yield "The trace was signed with another key: put the copy you keep back as audit.key, or see operate.md."
    if (since := waiting_since(last)) and since < timezone.now() - SEALED_WITHIN:
        yield f"The trace waits for its seal since {since:%Y-%m-%d %H:%M} UTC: is the worker running?"
    if missing := lost():
        yield f"{missing} files are not in NAUNG_FILES: put the folder of the same backup as the database there."
    if settings.CLAMD and not scanner.answers():
        yield "The scanner does not answer at NAUNG_CLAMD: files that are added wait, and nobody can open them."
    if failed := failed_messages().count():
        yield f"{failed} messages could not be delivered: look at the mail settings (NAUNG_MAIL_…)."


def _scopes() -> Iterator[str]:
    """Rows whose scope differs from that of their case or report. Read as the owner: nobody sees them all."""
    for label in ("cases.Case", "intake.Report"):
        if count := drift(label, using="owner"):
            yield f"{count} rows carry another scope than their {label}: this is a fault of Naung, please report it."
