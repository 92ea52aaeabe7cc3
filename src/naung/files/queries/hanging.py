"""The files of one record, for whoever may read them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.queries import visible
from naung.core import keys, vault
from naung.core.sealed import subject_of
from naung.files.models import Blob, BlobState, StoredFile
from naung.teams.models import User

F = TypeVar("F", bound=StoredFile)


@dataclass(frozen=True)
class Shown:
    """One line of a list of files: what is known of it, its bytes, who added it."""

    line: StoredFile
    blob: Blob
    by: str
    removed_by: str
    part_id: UUID | None = None  # the visit it is from
    part_at: datetime | None = None

    @property
    def state(self) -> str:
        """OPEN when it can be opened; else WAITING for the scanner, INFECTED or REMOVED."""
        return "OPEN" if can_be_opened(self.blob) else self.blob.state


def can_be_opened(blob: Blob) -> bool:
    """A file that nobody looked at is given to nobody, where a scanner is set."""
    return blob.state == BlobState.CLEAN or (blob.state == BlobState.WAITING and not settings.CLAMD)


def parent_of(actor: Actor, model: type[StoredFile], parent_id: UUID) -> Any:
    """The record on which files hang, for one who may read them; unseen is not found."""
    return visible(actor, model.reads(), model.parent_model()).get(pk=parent_id)


def shown(actor: Actor, model: type[StoredFile], *parents: Any) -> list[Shown]:
    """The files of one record or of several, the latest first; none for one who may not read them."""
    known = {parent.pk: parent for parent in parents}
    found = visible(actor, model.reads(), model).filter(**{f"{model.HANGS.parent}_id__in": list(known)})
    lines = list(found.order_by("-added_at", "-pk"))
    if not lines:
        return []
    for line in lines:
        line.hang(known[line.parent_id])
    keys.load({subject_of(line) for line in lines})
    blobs = Blob.objects.in_bulk([line.blob_id for line in lines])
    names, moments = _names(lines), _moments(lines)
    return [_row(line, blobs[line.blob_id], names, moments) for line in lines]


def one(actor: Actor, model: type[F], parent: Any, file_id: UUID) -> F:
    """One file of a record, with the record on it."""
    line = visible(actor, model.reads(), model).get(pk=file_id, **{f"{model.HANGS.parent}_id": parent.pk})
    line.hang(parent)
    return line


def lost() -> int:
    """How many files should lie on the disk and do not: after a restore without its folder, for example."""
    places = Blob.objects.filter(gone_at=None).values_list("place", flat=True)
    return sum(not vault.is_there(place) for place in places.iterator())


def _names(lines: list[StoredFile]) -> dict[UUID | None, str]:
    ids = {one for line in lines for one in (line.added_by_id, line.removed_by_id) if one}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def _moments(lines: list[StoredFile]) -> dict[UUID | None, datetime]:
    """When the parts were that the files belong to, such as visits."""
    part = lines[0].HANGS.part
    if not part:
        return {}
    related: Any = lines[0]._meta.get_field(part)
    ids = {one for line in lines if (one := getattr(line, f"{part}_id"))}
    return dict(related.related_model.objects.filter(pk__in=ids).values_list("pk", "at")) if ids else {}


def _row(line: StoredFile, blob: Blob, names: dict[UUID | None, str], moments: dict[UUID | None, datetime]) -> Shown:
    part = getattr(line, f"{line.HANGS.part}_id") if line.HANGS.part else None
    by, removed_by = names.get(line.added_by_id, ""), names.get(line.removed_by_id, "")
    return Shown(line, blob, by, removed_by, part, moments.get(part))


def shown_one(actor: Actor, model: type[StoredFile], parent: Any, file_id: UUID) -> Shown:
    """One file of a record as it is shown; unseen is not found."""
    line = one(actor, model, parent, file_id)
    return _row(line, Blob.objects.get(pk=line.blob_id), _names([line]), _moments([line]))
