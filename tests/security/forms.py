"""Every form on every page, filled in as somebody who means harm."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from tests.access.test_every_address import NOBODY, World, addresses, ask, filled
from tests.security.markup import Field, Markup, SentForm

PEOPLE = ("Sari", "Rina", "Lina", "Ayu", "Guru", NOBODY)
PAYLOAD = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>"
RAW = ("<img src=x", "<script>alert(")
SHOWN = "&lt;img src=x"
PLAIN = {
    "date": "2026-11-23", "datetime-local": "2026-11-23T10:00", "time": "10:00", "number": "1", "month": "2026-11",
    "tel": "081234567890", "email": "orang@naung.test", "password": "kata-sandi-yang-panjang-1",
}  # fmt: skip
TYPED = {"text", "textarea", "search"}
FALLBACKS = ("", "3", "2026-11-23", "0812345678", "Rani", "64.71.02.1001")

Told = dict[str, list[str]]


@dataclass
class Found:
    """A form, who sees it and where it goes."""

    who: str
    url: str
    form: SentForm


def every_form(world: World) -> Iterator[Found]:
    """Each form once, as the first of the people sees it."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for address in addresses():
        for page, _ in filled(address, world, there=True):
            for who in PEOPLE:
                answer = ask(world, who, "get", page)
                if not answer.headers.get("Content-Type", "").startswith("text/html"):
                    continue
                for form in Markup(answer.content.decode()).forms:
                    url = form.action or page
                    if (url, frozenset(form.names())) not in seen:
                        seen.add((url, frozenset(form.names())))
                        yield Found(who, url, form)


def filled_in(form: SentForm, text: str) -> Told:
    """What a browser would send with this text in every place for text."""
    told: Told = {}
    for field in form.fields:
        value = _value(field, text)
        if value is None:
            continue
        if field.kind == "radio":
            told[field.name] = [value] if field.checked or field.name not in told else told[field.name]
        else:
            told.setdefault(field.name, []).append(value)
    return told | {name: [value] for name, value in form.buttons[:1]}


def _value(field: Field, text: str) -> str | None:
    if field.name == "csrfmiddlewaretoken" or field.kind in ("submit", "button", "file"):
        return None
    if field.kind == "checkbox":
        return field.value or "on"
    if field.kind in TYPED:
        return text[: field.longest] if field.longest else text
    return field.value or PLAIN.get(field.kind, "")


def send(world: World, found: Found, told: Told) -> Any:
    """Send a form as its person."""
    return world.clients[found.who].post(found.url, told)


def send_until_taken(world: World, found: Found, told: Told) -> Iterator[Any]:
    """Send a form; where a field is refused, with something plainer in that field."""
    for plainer in (None, *FALLBACKS):
        answer = send(world, found, told)
        yield answer
        if answer.status_code != 422:
            return
        wrong = {name.removeprefix("id_") for name in re.findall(r'id="(\w+?)_error"', answer.content.decode())}
        told |= {name: [plainer or ""] for name in wrong}


def signed_in(world: World) -> None:
    """Everybody has her own session again."""
    from http.cookies import SimpleCookie

    for who, client in world.clients.items():
        client.cookies = SimpleCookie(world.signed_in[who])


class Undone(Exception):
    """Carries what was seen out of a transaction that is undone."""


def writes(world: World, found: Found, told: Told) -> tuple[int, list[tuple[str, Any]]]:
    """What a form writes, statement by statement; it is undone again."""
    seen: list[tuple[str, Any]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append((sql, params))
        return execute(sql, params, many, context)

    signed_in(world)
    with transaction.atomic(), connection.execute_wrapper(note):
        answer = send(world, found, told)
        transaction.set_rollback(True)
    return answer.status_code, seen
