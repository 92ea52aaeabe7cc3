"""National numbers are found and compared through keyed tokens; the numbers themselves lie sealed."""

import hmac
from dataclasses import fields
from typing import Any

from naung.core.keys import derived_secret
from naung.people.models import Identity
from naung.people.rules import ChildFacts, search_key


def token(purpose: str, value: str) -> str:
    """The token of one number for one purpose (nik, kk, phone); empty for none. Not reversible without the key."""
    return hmac.new(derived_secret(f"token {purpose}"), value.encode(), "sha256").hexdigest() if value else ""


def columns_of(facts: ChildFacts) -> dict[str, Any]:
    """The facts by the names of the record's columns, with what is derived from them."""
    return facts.identity() | {
        "nik": facts.nik or None,
        "kk": facts.kk or None,
        "nik_token": token("nik", facts.nik),
        "kk_token": token("kk", facts.kk),
        "search_key": search_key(facts.name),
        "disabilities": list(facts.disabilities),
        "languages": list(facts.languages),
    }


def facts_of(record: Identity) -> ChildFacts:
    """What a report or a child record says of a child, as plain facts."""
    told = {field.name: getattr(record, field.name) for field in fields(ChildFacts)}
    return ChildFacts(
        **told
        | {
            "nik": record.nik or "",
            "kk": record.kk or "",
            "disabilities": tuple(record.disabilities),
            "languages": tuple(record.languages),
        }
    )
