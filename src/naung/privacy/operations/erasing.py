"""Erasing a child or a report without a case, by two people; and keeping its record for a court or an inquiry."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core import erased, keys, vault
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused
from naung.core.text import Text
from naung.files.models import Blob
from naung.privacy.models import Erasure, ErasureState, Hold
from naung.privacy.queries.erasing import Found, erasable, held, waits
from naung.privacy.rules.erasing import BASES, last_days

FILE = "file"
UNKNOWN = Text(
    "Tidak ada kasus, atau laporan tanpa kasus, dengan nomor ini.",
    "There is no case, and no report without a case, with this number.",
)
NO_BASIS = Text("Pilih dasar hukumnya.", "Choose the legal basis.")
NO_REASON = Text("Tulis alasannya.", "Write the reason.")
IS_OPEN = Text(
    "Kasus anak ini masih berjalan. Tutup dahulu kasusnya.", "A case of this child is still open. Close it first."
)
IS_UNDECIDED = Text(
    "Laporan ini belum diputuskan. Laporan yang belum diputuskan tidak pernah dihapus.",
    "This report is not decided yet. A report that is not decided is never erased.",
)
IS_HELD = Text(
    "Catatan anak ini sedang ditahan untuk proses hukum. Cabut dahulu penahanannya.",
    "The record of this child is under a legal hold. Lift the hold first.",
)
WAITS = Text("Penghapusan anak ini sudah diajukan.", "Erasing this child was already asked for.")
BY_TWO = Text(
    "Penghapusan yang Anda ajukan diputuskan oleh orang lain.", "What you asked to erase is decided by somebody else."
)
IS_REFUSED = Text("Permohonan ini sudah ditolak.", "This request was already refused.")
NOT_WRITTEN = Text(
    "Belum ada yang dihapus: daftar penghapusan tidak dapat ditulis. Hubungi pengelola server.",
    "Nothing was erased: the erasure list cannot be written. Tell who runs the server.",
)
PAST = Text("Pilih hari yang belum lewat.", "Choose a day that has not passed.")


@atomic
def ask_erasure(*, by: Actor, number: str, basis: str, reason: str, now: datetime) -> Erasure:
    """Ask that everything about a child, or a report without a case, is erased, with the legal ground; somebody else
    decides. UU 27/2022 Art. 43.
    """
    require(by, P.ERASE)
    if basis not in BASES:
        raise Refused(NO_BASIS, field="basis")
    why, found = _said(reason), _found(number)
    _free(found, now)
    if waits(found.records):
        raise NotAllowedNow(WAITS)
    made = Erasure.objects.create(
        **found.subject, number=number, basis=basis, reason=why, asked_at=now, asked_by_id=_id(by)
    )
    audit.record(by=by, event="erasure.asked", about=made, at=now, basis=basis)
    return made


@atomic
def confirm_erasure(*, by: Actor, erasure_id: UUID, now: datetime) -> Erasure:
    """Erase everything of it at once, as somebody else asked: it cannot be undone. UU 27/2022 Art. 43."""
    asked = _asked(by, erasure_id)
    if asked.state == ErasureState.DONE:
        return asked
    _free(_found(asked.number), now)
    subjects, files = _erase(asked, now)
    asked.keys_end_date, asked.copies_end_date = last_days(now, timedelta(days=settings.BACKUP_KEYS_DAYS))
    _decide(by, asked, ErasureState.DONE, now, "keys_end_date", "copies_end_date")
    audit.record(by=by, event="erasure.done", about=asked, at=now, records=len(subjects))
    transaction.on_commit(lambda: _throw_away(files))
    _list(subjects, _decided(by, asked, now))  # the very last: the list never knows less than the database
    return asked


@atomic
def refuse_erasure(*, by: Actor, erasure_id: UUID, reason: str, now: datetime) -> Erasure:
    """Leave the child's record as it is, and say why. Whoever asked may take it back so."""
    require(by, P.ERASE)
    asked = Erasure.objects.select_for_update().get(pk=erasure_id)
    if asked.state != ErasureState.ASKED:
        return asked
    asked.answer = _said(reason)
    _decide(by, asked, ErasureState.REFUSED, now, "answer")
    audit.record(by=by, event="erasure.refused", about=asked, at=now)
    return asked


@atomic
def place_hold(*, by: Actor, number: str, reason: str, until: date, now: datetime) -> Hold:
    """Keep a child's record for a court or an inquiry until a day: nothing of it is erased so long."""
    require(by, P.ERASE)
    if until < timezone.localdate(now):
        raise Refused(PAST, field="until")
    why, found = _said(reason), _found(number)
    made = Hold.objects.create(
        **found.subject, number=number, reason=why, until_date=until, placed_at=now, placed_by_id=_id(by)
    )
    audit.record(by=by, event="hold.placed", about=made, at=now, until=until)
    return made


@atomic
def lift_hold(*, by: Actor, hold_id: UUID, reason: str, now: datetime) -> Hold:
    """Say that a record need not be kept any longer, and why."""
    require(by, P.ERASE)
    placed = Hold.objects.select_for_update().get(pk=hold_id)
    if placed.lifted_at is None:
        placed.lifted_at, placed.lifted_by_id, placed.lifted_reason = now, by.id, _said(reason)
        placed.store("lifted_at", "lifted_by_id", "lifted_reason")
        audit.record(by=by, event="hold.lifted", about=placed, at=now)
    return placed


def _id(by: Actor) -> UUID:
    assert by.id is not None  # noqa: S101 - a person holds this role
    return by.id


def _said(reason: str) -> str:
    if not reason.strip():
        raise Refused(NO_REASON, field="reason")
    return reason.strip()


def _found(number: str) -> Found:
    found = erasable(number)
    if found is None:
        raise Refused(UNKNOWN, field="number")
    return found


def _free(found: Found, now: datetime) -> None:
    if found.is_open:
        raise NotAllowedNow(IS_UNDECIDED if found.report_id else IS_OPEN)
    if held(found.records, timezone.localdate(now)):
        raise NotAllowedNow(IS_HELD)


def _asked(by: Actor, erasure_id: UUID) -> Erasure:
    require(by, P.ERASE)
    asked = Erasure.objects.select_for_update().get(pk=erasure_id)
    if asked.state == ErasureState.REFUSED:
        raise NotAllowedNow(IS_REFUSED)
    if asked.asked_by_id == by.id:
        raise NotAllowedNow(BY_TWO)
    return asked


def _decide(by: Actor, asked: Erasure, state: ErasureState, now: datetime, *more: str) -> None:
    asked.state, asked.decided_at, asked.decided_by_id = state, now, by.id
    asked.store("state", "decided_at", "decided_by_id", *more)


def _erase(asked: Erasure, now: datetime) -> tuple[list[erased.Subject], list[str]]:
    """What was erased, and where the bytes of its files lie."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, subject FROM privacy_erase(%s, %s)", [asked.pk, timezone.localdate(now)])
        rows: list[erased.Subject] = cursor.fetchall()
    if not rows:
        raise NotAllowedNow(IS_HELD)  # somebody was faster with a hold or a case
    subjects = [row for row in rows if row[0] in (erased.CHILD, erased.REPORT)]
    for _, subject in subjects:
        keys.destroy(subject)
    files = Blob.objects.filter(pk__in=[pk for kind, pk in rows if kind == FILE])
    return subjects, list(files.values_list("place", flat=True))


def _throw_away(places: list[str]) -> None:
    for place in places:
        vault.remove(place)


def _decided(by: Actor, asked: Erasure, now: datetime) -> erased.Decided:
    kind, subject = (erased.CHILD, asked.child_id) if asked.child_id else (erased.REPORT, asked.report_id)
    assert subject  # noqa: S101 - one of both, by constraint
    return erased.Decided(asked.pk, kind, subject, asked.basis, asked.asked_at, asked.asked_by_id, now, _id(by))


def _list(subjects: list[erased.Subject], decided: erased.Decided) -> None:
    try:
        erased.note(settings.ERASED_LIST, subjects, timezone.localdate(decided.decided_at), decided)
    except OSError as error:
        raise NotAllowedNow(NOT_WRITTEN) from error
