"""Photos and signed lists of a session: added by whoever holds sessions, lists emptied when their time is over."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.core.formats import local
from naung.files import operations as files
from naung.files.models import Blob, BlobState
from naung.files.queries.received import Received
from naung.files.rules import kind_of
from naung.prevention.models import AwarenessSession, SessionFile, SessionStatus
from naung.prevention.operations.sessions_day import CANCELLED, TOO_EARLY
from naung.prevention.queries.sessions import counts_of
from naung.prevention.rules.sessions_files import PHOTO, SIGNED_LIST, check_session_file

TIME_OVER = "Waktu simpan habis."  # sealed with the line, as people's reasons are


@atomic
def add_session_file(
    *, by: Actor, session_id: UUID, kind: str, confirmed: str, sent: Received, described: str, now: datetime
) -> SessionFile:
    """Keep a photo of a session without recognisable faces, or the list of a session to which only adults came."""
    require(by, P.SESSION_PLAN)
    session = AwarenessSession.objects.select_for_update().get(pk=session_id)
    if session.status == SessionStatus.CANCELLED:
        raise NotAllowedNow(CANCELLED)
    if local(now).date() < local(session.from_at).date():
        raise NotAllowedNow(TOO_EARLY)
    check_session_file(kind, confirmed, kind_of(sent.head, sent.name).family, counts_of(session))
    ends_at = now + timedelta(days=settings.SIGNED_LISTS_KEPT_DAYS) if kind == SIGNED_LIST else None
    facts = {"kind": kind, "confirmed": confirmed if kind == PHOTO else "", "ends_at": ends_at}
    kept = files.add_file(
        by=by, model=SessionFile, parent_id=session_id, sent=sent, described=described, facts=facts, now=now
    )
    audit.record(by=by, event="session.file-added", about=session, at=now, file=kept.pk, kind=kind, confirmed=confirmed)
    return kept


@atomic
def empty_old_lists(*, by: Actor, now: datetime) -> int:
    """Throw away signed lists whose time is over; only the clock may. That there was one stays."""
    require(by, P.DUTY_KEEP)
    over = visible(by, P.READ_SESSION_FILES, SessionFile).filter(removed_at=None, ends_at__lte=now)
    lists = list(over.select_for_update())
    for held in lists:
        held.removed_at, held.removed_reason = now, TIME_OVER
        held.store("removed_at", "removed_reason")
        Blob.objects.select_for_update().get(pk=held.blob_id).throw_away(BlobState.REMOVED, now)
    if lists:
        audit.record(by=by, event="session.lists-emptied", at=now, count=len(lists))
    return len(lists)
