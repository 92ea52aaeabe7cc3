"""Two records of one child: one points to the other, and the pointer can be taken away again. Nothing moves.

What becomes of their cases is the business of `cases.operations.merging`, which calls these.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.access.policy import P
from naung.access.queries import require, visible
from naung.audit import operations as audit
from naung.core.atomic import atomic
from naung.core.errors import NotAllowedNow
from naung.people.models import Child, Merge, PairState
from naung.people.operations import pairs
from naung.people.queries.same import locked_pair, related
from naung.people.rules import merging as rules

Bars = Mapping[str, Mapping[str, list[str]]]


@atomic
def point_to(
    *,
    by: Actor,
    kept_id: UUID,
    merged_id: UUID,
    reason: str,
    closed_case_id: UUID | None = None,
    bars_added: Bars | None = None,
    now: datetime,
) -> Merge:
    """Let one record of a child point to the other, which stands from now on. Only who may merge both may do this."""
    found = locked_pair(by, kept_id, merged_id)
    kept, merged = found[kept_id], found[merged_id]
    _may(by, kept, merged)
    told = rules.check_reason(reason)
    rules.check_merge(
        rules.Ends(
            kept_id, merged_id, kept.merged_into_id is not None, merged.merged_into_id is not None,
            related(kept_id, merged_id),
        )
    )  # fmt: skip
    merged.merged_into = kept
    merged.store("merged_into")
    made = Merge.objects.create(
        child=merged, kept=kept, at=now, by_id=by.id, reason=told, closed_case_id=closed_case_id,
        bars_added=dict(bars_added or {}),
    )  # fmt: skip
    pairs.settle(by=by, one=kept, other=merged, state=PairState.SAME, reason=told, now=now)
    _note(by, "child.merged", made, told, now)
    return made


@atomic
def stand_apart(*, by: Actor, merge_id: UUID, reason: str, now: datetime) -> Merge:
    """Take the pointer away: two children again. What was written in between stays where it was written."""
    made = visible(by, P.READ_D2, Merge).get(pk=merge_id)
    found = locked_pair(by, made.kept_id, made.child_id)
    kept, merged = found[made.kept_id], found[made.child_id]
    _may(by, kept, merged)
    made = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    if made.undone_at is not None:
        raise NotAllowedNow(rules.UNDONE_ALREADY)
    told = rules.check_reason(reason)
    made.child, made.kept = merged, kept
    made.undone_at, made.undone_by_id, made.undone_reason = now, by.id, told
    made.store("undone_at", "undone_by_id", "undone_reason")
    merged.merged_into = None
    merged.store("merged_into")
    pairs.settle(by=by, one=kept, other=merged, state=PairState.APART, reason=told, now=now)
    _note(by, "child.merge-undone", made, told, now)
    return made


def _note(by: Actor, event: str, made: Merge, reason: str, now: datetime) -> None:
    """The trace of both records says that it happened; which other record, and why, is told to who sees both."""
    audit.record(by=by, event=event, about=made, at=now, reason=reason)
    for about in (made.child, made.kept):
        audit.record(by=by, event=event, about=about, at=now, merge=made.pk)


def _may(by: Actor, *children: Child) -> None:
    for child in children:
        require(by, P.CHILD_MERGE, child)
