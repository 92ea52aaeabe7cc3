"""What a school's printed kit says: its code and QR, the numbers to call, and the code lists of the paper form."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from naung.core import reference
from naung.core.formats import local
from naung.core.paper import pdf
from naung.core.qr import svg
from naung.prevention.queries.rollout import SchoolOrWard

PAPER = Path(__file__).resolve().parent.parent / "data"
SHEETS = {"poster": "kit_poster.typ", "kartu": "kit_slips.typ", "formulir": "kit_form.typ"}
LISTS = {"signs": "tanda_dini", "places": "tempat", "relations": "hubungan_pelaku"}


def sheet(name: str, place: SchoolOrWard, code: str, link: str, now: datetime) -> bytes:
    """One sheet of the kit as PDF."""
    return pdf(PAPER / SHEETS[name], facts(place.name, code, link, local(now).date()), now, by=None)


def facts(place: str, code: str, link: str, today: date) -> dict[str, Any]:
    """Everything that the sheets show. Papers for schools speak Indonesian."""
    city = settings.CITY
    contact = city.contact
    return {
        "place": place, "code": code, "link": link, "short": link.split("://", 1)[-1], "qr": svg(link),
        "programme": city.programme, "office": city.office, "office_short": city.office_short,
        "emergency": [{"number": line.number, "name": line.name.id} for line in city.emergency],
        "contact": f"{contact.address}, {contact.phone}." if contact.confirmed else "",
        **{name: codes(list_name, today) for name, list_name in LISTS.items()},
    }  # fmt: skip


def codes(list_name: str, today: date) -> list[dict[str, str]]:
    """The codes of a list that may be chosen today, in its order."""
    found = reference.codes(list_name).values()
    return [{"code": code.code, "label": code.label_id} for code in found if code.valid_on(today)]
