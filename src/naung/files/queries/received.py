"""What somebody sent: whole with a form, or in pieces before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from naung.access.actors import Actor
from naung.core import vault
from naung.core.errors import Refused
from naung.core.text import Text
from naung.files.models import Upload
from naung.files.rules.kinds import HEAD_BYTES

TAKEN_ALREADY = Text(
    "Berkas ini sudah tersimpan, atau terlalu lama ditinggal. Lihat daftarnya; bila belum ada, pilih lagi.",
    "This file is saved already, or was left too long. Look at the list; if it is not there, choose it again.",
)


@dataclass(frozen=True)
class Received:
    """The bytes of one file, readable more than once, and the name that somebody gave it."""

    name: str
    size: int
    pieces: Callable[[], Iterator[bytes]]
    upload: Upload | None = None

    @property
    def head(self) -> bytes:
        """How it begins."""
        return b"".join(islice(self.pieces(), 1))[:HEAD_BYTES]

    def whole(self) -> bytes:
        """All of it at once; only for kinds that must be looked at as a whole."""
        return b"".join(self.pieces())


def from_form(name: str, content: bytes) -> Received:
    """A file that came whole, with a form."""
    return Received(name, len(content), lambda: iter([content] if content else []))


def from_upload(actor: Actor, upload_id: UUID, name: str) -> Received:
    """A file that came in pieces from the same person; raises `Refused` where it has become a file already."""
    upload = Upload.objects.select_for_update().filter(pk=upload_id, owner_id=owner(actor)).first()
    if upload is None:
        raise Refused(TAKEN_ALREADY, field="file")
    return Received(name, upload.received, lambda: vault.pieces(upload.place, upload.pieces), upload)


def own_upload(actor: Actor, upload_id: UUID, now: datetime) -> Upload:
    """An upload that this person began and may go on with; unseen is not found."""
    return Upload.objects.get(pk=upload_id, owner_id=owner(actor), ends_at__gt=now)


def owner(actor: Actor) -> UUID:
    """The person to whom an upload belongs; the clock sends nothing."""
    assert actor.id is not None  # noqa: S101 - only people hold the permission
    return actor.id
