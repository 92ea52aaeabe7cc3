"""The data protection officer reads the trace and reviews looks. Reading it leaves an entry as well."""

from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.audit.models import Entry
from naung.core.atomic import atomic
from naung.core.errors import AccessDenied, Refused
from naung.core.text import Text
from naung.privacy.models import Review, Verdict
from naung.privacy.queries.looking import readable
from naung.privacy.rules.looking import Rule

NO_NOTE = Text("Tulis apa yang Anda periksa dan temukan.", "Write what you checked and found.")


@atomic
def review(*, by: Actor, entry_id: UUID, rule: Rule, verdict: Verdict, note: str, now: datetime) -> Review:
    """Say what a look was found to be, with a note that lies sealed in the trace. Never one's own look."""
    require(by, P.AUDIT_READ)
    entry = readable().get(pk=entry_id)
    if entry.actor_id == by.id:
        raise AccessDenied(P.AUDIT_READ, permission=P.AUDIT_READ, label=Entry._meta.label, id=entry.pk)
    if not note.strip():
        raise Refused(NO_NOTE, field="note")
    assert by.id is not None  # noqa: S101 - a person holds this role
    given, new = Review.objects.get_or_create(
        entry_id=entry.pk, rule=rule,
        defaults={"verdict": verdict, "reviewed_at": now, "reviewed_by_id": by.id},
    )  # fmt: skip
    if new:
        audit.record(
            by=by, event="trace.reviewed", at=now, about_id=entry.pk, reason=note.strip(),
            sealed_under=entry.key_subject_id or entry.pk, rule=rule, verdict=verdict,
        )  # fmt: skip
    return given


@atomic
def read_trace(
    *,
    by: Actor,
    page: str,
    now: datetime,
    since: datetime | None = None,
    until: datetime | None = None,
    person: UUID | None = None,
    number: str = "",
    kind: str = "",
) -> None:
    """Write down that the trace was read: which page of it, about whom, about which record, of which days."""
    require(by, P.AUDIT_READ)
    audit.record(
        by=by, event="trace.read", at=now, page=page, since=since, until=until, person=person, number=number, kind=kind
    )
