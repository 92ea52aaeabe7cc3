"""Entries of the chronology: progress notes that may be dated earlier and keep what they said before."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.cases.models import Draft, Narrative, NarrativeVersion
from naung.cases.queries import cases
from naung.cases.queries.staff import names
from naung.cases.rules import drafts
from naung.cases.rules.steps import OPEN
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow, Refused, Stale
from naung.core.ids import new_id

A_CHILDHOOD = timedelta(days=25 * 365)  # an entry is about a child, who may be grown by now


@atomic
def write_narrative(
    *, by: Actor, case_id: UUID, text: str, at: datetime, now: datetime, narrative_id: UUID | None = None
) -> Narrative:
    """Add an entry to the child's story. Dated earlier, it falls into place; sent twice, it is one entry."""
    case = cases.seen(by, case_id)
    require(by, P.CASE_WORK, case)
    before = Narrative.objects.filter(pk=narrative_id, case=case).first() if narrative_id else None
    if before is not None:
        return before
    if case.status not in OPEN:
        raise NotAllowedNow(_("Kasus ini sudah ditutup. Minta supervisor membukanya kembali."))
    _check(text, at, now)
    entry = Narrative.objects.create(
        id=narrative_id or new_id(), case=case, at=at, written_at=now, by_id=by.id, text=text.strip()
    )
    Draft.arrived(case, by_id=by.id, kind=drafts.NOTE, at=now)
    audit.record(by=by, event="narrative.written", about=case, at=now, narrative=entry.pk, said=at)
    return entry


def _check(text: str, at: datetime, now: datetime) -> None:
    if not text.strip():
        raise Refused(_("Tulis catatannya."), field="text")
    if at > now:
        raise Refused(_("Waktu catatan belum tiba."), field="at")
    if at < now - A_CHILDHOOD:
        raise Refused(_("Waktu catatan ini terlalu lama berlalu. Periksa tahunnya."), field="at")


@atomic
def edit_narrative(
    *, by: Actor, narrative_id: UUID, text: str, at: datetime, reason: str, version: int | None, now: datetime
) -> Narrative:
    """Correct an entry and say why; what it said before stays. If somebody was faster, both texts are shown."""
    rows = visible(by, P.READ_D3, Narrative).select_for_update(of=("self",)).select_related("case")
    entry = rows.get(pk=narrative_id)
    require(by, P.CASE_WORK, entry.case)
    if version is not None and version != entry.version:
        raise _both_texts(entry, text)
    _check(text, at, now)
    if not reason.strip():
        raise Refused(_("Tulis mengapa catatan ini diubah."), field="reason")
    if (text.strip(), at) == (entry.text, entry.at):
        return entry
    NarrativeVersion.objects.create(
        case=entry.case, narrative=entry, was_at=entry.at, was_text=entry.text, changed_at=now,
        changed_by_id=by.id, reason=reason.strip(),
    )  # fmt: skip
    entry.text, entry.at = text.strip(), at
    entry.store("text", "at")
    audit.record(by=by, event="narrative.edited", about=entry.case, at=now, reason=reason, narrative=entry.pk)
    return entry


def _both_texts(entry: Narrative, mine: str) -> Stale:
    last = NarrativeVersion.objects.filter(narrative=entry).order_by("-changed_at").first()
    who = (last.changed_by_id if last else entry.by_id) or None
    label = str(_("Catatan"))
    return Stale(
        record=entry, mine={label: mine}, theirs={label: entry.text}, by=names([who]).get(who) if who else None
    )
