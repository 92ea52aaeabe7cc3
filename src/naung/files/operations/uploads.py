"""A file that comes in pieces, so that a broken line costs one piece and not the whole (tus 1.0)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import vault
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.files.models import Upload
from naung.files.queries.received import owner

AT_ONCE = 5  # unfinished uploads of one person
EMPTY_AFTER = timedelta(minutes=2)

TOO_LARGE = Text("Berkas ini terlalu besar.", "This file is too large.")
TOO_MANY = Text(
    "Masih ada kiriman lain yang belum selesai. Selesaikan dahulu, atau tunggu.",
    "Other uploads of yours are not finished. Finish them first, or wait.",
)
ELSEWHERE = Text("Bagian ini tidak menyambung.", "This piece does not follow the one before.")


@atomic
def begin_upload(*, by: Actor, length: int, now: datetime) -> Upload:
    """Begin to send a file of so many bytes in pieces; only whoever began goes on."""
    require(by, P.FILE_SEND)
    if not 0 < length <= settings.FILE_LARGEST:
        raise Refused(TOO_LARGE)
    # Begun and stopped before the first piece: nobody goes on with it.
    Upload.objects.filter(owner_id=owner(by), received=0, begun_at__lte=now - EMPTY_AFTER).delete()
    if Upload.objects.filter(owner_id=owner(by), ends_at__gt=now).count() >= AT_ONCE:
        raise NotAllowedNow(TOO_MANY)
    upload = Upload.objects.create(
        owner_id=owner(by), place=vault.new_place(), length=length, begun_at=now, ends_at=_end(now)
    )
    audit.record(by=by, event="upload.begun", about=upload, at=now, size=length)
    return upload


@atomic
def take_piece(*, by: Actor, upload_id: UUID, offset: int, piece: bytes, now: datetime) -> Upload:
    """Take the next piece of a file that is being sent. The same piece again, or one too far on, is refused."""
    require(by, P.FILE_SEND)
    upload = _own(by, upload_id, now)
    if offset != upload.received or len(piece) > upload.length - upload.received:
        raise NotAllowedNow(ELSEWHERE, received=upload.received)
    if piece:
        vault.keep_piece(upload.place, upload.pieces, piece)
        upload.received, upload.pieces, upload.ends_at = offset + len(piece), upload.pieces + 1, _end(now)
        upload.store("received", "pieces", "ends_at")
    if piece and upload.complete:
        audit.record(by=by, event="upload.complete", about=upload, at=now, pieces=upload.pieces)
    return upload


@atomic
def drop_upload(*, by: Actor, upload_id: UUID, now: datetime) -> None:
    """Stop sending a file; what came of it is thrown away."""
    require(by, P.FILE_SEND)
    upload = _own(by, upload_id, now)
    place = upload.place
    audit.record(by=by, event="upload.dropped", about=upload, at=now, received=upload.received)
    upload.delete()
    transaction.on_commit(lambda: vault.remove_pieces(place))


def _own(by: Actor, upload_id: UUID, now: datetime) -> Upload:
    return Upload.objects.select_for_update().get(pk=upload_id, owner_id=owner(by), ends_at__gt=now)


def _end(now: datetime) -> datetime:
    return now + timedelta(hours=settings.UPLOAD_HOURS)
