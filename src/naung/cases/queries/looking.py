"""Who looked at a child's file: each person once a day, with how often."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Q
from django.db.models.functions import TruncDate

from naung.access.acting import widened
from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import permits
from naung.audit.models import Entry
from naung.cases.models import Case
from naung.cases.queries import staff

OPENED, PRINTED = "case.opened", "case.printed"
SHOWN = 20


@dataclass(frozen=True)
class Look:
    """One person on one day."""

    name: str
    day: date
    times: int
    printed: int


def looks(actor: Actor, case: Case, number: int | str | None = 1, also: Iterable[Case] = ()) -> Page[Any]:
    """A page of who opened or printed this file, the newest day first; for whoever reads the file from within.

    `also` are cases of another record of the child: their entries stay where they are, and are shown with these.

    The case was seen, so its entries are told to the database as seen: it need not look the case up for each of
    them. Four queries.
    """
    read = [one.pk for one in (case, *also) if permits(actor, P.READ_D3, one)]
    found = Entry.objects.filter(about_id__in=read, event__in=(OPENED, PRINTED))
    days = (
        found.annotate(day=TruncDate("at", tzinfo=settings.CITY.zone))
        .values("actor_id", "day")
        .annotate(
            times=Count("id", filter=Q(event=OPENED)), printed=Count("id", filter=Q(event=PRINTED)), last=Max("at")
        )
        .order_by("-day", "-last", "actor_id")
    )
    with widened(read):
        page: Page[Any] = Paginator(days, SHOWN).get_page(number)
        rows = list(page.object_list)
    names = staff.names(row["actor_id"] for row in rows)
    page.object_list = [Look(names.get(row["actor_id"], "–"), row["day"], row["times"], row["printed"]) for row in rows]
    return page
