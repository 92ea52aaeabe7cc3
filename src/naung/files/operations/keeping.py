"""Hanging a file on a record, opening it, describing it, removing it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction

from naung.access.actors import Actor
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core import vault
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.sealed import subject_of
from naung.core.text import Text
from naung.files.models import Blob, BlobState, StoredFile
from naung.files.queries.hanging import can_be_opened, one, parent_of
from naung.files.queries.received import Received
from naung.files.rules import Family, Kind, check_paper, check_sound, kind_of
from naung.files.rules.names import plain_name
from naung.files.rules.pictures import anew

F = TypeVar("F", bound=StoredFile)

TOO_LARGE = Text("Berkas ini terlalu besar: paling besar {most} MB.", "This file is too large: {most} MB are the most.")
UNFINISHED = Text("Berkas ini belum terkirim seluruhnya. Kirim lagi.", "Not all of this file has come. Send it again.")
CHECKING = Text("Berkas ini masih diperiksa. Coba lagi sebentar.", "This file is still being checked. Try again soon.")
GONE = Text("Isi berkas ini sudah tidak ada.", "What was in this file is gone.")
NO_REASON = Text("Tulis mengapa berkas ini dihapus.", "Write why this file is removed.")
NO_SUCH_PART = Text("Bagian ini tidak ada.", "There is no such part.")


@atomic
def list_files(*, by: Actor, model: type[StoredFile], parent_id: UUID, now: datetime) -> Any:
    """Open the list of files of a record; who did is written down. Returns the record."""
    parent = parent_of(by, model, parent_id)
    require(by, model.reads(), parent)
    audit.record(by=by, event="files.opened", about=parent, at=now)
    return parent


@atomic
def add_file(
    *,
    by: Actor,
    model: type[F],
    parent_id: UUID,
    sent: Received,
    now: datetime,
    described: str = "",
    part_id: UUID | None = None,
    facts: Mapping[str, Any] | None = None,
) -> F:
    """Hang a file on a record. Pictures are written anew without where and when they were taken."""
    parent = parent_of(by, model, parent_id)
    require(by, model.HANGS.adds, parent)
    kind, content = _looked_at(sent)
    line = model(
        name=plain_name(sent.name, kind), described=described.strip() or None, added_at=now, added_by_id=by.id,
        **(facts or {}),
    )  # fmt: skip
    line.hang(parent)
    _belongs(line, parent, part_id)
    blob = _kept(content, kind, subject_of(line), now)
    line.blob_id = blob.pk
    line.save(force_insert=True)
    _take_up(sent)
    audit.record(by=by, event="file.added", about=parent, at=now, file=line.pk, kind=kind.code, size=blob.size)
    return line


@atomic
def open_file(*, by: Actor, model: type[F], parent_id: UUID, file_id: UUID, now: datetime, noted: bool = True) -> F:
    """Open what is inside a file. Who opened it is written down, once for a sound that is fetched in parts."""
    parent = parent_of(by, model, parent_id)
    require(by, model.reads(), parent)
    line = one(by, model, parent, file_id)
    blob = Blob.objects.get(pk=line.blob_id)
    if blob.state == BlobState.WAITING and not can_be_opened(blob):
        raise NotAllowedNow(CHECKING)
    if not can_be_opened(blob):
        raise NotAllowedNow(GONE)
    if noted:
        audit.record(by=by, event="file.opened", about=parent, at=now, file=line.pk)
    return line


@atomic
def describe_file(
    *, by: Actor, model: type[F], parent_id: UUID, file_id: UUID, described: str, version: int | None, now: datetime
) -> F:
    """Say in a line what a file shows."""
    line = _locked(by, model, parent_id, file_id).expect(version)
    line.described = described.strip() or None
    line.store("described")
    audit.record(by=by, event="file.described", about=_parent(line), at=now, file=line.pk)
    return line


@atomic
def remove_file(*, by: Actor, model: type[F], parent_id: UUID, file_id: UUID, reason: str, now: datetime) -> F:
    """Remove what is inside a file for good and say why. That there was one stays."""
    line = _locked(by, model, parent_id, file_id)
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    if line.removed_at is None:
        line.removed_at, line.removed_by_id, line.removed_reason = now, by.id, reason.strip()
        line.store("removed_at", "removed_by_id", "removed_reason")
        Blob.objects.select_for_update().get(pk=line.blob_id).throw_away(BlobState.REMOVED, now)
        audit.record(by=by, event="file.removed", about=_parent(line), at=now, reason=reason, file=line.pk)
    return line


def _looked_at(sent: Received) -> tuple[Kind, Iterable[bytes]]:
    """The kind of what was sent, and what of it is kept."""
    if sent.upload is not None and not sent.upload.complete:
        raise Refused(UNFINISHED, field="file")
    try:
        return _judged(sent)
    except FileNotFoundError:  # a piece that the disk lost
        raise Refused(UNFINISHED, field="file") from None


def _judged(sent: Received) -> tuple[Kind, Iterable[bytes]]:
    if sent.size > settings.FILE_LARGEST:
        raise Refused(TOO_LARGE.format(most=settings.FILE_LARGEST // 1_000_000), field="file")
    kind = kind_of(sent.head, sent.name)
    if kind.family is Family.PICTURE:
        return kind, [anew(sent.whole(), kind.code)]
    if kind.family is Family.PAPER:
        check_paper(sent.whole())
    else:
        check_sound(sent.pieces())
    return kind, sent.pieces()


def _kept(content: Iterable[bytes], kind: Kind, subject: UUID, now: datetime) -> Blob:
    """The bytes, sealed on the disk. Should the whole not come about, the sweeper finds them without a row."""
    place = vault.new_place()
    size = vault.write(place, content, subject)
    return Blob.objects.create(place=place, kind=kind.code, size=size, stored_at=now)


def _belongs(line: StoredFile, parent: Any, part_id: UUID | None) -> None:
    """The part of the record that it belongs to, such as a visit of this case."""
    if part_id is None or not line.HANGS.part:
        return
    field: Any = line._meta.get_field(line.HANGS.part)
    if not field.related_model.objects.filter(pk=part_id, **{line.HANGS.parent: parent}).exists():
        raise Refused(NO_SUCH_PART)
    setattr(line, f"{line.HANGS.part}_id", part_id)


def _take_up(sent: Received) -> None:
    if (upload := sent.upload) is not None:
        place = upload.place
        upload.delete()
        transaction.on_commit(lambda: vault.remove_pieces(place))


def _locked(by: Actor, model: type[F], parent_id: UUID, file_id: UUID) -> F:
    parent = parent_of(by, model, parent_id)
    require(by, model.HANGS.adds, parent)
    line = visible(by, model.reads(), model).select_for_update(of=("self",)).get(
        pk=file_id, **{f"{model.HANGS.parent}_id": parent.pk}
    )  # fmt: skip
    line.hang(parent)
    return line


def _parent(line: StoredFile) -> Any:
    return getattr(line, line.HANGS.parent)
