"""`naung doctor` finds what is wrong: each finding is shown once with it and once without."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from naung.access.acting import acting_as
from naung.access.actors import operator
from naung.config import doctor
from naung.teams.models import Shift
from naung.teams.queries import office_ids
from tests.scene import Scene

SWITCHES: list[tuple[dict[str, object], str]] = [
    ({"DEBUG": True}, "Debug mode is on"),
    ({"SECURE_COOKIES": False, "TRAINING_DATA": False}, "Pages are served without HTTPS"),
    ({"SECOND_FACTOR_OPTIONAL": True, "TRAINING_DATA": False}, "second factor is switched off"),
    ({"BACKUP_RECIPIENT": "", "TRAINING_DATA": False}, "The key that opens the backups lies beside the data"),
]
RIGHT = {"DEBUG": False, "SECURE_COOKIES": True, "SECOND_FACTOR_OPTIONAL": False, "BACKUP_RECIPIENT": "age1…"}


@pytest.mark.parametrize(("wrong", "said"), SWITCHES)
def test_a_weak_setting_is_named(settings: Any, tmp_path: Path, wrong: dict[str, object], said: str) -> None:
    def found(values: dict[str, object]) -> bool:
        for name, value in values.items():
            setattr(settings, name, value)
        return any(said in line for line in doctor._settings())

    settings.BACKUPS_DIR = tmp_path
    assert not found({**RIGHT, "TRAINING_DATA": False})
    assert found(wrong)


def test_an_old_backup_is_named_with_its_day(settings: Any, tmp_path: Path) -> None:
    settings.TRAINING_DATA, settings.BACKUP_RECIPIENT, settings.BACKUPS_DIR = False, "age1…", tmp_path
    now = timezone.now()

    def keep(at: datetime) -> None:
        (tmp_path / f"naung-data-{at:%Y%m%dT%H%M%SZ}.age").touch()

    old = now - timedelta(days=9)
    keep(old)
    assert any(f"The last backup is of {old:%Y-%m-%d}" in line for line in doctor._backups())
    keep(now - timedelta(minutes=1))
    assert not list(doctor._backups())


def test_waiting_migrations_are_counted_and_nothing_else_is_asked(db: None) -> None:
    assert not any("migrations wait" in line for line in doctor.findings())
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    assert list(doctor.findings())[-1] == "1 migrations wait: run `./run naung setup`."


def test_an_empty_roster_is_named(scene: Scene) -> None:
    def found() -> bool:
        with acting_as(operator(office_ids())):
            return any("Nobody is on the duty roster" in line for line in doctor._work())

    now = timezone.now()
    assert found()
    Shift.objects.create(office=scene.office, first=scene.users["Dewi"], from_at=now, until_at=now + timedelta(hours=8))
    assert not found()


def test_drift_is_named(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not list(doctor._scopes())
    monkeypatch.setattr(doctor, "drift", lambda label, using: 2 if label == "cases.Case" else 0)
    assert list(doctor._scopes()) == [
        "2 rows carry another scope than their cases.Case: this is a fault of Naung, please report it."
    ]
