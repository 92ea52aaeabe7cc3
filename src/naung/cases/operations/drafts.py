"""What somebody is writing about a case, kept before it is sent."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Draft
from naung.cases.queries import cases
from naung.core.atomic import atomic


@atomic
def save_draft(*, by: Actor, case_id: UUID, kind: str, data: Mapping[str, object], now: datetime) -> Draft:
    """Keep what somebody is writing about a case, for her eyes on her next visit to the page."""
    case = cases.seen(by, case_id)
    require(by, P.CASE_WORK, case)
    draft = Draft.objects.filter(Q(user_id=by.id), case=case, kind=kind).first()
    if draft is None:
        draft = Draft(case=case, user_id=by.id, kind=kind, saved_at=now)  # type: ignore[misc]
        draft.save()
        audit.record(by=by, event="draft.begun", about=case, at=now, kind=kind)
    draft.case = case
    draft.data, draft.saved_at = dict(data), now
    draft.store("data", "saved_at")
    return draft
