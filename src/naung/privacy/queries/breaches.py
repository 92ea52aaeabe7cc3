"""The register of breaches, one of them, and who is to be told of it."""

from uuid import UUID

from django.db.models import F, QuerySet

from naung.access.actors import Actor
from naung.access.policy import Permission as P
from naung.access.queries import require, visible
from naung.core.errors import NotAllowedNow
from naung.core.text import Text
from naung.privacy.models import Breach, BreachAddition, BreachPerson
from naung.privacy.queries.barred import barred

CLOSED = Text("Catatan ini sudah ditutup.", "This record is closed.")


def breaches(actor: Actor) -> QuerySet[Breach]:
    """All breaches: those whose notices are not finished first, the nearest end on top, then the latest."""
    open_first = F("notified_at").asc(nulls_first=True)
    return visible(actor, P.READ_BREACHES, Breach).order_by(
        F("closed_at").desc(nulls_first=True), open_first, "due_at", "pk"
    )


def locked(actor: Actor, breach_id: UUID, needs: P) -> Breach:
    """One breach that is not closed, for whoever may do this with it; nobody else changes it meanwhile."""
    breach = visible(actor, P.READ_BREACHES, Breach).select_for_update().get(pk=breach_id)
    require(actor, needs, breach)
    if breach.closed_at is not None:
        raise NotAllowedNow(CLOSED)
    return breach


def unfinished(actor: Actor) -> QuerySet[Breach]:
    """Those whose notices are not finished."""
    return visible(actor, P.READ_BREACHES, Breach).filter(notified_at=None, closed_at=None).order_by("due_at")


def persons(actor: Actor, breach: Breach) -> list[BreachPerson]:
    """Who is to be told, in their order; never a child whose record shuts the reader out."""
    found = visible(actor, P.READ_BREACH_PEOPLE, BreachPerson).filter(breach=breach).order_by("listed_at", "pk")
    shut = set(barred())
    return [one for one in found if one.child_id not in shut]


def additions(actor: Actor, breach: Breach) -> list[BreachAddition]:
    """What was added after the agency was told."""
    return list(visible(actor, P.READ_BREACHES, BreachAddition).filter(breach=breach).order_by("at", "pk"))
