"""What every record has, the code lists, and the keys under which sealed fields lie."""

from typing import ClassVar, Self

from django.db import models

from naung.core.errors import Stale
from naung.core.ids import new_id


class Record(models.Model):
    """Base of every table: a key made by the application and a version that counts the saves."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True

    def expect(self, version: int | None) -> Self:
        """Refuse to go on when somebody else saved this record since `version` was read."""
        if version is not None and version != self.version:
            raise Stale(record=self)
        return self

    def store(self, *fields: str) -> None:
        """Save the named fields and count the version up; the caller holds the row's lock."""
        self.version += 1
        self.save(update_fields=[*fields, "version"])


class CodeList(models.Model):
    """One list of codes, such as the forms of violence."""

    name = models.CharField(primary_key=True, max_length=40)
    label_id = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    basis = models.CharField(max_length=200, blank=True)

    class Privacy:
        D0: ClassVar = {"name", "label_id", "label_en", "basis"}


class Code(models.Model):
    """One code of a list. It can be retired (`valid_to`), never re-coded or deleted: records point to it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    list = models.ForeignKey(CodeList, on_delete=models.PROTECT, related_name="codes")
    code = models.CharField(max_length=20)
    label_id = models.CharField(max_length=300)
    label_en = models.CharField(max_length=300)
    weight = models.SmallIntegerField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    position = models.PositiveSmallIntegerField(default=0)
    extra = models.JSONField(default=dict)

    class Privacy:
        D0: ClassVar = {
            "id", "list", "code", "label_id", "label_en", "weight", "basis",
            "valid_from", "valid_to", "position", "extra",
        }  # fmt: skip

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "code"], name="core_code_once_per_list")]


class DataKey(models.Model):
    """The key of one child or one report, wrapped by the master key. Destroying it erases what it sealed."""

    subject_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField()
    master = models.CharField(max_length=16)
    created_at = models.DateTimeField()

    class Privacy:
        D0: ClassVar = {"subject_id", "wrapped", "master", "created_at"}


class Remembered(models.Model):
    """What all processes remember for a while (`naung.core.caching`). Unlogged: lost when the database crashes."""

    cache_key = models.CharField(primary_key=True, max_length=64)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Privacy:
        D0: ClassVar = {"cache_key", "value", "expires"}

    class Meta:
        db_table = "naung_cache"
