"""Files on reports, cases and sessions: what is known of them here, the sealed bytes on the disk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.apps import apps
from django.db import models, transaction

from naung.access.policy import Permission
from naung.access.rows import Declared, Open
from naung.core import vault
from naung.core.models import Record
from naung.core.sealed import SealedText
from naung.files.rules import Kind, by_code


class BlobState(models.TextChoices):
    """Where the bytes stand: waiting for the scanner, clean, thrown away because of it, or removed by somebody."""

    WAITING = "WAITING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"
    REMOVED = "REMOVED"


class Blob(Record):
    """Sealed bytes under a random name, their kind and size. Of whom they tell stands elsewhere."""

    place = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=5)
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=BlobState.choices, default=BlobState.WAITING)
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    ACCESS = Open("random names, kinds and sizes; what a file is about stands in walled tables and in its sealed bytes")
    RIGHTS = ("SELECT", "INSERT", "UPDATE")

    class Privacy:
        D0: ClassVar = {"id", "version", "place", "kind", "size", "state", "stored_at", "checked_at", "gone_at"}

    class Meta:
        indexes = [
            models.Index(fields=["stored_at"], name="files_blob_waiting", condition=models.Q(state="WAITING")),
        ]

    def throw_away(self, state: str, now: datetime) -> None:
        """Throw the bytes away once this is settled; should that fail, the sweeper does it."""
        self.state, self.gone_at = state, now
        self.store("state", "gone_at")
        place = self.place
        transaction.on_commit(lambda: vault.remove(place))

    @property
    def sort(self) -> Kind:
        """Its kind, with type and words."""
        return by_code(self.kind)


class Upload(Record):
    """A file that one person is sending piece by piece (tus 1.0), until it is hung somewhere or its time ends."""

    owner_id = models.UUIDField(db_index=True)
    place = models.CharField(max_length=32, unique=True)
    length = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    pieces = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)

    ACCESS = Open("who is sending how many bytes; neither a name nor what for")

    class Privacy:
        D0: ClassVar = {
            "id", "version", "owner_id", "place", "length", "received", "pieces", "begun_at", "ends_at",
        }  # fmt: skip

    @property
    def complete(self) -> bool:
        """Whether all of it has come."""
        return self.received == self.length


@dataclass(frozen=True)
class Hanging:
    """Where files of one table hang: the word in their addresses, the parent and who may add to it.

    `parent` is the column without `_id`, `of` the parent's label, `part` a further column for a part of the parent.
    `page` names the parent's own page with their list and the form to add one, where it has one.
    """

    word: str
    parent: str
    of: str
    adds: Permission
    part: str = ""
    page: str = ""


class StoredFile(Record):
    """Base of the tables of files, one for each table they hang on, whose wall they follow.

    A removed file keeps its line: who added it, who removed it and why. Its bytes are gone.
    """

    blob_id = models.UUIDField(db_index=True)
    name = SealedText()
    described = SealedText(null=True)
    added_at = models.DateTimeField()
    added_by_id = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)
    removed_reason = SealedText(null=True)

    HANGS: ClassVar[Hanging]
    ACCESS: ClassVar[Declared]
    SEALED_UNDER: ClassVar[str]

    class Meta:
        abstract = True

    @classmethod
    def parent_model(cls) -> Any:
        """The table on which these files hang."""
        return apps.get_model(cls.HANGS.of)

    @classmethod
    def reads(cls) -> Permission:
        """What one must hold to read them."""
        assert not isinstance(cls.ACCESS, Open)  # noqa: S101 - what people send is never open
        return cls.ACCESS.reads

    @property
    def parent_id(self) -> Any:
        """The id of the record on which this file hangs."""
        return getattr(self, f"{self.HANGS.parent}_id")

    def hang(self, parent: Any) -> None:
        """Hang it on its record."""
        setattr(self, self.HANGS.parent, parent)


FILE_FIELDS = {
    "blob_id", "name", "described", "added_at", "added_by_id", "removed_at", "removed_by_id", "removed_reason",
}  # fmt: skip


def tables() -> list[type[StoredFile]]:
    """Every table of files."""
    return [model for model in apps.get_models() if issubclass(model, StoredFile)]


def table_of(word: str) -> type[StoredFile]:
    """The table of files with this word in its addresses."""
    return next(model for model in tables() if model.HANGS.word == word)
