"""Consents that end soon, as lines of the day of whoever holds the case."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse

from naung.access.actors import Actor
from naung.cases.models import Consent
from naung.cases.queries.consent import ending
from naung.cases.rules.consent import KINDS
from naung.core.text import Text
from naung.desk.queries.tasks import LAST_MINUTE
from naung.desk.queries.today import Line, age_of, first_name

ENDS = Text("Berakhir: {kind}", "Ends: {kind}")
RENEW = Text("Tanyakan sekali lagi", "Ask again")


def consent_lines(actor: Actor, today: date) -> list[Line]:
    """What ends within two weeks and was not renewed. Two queries at most."""
    return [_line(row, today) for row in ending(actor, today)]


def _line(row: Consent, today: date) -> Line:
    case, child = row.case, row.case.child
    assert row.until_date is not None  # noqa: S101 - only those that end are asked for
    return Line(
        due=datetime.combine(row.until_date, LAST_MINUTE, settings.CITY.zone), level=case.level,
        who=first_name(child) or case.number, age=age_of(child, today), number=case.number,
        duty=ENDS.format(kind=KINDS[row.kind]), basis="UU 27/2022 Pasal 22", action=RENEW,
        href=reverse("cases:consent", args=[case.pk]), where=child.ward.name if child.ward else "",
    )  # fmt: skip
