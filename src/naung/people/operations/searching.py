"""The trace of a search: who looked for how many and where, never what was typed."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from naung.access.actors import Actor
from naung.audit import operations as audit
from naung.audit.queries import fingerprint
from naung.core.atomic import atomic


@atomic
def note_search(
    *, by: Actor, kind: str, terms: Mapping[str, object], found: int, now: datetime, about: UUID | None = None
) -> None:
    """Write down that somebody searched: which kind of search, how many were found, the words as keyed prints.

    `about` is the report beside which a known child was looked for.
    """
    words = {name: fingerprint(str(value)) for name, value in terms.items() if value}
    if words:
        audit.record(by=by, event="search.made", at=now, about_id=about, kind=kind, found=found, words=words)
