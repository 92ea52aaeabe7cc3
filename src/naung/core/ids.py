"""Identifiers: keys that the database never makes, and numbers that people read aloud."""

import secrets
import uuid

import uuid_utils.compat

# No vowels, so that no word appears; no digit or letter that is mistaken for another on the phone.
READABLE = "BCDFGHJKLMNPQRSTVWXZ23456789"


def new_id() -> uuid.UUID:
    """A new primary key: UUID version 7 (RFC 9562), ordered by time, made by the application."""
    return uuid_utils.compat.uuid7()


def new_number(length: int = 7) -> str:
    """A random number for people, such as `K7RD-4WX`: it tells nothing about order or count."""
    text = "".join(secrets.choice(READABLE) for _ in range(length))
    return f"{text[:4]}-{text[4:]}"


def number_in(text: str) -> str | None:
    """The number in what somebody typed, with its hyphen; none when it is a name."""
    plain = text.upper().replace("-", "").replace(" ", "")
    if len(plain) == 7 and set(plain) <= set(READABLE):  # without vowels no name; some numbers have no digit
        return f"{plain[:4]}-{plain[4:]}"
    return None
