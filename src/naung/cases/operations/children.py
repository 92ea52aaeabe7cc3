"""Opening a child's file, and changing what is known of the child and the people around it."""

from datetime import datetime

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require
from naung.audit import operations as audit
from naung.cases.models import Case
from naung.core.atomic import atomic


@atomic
def open_file(*, by: Actor, case: Case, page: str, now: datetime, paper: bool = False) -> None:
    """Write down that somebody opened a child's file and which part, or a paper of it to print."""
    require(by, P.READ_D1, case)
    audit.record(by=by, event="case.printed" if paper else "case.opened", about=case, at=now, page=page)
