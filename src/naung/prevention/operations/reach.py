"""That somebody told after a session."""

from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.formats import local
from naung.prevention.models import SessionContact
from naung.prevention.queries.reach import session_told_of, told_hash


@atomic
def note_contact(*, by: Actor, code: str, bundle_id: UUID, now: datetime) -> None:
    """Count that somebody told by the code of a session or of a school's posters; a report counts once.

    An unknown code counts nothing. The trace says that it was counted, not of which session: the entry stands
    beside the report's.
    """
    require(by, P.REPORT_FILE)
    session = session_told_of(code, now)
    if session is None:
        return
    contact = SessionContact(session=session, told=told_hash(bundle_id), received_date=local(now).date())
    # The table cannot be read, so the database itself passes over what it holds already.
    SessionContact.objects.bulk_create([contact], ignore_conflicts=True)
    audit.record(by=by, event="report.after-session", at=now)
