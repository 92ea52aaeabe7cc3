"""The city of an older version is brought up to date: everything old is still there, opens, and is worked on.

`tools/old_version.py` made the city; tests/data/old_version.json says from which commit.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from naung.config import postgres
from naung.config.backup.database import SEARCH, program
from tests.serving import environment_of

DATA = Path(__file__).parent.parent / "data"
# What an update writes itself: what is written in the sources, and what Django and procrastinate count.
OF_THE_VERSION = {
    "auth_permission", "core_code", "core_codelist", "django_content_type", "django_migrations", "duties_holiday",
    "places_area",
}  # fmt: skip
PRIMARY = """
    SELECT c.relname, array_agg(a.attname::text) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
     WHERE i.indisprimary AND c.relnamespace = 'public'::regnamespace GROUP BY 1
"""
# Brought up to date by `naung setup`; then whoever holds a case opens it and writes a note.
UPDATE = """
import json
from naung.config.commands import setup
setup.callback()
from django.test import Client
from django.utils import timezone
from naung.access.acting import acting_as
from naung.cases.models import Visit
from naung.core.ids import new_id
from naung.teams.models import User
from naung.teams.queries import actor_of
for user in User.objects.filter(is_active=True):
    with acting_as(actor_of(user, timezone.now())):
        visit = Visit.objects.filter(case__owner_id=user.pk).exclude(observed=None).select_related("case").first()
        if visit:
            case, told = visit.case, visit.observed
            break
client = Client(headers={"host": "localhost"})
client.force_login(user)
page = client.get(f"/kasus/{case.pk}/")
at = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
note = {"narrative_id": new_id(), "at": at, "text": "Ditulis sesudah pembaruan."}
kept = client.post(f"/kasus/{case.pk}/catatan/", note)
print(json.dumps([page.status_code, case.number in page.content.decode(), told, kept.status_code]))
"""
Rows = dict[str, dict[tuple[str, ...], dict[str, Any]]]


@pytest.fixture
def city(tmp_path: Path) -> Iterator[tuple[postgres.Server, dict[str, str]]]:
    """The old city in a server of its own, with its keys."""
    tmp_path.chmod(0o755)
    data = tmp_path / "data"
    server = postgres.start(data, disposable=True)
    try:
        yield server, filled(server, data)
    finally:
        server.leave()


def filled(server: postgres.Server, data: Path) -> dict[str, str]:
    """Load the old city; gives back the settings with which the commands find it."""
    server.ensure_database("naung")
    told = json.loads((DATA / "old_version.json").read_text())
    for name in ("master.key", "secret.key"):
        (data / name).write_text(told[name])
    load = [program("psql"), "--quiet", "--no-psqlrc", "--output=/dev/null", "--set=ON_ERROR_STOP=1", f"--command={SEARCH}",
            "--file=-"]
    content = gzip.decompress((DATA / "old_version.sql.gz").read_bytes())
    subprocess.run([*load, server.url(postgres.OWNER, "naung")], input=content, check=True)
    own = {"NAUNG_TRAINING_DATA": "1", "NAUNG_SECOND_FACTOR_OPTIONAL": "1"}
    env = {name: value for name, value in environment_of(server, data).items() if not name.endswith("_KEY")} | own
    return env


def test_everything_of_an_older_version_is_still_there_and_is_worked_on(
    city: tuple[postgres.Server, dict[str, str]],
) -> None:
    server, env = city
    before = rows(server)
    done = subprocess.run([sys.executable, "-c", UPDATE], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    after = rows(server)

    assert sum(len(held) for held in before.values()) > 500
    assert before.keys() <= after.keys()
    assert [one for one in differences(before, after) if not one.startswith("teams_user.last_login")] == []
    status, named, told, kept = json.loads(done.stdout.splitlines()[-1])
    assert (status, named, kept) == (200, True, 302)
    assert len(told) > 10, "what was sealed then opens now"
    assert len(after["cases_narrative"]) == len(before["cases_narrative"]) + 1


def rows(server: postgres.Server) -> Rows:
    """Every row of every table by its key."""
    found: Rows = {}
    with psycopg.connect(server.url(postgres.OWNER, "naung")) as connection:
        for table, key in connection.execute(PRIMARY).fetchall():
            held = connection.execute(sql.SQL("SELECT to_jsonb(held) FROM {} held").format(sql.Identifier(table)))
            found[table] = {tuple(str(row[name]) for name in key): row for (row,) in held}
    return found


def differences(before: Rows, after: Rows) -> Iterator[str]:
    """What of the old rows is gone or reads otherwise."""
    for table in before.keys() - OF_THE_VERSION:
        for key, old in before[table].items():
            new = after[table].get(key)
            if new is None:
                yield f"{table} {key} is gone"
                continue
            for column, value in old.items():
                if new.get(column) != value:
                    yield f"{table}.{column}: {value} became {new.get(column, 'nothing')}"
