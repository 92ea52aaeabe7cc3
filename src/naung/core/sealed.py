"""Sealed fields: text that lies encrypted in the database and is opened only when it is read.

A model with sealed fields says under whose key they lie: `SEALED_UNDER = "report_id"` (a path of
attributes that ends in the id of a report or child). The ciphertext is bound to table, field and row:
moved elsewhere it does not open.
"""

import json
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models.query_utils import DeferredAttribute

from naung.core import keys

FORMAT = b"\x01"
T = TypeVar("T")


class Ciphertext(bytes):
    """A sealed value as it lies in the database: never shown, never logged."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class Opener(DeferredAttribute):
    """Opens the value at the first reading and keeps it on the instance."""

    field: "SealedField[Any]"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        if instance is None:
            return self
        value = instance.__dict__.get(self.field.attname, self)
        if value is self:
            value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = instance.__dict__[self.field.attname] = self.field.open(value, instance)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.Field, Generic[T]):  # type: ignore[type-arg]
    """Base of the sealed fields: how a value becomes bytes and back is the subclass's."""

    descriptor_class = Opener
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        return "BinaryField"

    def encode(self, value: T) -> bytes:
        raise NotImplementedError

    def decode(self, plain: bytes) -> T:
        raise NotImplementedError

    def from_db_value(self, value: Any, *_: Any) -> Ciphertext | None:
        return None if value is None else Ciphertext(bytes(value))

    def open(self, value: Ciphertext, instance: models.Model) -> T:
        subject = UUID(bytes=value[1:17])
        return self.decode(keys.decrypt(keys.key_of(subject), value[17:], self._place(instance.pk, subject)))

    def seal(self, value: T, pk: UUID, subject: UUID, key: bytes) -> Ciphertext:
        """The value as it lies in the row `pk`, under the key of `subject`; also for loading many rows at once."""
        sealed = keys.encrypt(key, self.encode(value), self._place(pk, subject))
        return Ciphertext(FORMAT + subject.bytes + sealed)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:  # noqa: FBT001, ARG002
        value = model_instance.__dict__.get(self.attname)
        if value is None or isinstance(value, Ciphertext):
            return value
        subject = subject_of(model_instance)
        return self.seal(cast("T", value), model_instance.pk, subject, keys.key_for_sealing(subject))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002, ARG002
        if value is not None and not isinstance(value, Ciphertext):
            raise TypeError(f"{self} is sealed: save the instance, never query or update by value")
        return value if value is None else bytes(value)

    def _place(self, pk: UUID, subject: UUID) -> bytes:
        return f"{self.model._meta.label_lower}.{self.attname}:{pk}".encode() + subject.bytes


def subject_of(instance: models.Model) -> UUID:
    """The id of the report or child under whose key this record's sealed fields lie."""
    value: Any = instance
    for name in cast("str", instance.SEALED_UNDER).split("."):  # type: ignore[attr-defined]
        value = getattr(value, name)
    return cast("UUID", value)


class SealedText(SealedField[str]):
    """Sealed free text: a narrative, a note, a message."""

    def encode(self, value: str) -> bytes:
        return value.encode()

    def decode(self, plain: bytes) -> str:
        return plain.decode()


class SealedJSON(SealedField[Any]):
    """Sealed structured answers: who reported, who is alleged."""

    def encode(self, value: Any) -> bytes:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def decode(self, plain: bytes) -> Any:
        return json.loads(plain)
