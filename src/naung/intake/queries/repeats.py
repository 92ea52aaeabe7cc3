"""Has somebody told us of this child before, and may the asker know it?"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, F, Func

from naung.intake.models import Report

WITHIN = timedelta(days=365)


def repeat_of(child: dict[str, Any], phone_token: str, report: Report, now: datetime) -> UUID | None:
    """The latest report of the last year about the same child: same NIK, same name, or same reporter's phone.

    Reports without a case count. The database answers with an id only, whoever asks.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT intake_repeat_of(%s, %s, %s, %s, %s, %s)",
            [
                child["search_key"], child["birth_date"], child["nik_token"], phone_token, now - WITHIN,
                report.bundle_id,
            ],
        )  # fmt: skip
        found: UUID | None = cursor.fetchone()[0]
    return found


def told_before() -> Func:
    """Whether a report has an earlier one about the same child that does not shut the asker out."""
    return Func(F("repeat_of_id"), function="intake_may_know", output_field=BooleanField())
