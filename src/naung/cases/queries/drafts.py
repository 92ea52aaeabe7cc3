"""What somebody has begun to write about a case."""

from django.db.models import Q

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import visible
from naung.cases.models import Case, Draft


def of(actor: Actor, case: Case, kind: str) -> Draft | None:
    """This person's own unsent words of one kind, if she has any."""
    draft = visible(actor, P.READ_D3, Draft).filter(Q(user_id=actor.id), case=case, kind=kind).first()
    if draft is not None:
        draft.case = case
    return draft if draft and draft.data else None
