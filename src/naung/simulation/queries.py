"""What the simulation must know of the installation before it writes; read as the database's owner."""

from django.conf import settings
from django.db import connections

OWNER = "owner"
ANYBODY = "SELECT EXISTS (SELECT 1 FROM people_child) OR EXISTS (SELECT 1 FROM intake_report)"
NUMBERS = "SELECT number FROM intake_report UNION ALL SELECT number FROM cases_case"


def holds_real_records() -> bool:
    """Whether somebody's real report or child is kept here: then no invented one comes beside it."""
    if settings.TRAINING_DATA:
        return False
    with connections[OWNER].cursor() as cursor:
        cursor.execute(ANYBODY)
        return bool(cursor.fetchone()[0])


def used_numbers() -> list[str]:
    """The readable numbers that reports and cases already have."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(NUMBERS)
        return [number for (number,) in cursor.fetchall()]
