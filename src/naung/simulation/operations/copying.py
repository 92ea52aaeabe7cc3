"""Rows in PostgreSQL's binary COPY format, made from the models themselves.

Columns that are not given take the model's own default, so a table that grows a column needs no change here.
Moments are microseconds and days are days since 2000, as PostgreSQL keeps them.
"""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from struct import Struct
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import NOT_PROVIDED

from naung.core.sealed import SealedField
from naung.simulation.rules.times import days_of, micros_of

SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
TRAILER = b"\xff\xff"
NULL = b"\xff\xff\xff\xff"
TRUE, FALSE = b"\0\0\0\1\1", b"\0\0\0\1\0"
UUID_HEAD = b"\0\0\0\x10"
ELEMENTS = {"UUIDField": 2950, "TextField": 25, "BigIntegerField": 20}  # the type of an array's elements
VARCHAR_OID = 1043
WORD, HALF, LONG = Struct("!ii"), Struct("!ih"), Struct("!iq")
LENGTH, REAL, COUNT = Struct("!i"), Struct("!id"), Struct("!h")
ARRAY = Struct("!iIiIii")  # length, dimensions, has nulls, element type, count, lower bound

Pack = Callable[[Any], bytes]


@lru_cache(maxsize=8192)  # codes and phrases come again and again
def _text(value: str) -> bytes:
    raw = value.encode()
    return LENGTH.pack(len(raw)) + raw


def _bytes(value: bytes) -> bytes:
    return LENGTH.pack(len(value)) + value


def _uuid(value: UUID) -> bytes:
    return UUID_HEAD + value.bytes


def _json(value: object) -> bytes:
    raw = json.dumps(value, separators=(",", ":")).encode()
    return LENGTH.pack(len(raw) + 1) + b"\1" + raw


def _moment(value: int | datetime) -> bytes:
    return LONG.pack(8, value if isinstance(value, int) else micros_of(value))


def _day(value: int | date) -> bytes:
    return WORD.pack(4, value if isinstance(value, int) else days_of(value))


def _array(element: Pack, oid: int) -> Pack:
    def pack(values: Iterable[Any]) -> bytes:
        items = [element(value) for value in values]
        if not items:
            return ARRAY.pack(12, 0, 0, oid, 0, 0)[:16]
        body = b"".join(items)
        return ARRAY.pack(20 + len(body), 1, 0, oid, len(items), 1) + body

    return pack


PACKERS: dict[str, Pack] = {
    "UUIDField": _uuid,
    "CharField": _text,
    "TextField": _text,
    "EmailField": _text,
    "BooleanField": lambda value: TRUE if value else FALSE,
    "SmallIntegerField": lambda value: HALF.pack(2, value),
    "PositiveSmallIntegerField": lambda value: HALF.pack(2, value),
    "BigIntegerField": lambda value: LONG.pack(8, value),
    "PositiveIntegerField": lambda value: WORD.pack(4, value),
    "FloatField": lambda value: REAL.pack(8, value),
    "DateTimeField": _moment,
    "DateField": _day,
    "JSONField": _json,
    "BinaryField": _bytes,
}


def packer(field: "models.Field[Any, Any]") -> Pack:
    """How a value of this column is written, if there is one."""
    target = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(target, ArrayField):
        base = packer(target.base_field)
        return _array(base, ELEMENTS.get(target.base_field.get_internal_type(), VARCHAR_OID))
    return PACKERS[target.get_internal_type()]


class Table:
    """The rows of one table as they pile up for its COPY."""

    def __init__(self, model: type[models.Model]) -> None:
        self.model = model
        self.rows = bytearray()
        self.count = 0
        self._layouts: dict[tuple[str, ...], tuple[list[tuple[bytes, str, Pack]], bytes]] = {}
        self._sealed: dict[str, SealedField[Any]] = {}

    def add(self, **values: Any) -> None:
        """One row; every column that is not named takes the model's default."""
        names = tuple(values)
        layout = self._layouts.get(names)
        if layout is None:
            layout = self._layouts[names] = self._layout(names)
        parts, tail = layout
        pieces: list[bytes] = []
        for before, name, pack in parts:
            value = values[name]
            pieces += (before, NULL if value is None else pack(value))
        pieces.append(tail)
        self.rows += b"".join(pieces)
        self.count += 1

    def seal(self, name: str, text: Any, pk: UUID, subject: UUID, key: bytes) -> bytes:
        """A sealed value for the row `pk`, exactly as the field itself would seal it."""
        field = self._sealed.get(name)
        if field is None:
            found = self.model._meta.get_field(name)
            assert isinstance(found, SealedField)  # noqa: S101
            field = self._sealed[name] = found
        return field.seal(text, pk, subject, key)

    def take(self) -> bytes:
        """The rows so far, and begin anew."""
        rows, self.rows = bytes(self.rows), bytearray()
        return rows

    def _layout(self, names: tuple[str, ...]) -> tuple[list[tuple[bytes, str, Pack]], bytes]:
        columns = columns_of(self.model)
        if unknown := set(names) - {field.attname for field in columns}:
            raise TypeError(f"{self.model._meta.label} has no {', '.join(sorted(unknown))}")
        parts, fixed = [], COUNT.pack(len(columns))
        for field in columns:
            if field.attname in names:
                parts.append((fixed, field.attname, packer(field)))
                fixed = b""
            else:
                value = _default(field)
                fixed += NULL if value is None else packer(field)(value)
        return parts, fixed


@cache
def columns_of(model: type[models.Model]) -> tuple["models.Field[Any, Any]", ...]:
    """The columns that the application fills; the rest the database makes."""
    return tuple(
        field
        for field in model._meta.concrete_fields
        if not isinstance(field, models.AutoField) and getattr(field, "db_default", NOT_PROVIDED) is NOT_PROVIDED
    )


def _default(field: "models.Field[Any, Any]") -> Any:
    if field.has_default():
        return field.get_default()
    if field.null:
        return None
    if field.get_internal_type() in ("CharField", "TextField", "EmailField"):
        return ""
    raise TypeError(f"{field} must be given")


def copy_command(model: type[models.Model]) -> str:
    """The statement that takes the rows of a table."""
    names = ", ".join(f'"{field.column}"' for field in columns_of(model))
    return f'COPY "{model._meta.db_table}" ({names}) FROM STDIN (FORMAT BINARY)'
