"""Every form takes only its own fields, and what is typed into it never becomes part of a page."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models, transaction
from django.urls import resolve

from tests.access.test_every_address import World, addresses, ask, filled
from tests.security.forms import PAYLOAD, PEOPLE, RAW, SHOWN, every_form, filled_in, send_until_taken, signed_in, writes

FORGED_ID, FORGED, FORGED_NUMBER, FORGED_DAY = "0f0f0f0f-0f0f-7f0f-8f0f-0f0f0f0f0f0f", "PALSU", "987654", "1907-07-07"
OURS = [model for model in apps.get_models() if model.__module__.startswith("naung.")]
ALWAYS = {
    "is_staff": "1", "is_superuser": "1", "user": FORGED_ID, "by": FORGED_ID, "actor": FORGED_ID, "role": "ADMIN",
    "level": "LOW", "status": "CLOSED", "stage": "REINTEGRATION", "now": FORGED_DAY,
}  # fmt: skip
# Whoever sends these is no longer there to look at the other pages.
LEAVES = {
    "teams:account-end", "teams:role-end", "teams:account-password", "account_change_password", "account_logout",
    "cases:close", "cases:assign", "cases:hand_over",
}  # fmt: skip


def columns() -> dict[str, str]:
    """Every column of every table with a value that nobody would type."""
    made = {}
    for field in (field for model in OURS for field in model._meta.concrete_fields):
        value = forged(field)
        made |= {field.name: value, field.attname: value}
    return made | ALWAYS


def forged(field: Any) -> str:
    if isinstance(field, models.UUIDField | models.ForeignKey):
        return FORGED_ID
    if isinstance(field, models.BooleanField):
        return "1"
    if isinstance(field, models.DateTimeField | models.DateField):
        return FORGED_DAY
    if isinstance(field, models.IntegerField):
        return FORGED_NUMBER
    return FORGED


def smuggled(params: Any) -> bool:
    """Whether a forged value stands in what is written."""
    return bool(re.search(rf"{FORGED_ID}|{FORGED}|\b{FORGED_NUMBER}\b|{FORGED_DAY}|\(1907, 7", str(params)))


def changes(written: list[tuple[str, Any]]) -> list[str]:
    """Which tables were written besides the trace and the list of sessions."""
    tables = [sql.split('"')[1] if '"' in sql else sql for sql, _ in written]
    return [table for table in tables if table != "usersessions_usersession" and "audit_entry" not in table]


def told_by(params: Any) -> list[Any]:
    """What of a statement is the same each time: yes, no, nothing and codes; no ids, nothing sealed or drawn by lot."""
    return [value for value in params or () if value is None or isinstance(value, bool) or _is_code(value)]


def _is_code(value: Any) -> bool:
    return isinstance(value, str) and value.isupper() and value.replace("_", "").isalpha()


def test_what_a_form_does_not_ask_is_not_taken(world: World) -> None:
    wrong, sent = [], 0
    for found in every_form(world):
        told = filled_in(found.form, "Rani")
        extra = {name: [value] for name, value in columns().items() if name not in found.form.names()}
        before, plain = writes(world, found, told)
        after, more = writes(world, found, told | extra)
        sent += bool(plain)
        refused = after == 422 and not changes(more)  # a field that this form has in another state
        same = [(sql, told_by(params)) for sql, params in plain] == [(sql, told_by(params)) for sql, params in more]
        wrong += [f"{found.who} {found.url}: writes something else ({before}, {after}) {changes(more)}"] * (
            not same and not refused
        )
        wrong += [f"{found.who} {found.url}: {sql[:60]} {params}" for sql, params in more if smuggled(params)]

    assert not wrong, "\n".join(wrong)
    assert sent > 40


def test_what_is_typed_into_any_form_stays_text_on_every_page(world: World) -> None:
    wrong, taken, shown = [], 0, 0
    for found in list(every_form(world)):
        signed_in(world)
        with transaction.atomic():
            for answer in send_until_taken(world, found, filled_in(found.form, PAYLOAD)):
                taken += answer.status_code in (200, 302)
                wrong += [f"{found.who} sends {found.url}: {word}" for word in raw(answer)]
            transaction.set_rollback(resolve(urlsplit(found.url).path).view_name in LEAVES)
    for address in addresses():
        for url, _ in filled(address, world, there=True):
            for who in PEOPLE:
                answer = ask(world, who, "get", url)
                shown += SHOWN in answer.content.decode(errors="replace")
                wrong += [f"{who} opens {url}: {word}" for word in raw(answer)]

    assert not wrong, "\n".join(wrong)
    assert taken > 60
    assert shown > 50


def raw(answer: Any) -> list[str]:
    """What of the payload stands in a page as it was typed."""
    page = answer.content.decode(errors="replace")
    return [word for word in RAW if word in page]
